"""The hot loop of an unportable function becomes a function of its own: offered when the compiler takes it."""

import ast
import asyncio
from pathlib import Path
from typing import Any

from tests.server.talk import PATIENCE, Talk, full, session

KIND = "refactor.extract.pivot.loop"
READS = ("    result = 0\n", "    open(__file__).close()\n    result = 0\n")


async def offered(talk: Talk, uri: str) -> list[Any]:
    """The action, once the compiler has been asked."""
    async with asyncio.timeout(PATIENCE):
        while not (found := await talk.actions(uri, 3, [KIND])):
            await talk.pause()
    return found


async def test_it_is_offered_once_the_compiler_has_taken_it_and_arrives_as_one_edit(shop: Path) -> None:
    text = (shop / "shop.py").read_text().replace(*READS)
    (shop / "shop.py").write_text(text)
    async with session(shop, full("utf-8"), settings={"checkPortability": True}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        found = await offered(talk, uri)
        (action,) = found
        assert (action.title, action.disabled, action.edit, action.command) == (
            "Extract hot loop: total",
            None,
            None,
            None,
        )
        resolved = await talk.client.code_action_resolve_async(action)
        assert resolved.command is not None
        done = await talk.job(resolved.command.command, **resolved.command.arguments[0])
        assert done.message == "Extract hot loop total: done; _total_loop can be ported"
        (sent,) = talk.edits
    (change,) = sent.edit.document_changes
    assert (change.text_document.uri, change.text_document.version) == (uri, 1)
    rows = text.splitlines(keepends=True)
    for edit in reversed(change.edits):
        lines = rows[edit.range.start.line : edit.range.end.line + 1]
        head, tail = lines[0].encode()[: edit.range.start.character], lines[-1].encode()[edit.range.end.character :]
        rows[edit.range.start.line : edit.range.end.line + 1] = [head.decode() + edit.new_text + tail.decode()]
    after = "".join(rows)
    assert "def _total_loop(values: list[int], result: int) -> int:\n" in after
    assert "    result = _total_loop(values, result)\n    return result\n" in after
    assert "# 𝒕 é\n    open(__file__).close()\n" in after
    scope: dict[str, object] = {"__file__": __file__}
    exec(compile(ast.parse(after), "after", "exec"), scope)
    assert scope["total"]([1, 2, 3]) == 1 + 4 + 2  # type: ignore[operator]


async def test_where_no_loop_can_be_ported_the_action_says_why(shop: Path) -> None:
    text = (
        (shop / "shop.py").read_text().replace("        result +=", "        open(__file__).close()\n        result +=")
    )
    (shop / "shop.py").write_text(text)
    async with session(shop, full(), settings={"checkPortability": True}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        found = await offered(talk, uri)
        port = await talk.actions(uri, 3, ["refactor.rewrite.pivot.port.go"])
    assert found[0].disabled.reason.startswith("no loop can be a portable function: line 7: ")
    assert found[0].command is None
    assert port[0].disabled.reason.startswith("not portable to Go: PV")
