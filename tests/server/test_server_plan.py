"""Plan, status and dashboard as commands of the editor."""

import json
from pathlib import Path

import pytest
from pygls.exceptions import JsonRpcInvalidParams

from pivot_lsp.server.commands import COMMANDS, read_arguments
from tests.server.talk import full, session


async def test_the_plan_is_made_told_and_exported(shop: Path) -> None:
    async with session(shop, full()) as talk:
        made = await talk.job("pivot.migrate")
        assert made.status == "done", made
        assert f": {made.result.components} component" in made.message
        assert f" in {made.result.weeks} weeks, by estimate " in made.message
        assert [phase.phase for phase in made.result.phases] == [1, 2, 3, 4]
        told = await talk.job("pivot.status")
        assert told.result.components == made.result.components
        page = await talk.job("pivot.dashboard")
        assert page.message.endswith(page.result.file)
        assert Path(page.result.file).read_text().startswith("<!doctype html>")
    assert json.loads((shop / ".pivot" / "plan.json").read_text())["components"] == made.result.components


@pytest.mark.parametrize("name", ["pivot.migrate", "pivot.status", "pivot.dashboard"])
def test_they_take_no_other_argument(name: str) -> None:
    assert COMMANDS[name].verb in ("migrate", "dashboard")
    with pytest.raises(JsonRpcInvalidParams, match="does not know"):
        read_arguments(name, ({"strategy": "all at once"},))
