"""TypedDicts as cases: described by their keys, made and changed as dicts that hold them, read from logs as given."""

from typing import Any, TypedDict

import pytest
import typing_extensions

from pivot_lsp.cases.convert import Conversion
from pivot_lsp.cases.describe import type_of
from pivot_lsp.cases.domain import Domain
from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.sized import cut_calls
from pivot_lsp.cases.source import Literals
from pivot_lsp.cases.values import case_id, decode_call, encode_call, import_name
from pivot_lsp.model.case import Case
from pivot_lsp.model.signature import Argument, Signature, Type


class Row(TypedDict):
    name: str
    qty: int


class Priced(Row):
    price: float
    tags: "list[str]"
    parent: "Row | None"


class Own(typing_extensions.TypedDict):
    inner: Row
    again: "Own | None"


def signature(**types: Type) -> Signature:
    arguments = [Argument(name=name, type=t) for name, t in types.items()]
    return Signature(module="m", qualname="f", arguments=arguments, result=Type(kind="none"))


def given(*values: Any) -> Case:
    args, _ = encode_call(list(values), {})
    return Case(id=case_id(args, {}), stratum="recorded", args=args)


def rows(count: int, recorded: list[Case], seed: int = 1) -> list[dict[str, Any]]:
    """The rows of so many generated calls."""
    kind = Type(kind="list", args=[type_of(Priced)])
    found = []
    for case in generate(signature(rows=kind), Literals(), recorded, count, seed):
        (held,), _ = decode_call(case.args, case.kwargs, import_name)
        found += held
    return found


def test_its_keys_are_the_fields_in_the_declared_order() -> None:
    found = type_of(Priced)
    assert found.kind == "typed_dict"
    assert found.fields == ["name", "qty", "price", "tags", "parent"]
    assert [t.kind for t in found.args] == ["str", "int", "float", "list", "optional"]
    assert type_of(Own).args[0] == type_of(Row)
    assert type_of(Own).args[1].args[0].kind == "unknown"  # inside itself


def test_generated_rows_hold_the_declared_keys_and_seldom_others() -> None:
    made = rows(400, [])
    whole = [row for row in made if set(row) == set(Priced.__annotations__)]
    assert all(type(row) is dict for row in made)
    assert all(type(row["qty"]) is int and type(row["price"]) is float for row in whole)
    assert 0.9 < len(whole) / len(made) < 1
    assert any(list(row) != list(Priced.__annotations__) for row in whole)
    assert any(not set(Priced.__annotations__) <= set(row) for row in made)
    assert any(len(row) > 5 for row in made)


def test_a_changed_recorded_row_keeps_its_keys() -> None:
    known = {"qty": 3, "price": 1.5, "name": "a", "tags": ["x"], "parent": None}
    cases = list(generate(signature(row=type_of(Priced)), Literals(), [given(known)], 300, 2))
    changed = [case for case in cases if case.stratum == "mutated"]
    assert len(changed) > 50
    for case in changed:
        (row,), _ = decode_call(case.args, case.kwargs, import_name)
        assert set(row) == set(known)
        assert type(row["qty"]) is int


def test_a_log_gives_the_row_as_it_was_written() -> None:
    notes: list[str] = []
    reader = Conversion(signature(row=type_of(Priced)), notes.append)
    line = {"qty": 1, "price": 2, "name": "a", "more": 1}
    (args, _) = reader.call({"args": [line], "kwargs": {}})
    (row,), _ = decode_call(args, {}, import_name)
    assert list(row) == list(line)
    assert type(row["price"]) is float


def test_the_domain_names_the_keys() -> None:
    domain = Domain(signature(rows=Type(kind="list", args=[type_of(Row)])))
    domain.add(given([{"name": "abc", "qty": 7}, {"qty": -2, "name": ""}]))
    spans = domain.stated()
    assert (spans["qty"].low, spans["qty"].high) == (-2, 7)
    assert spans["name"].longest == 3


@pytest.mark.parametrize(("value", "sizes"), [({"a": 1, "b": "x"}, 0), ({"a": 1, "b": 2}, 2)])
def test_a_benchmark_cuts_no_row(value: dict[str, Any], sizes: int) -> None:
    args, _ = encode_call([value], {})
    assert len(list(cut_calls(args, {}))) == sizes
