"""docs/protocol.md, the clients and the code say the same."""

import json
import re
from dataclasses import fields
from pathlib import Path

from lsprotocol import types

from pivot_lsp.server.commands import ARGUMENTS, COMMANDS
from pivot_lsp.server.methods.code_action import KINDS
from pivot_lsp.server.settings import WIRE, Settings
from tests.server.talk import full, session

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "protocol.md").read_text()
JSON_TYPES = {"string": str, "integer": int, "array": list}


def section(title: str) -> list[list[str]]:
    """The rows of all tables of a section, without their heads; code marks taken off."""
    body = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in body.splitlines() if line[:1] == "|"]
    heads = {index - 1 for index, row in enumerate(rows) if set("".join(row)) <= set("-|")}
    kept = [row for index, row in enumerate(rows) if index not in heads and index - 1 not in heads]
    return [[cell.strip("` ") for cell in row] for row in kept]


def test_the_commands_are_the_table_s() -> None:
    written = {row[0]: row[1:] for row in section("Commands") if row[0].startswith("pivot.")}
    assert list(written) == list(COMMANDS)
    for name, command in COMMANDS.items():
        title, takes, needs, answer = written[name]
        flags = {"trust": command.trust, "saved": command.saved, "vessel": command.vessel}
        assert title == command.title
        assert re.findall(r"[a-z]+", takes) == (list(command.takes) or ["none"])
        assert re.findall(r"\*\*([a-z]+)\*\*", takes) == [a for a in command.takes if a in command.requires]
        assert needs == (", ".join(flag for flag, on in flags.items() if on) or "nothing")
        assert answer == ("job" if command.verb else "at once")


def test_the_arguments_are_the_table_s() -> None:
    written = {row[0]: JSON_TYPES[row[1]] for row in section("Commands") if not row[0].startswith("pivot.")}
    assert written == ARGUMENTS


def test_the_settings_are_the_code_s_and_the_clients_know_them() -> None:
    defaults = {field.name: field.default for field in fields(Settings)}
    expected = {wire: list(d) if isinstance(d := defaults[name], tuple) else d for wire, name in WIRE.items()}
    assert {row[0]: json.loads(row[1]) for row in section("Settings")} == expected
    package = json.loads((ROOT / "vscode-client" / "package.json").read_text())
    properties = package["contributes"]["configuration"]["properties"]
    own = {"pivot.interpreter", "pivot.serverArguments", "pivot.heat"}
    assert {name: p["default"] for name, p in properties.items() if name not in own} == {
        f"pivot.{wire}": default for wire, default in expected.items()
    }
    assert all(p.get("description") or p.get("markdownDescription") for p in properties.values())
    help_page = (ROOT / "nvim-client" / "doc" / "pivot-lsp.txt").read_text()
    assert all(wire in help_page for wire in WIRE)


def test_the_code_actions_are_the_code_s() -> None:
    written = {row[0]: (row[1], row[2]) for row in section("Code actions")}
    assert written == {kind: (title, command) for kind, (title, command, _) in KINDS.items()}


def test_what_runs_is_restricted_in_an_untrusted_workspace() -> None:
    package = json.loads((ROOT / "vscode-client" / "package.json").read_text())
    trust = package["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert set(trust["restrictedConfigurations"]) == {"pivot.interpreter", "pivot.serverArguments"}


async def test_the_notifications_carry_the_fields_that_are_written(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        heat = await talk.until(lambda: next((h for h in talk.heat if h.functions), None))
        done = await talk.job("pivot.analyze", uri=uri)
    rows = [row[0] for row in section("pivot/heat")]
    assert rows == [*heat._fields, *heat.functions[0]._fields]
    assert [row[0] for row in section("pivot/jobFinished")] == [*done._fields, "applied"]
    typed = (ROOT / "vscode-client" / "src" / "protocol.ts").read_text()
    assert all(re.search(rf"^  {name}\??:", typed, re.MULTILINE) for name in [*rows, *done._fields, "applied"])
    assert (done.status, done.exitCode) == ("done", 0)
    assert talk.client.messages[-1].type is types.MessageType.Info
