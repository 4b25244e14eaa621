"""The base of every model: frozen, and strict about what it is given."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """An immutable value that crosses a boundary; an unknown field is an error, not ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")
