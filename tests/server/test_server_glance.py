"""A large project shows the hotspots of open files before all of it is read, with the figures of the whole analysis."""

from pathlib import Path

import pytest
from lsprotocol import types

from pivot_lsp.app.analyze import Request, analyze
from pivot_lsp.app.glance import glance
from pivot_lsp.server.glance import MANY, large
from tests.server.talk import full, session


@pytest.fixture
def crowded(shop: Path) -> Path:
    """The shop among so many files that its analysis is not waited for."""
    (shop / "more").mkdir()
    for number in range(MANY):
        (shop / "more" / f"m{number}.py").write_text(f"def f{number}() -> int:\n    return {number}\n")
    return shop


def test_only_a_project_of_many_python_files_is_large(shop: Path, crowded: Path) -> None:
    assert large(crowded)
    for file in list((crowded / "more").iterdir())[:10]:
        file.unlink()
    assert not large(crowded)
    (shop / "node_modules").mkdir()
    for number in range(MANY):
        (shop / "node_modules" / f"m{number}.py").touch()
    assert not large(shop), "what is never analysed does not count"


def test_a_glance_gives_the_figures_of_the_whole_analysis(shop: Path) -> None:
    whole = analyze(Request(shop, (shop / "run.prof",)))
    seen = glance(shop, [shop / "run.prof"], [shop / "shop.py", shop / "elsewhere.py"])
    names = set(type(seen).model_fields) & set(type(whole).model_fields) - {"hotspots", "profiles"}
    assert {name: getattr(seen, name) for name in names} == {name: getattr(whole, name) for name in names}
    rows = [row for row in whole.hotspots if row.file == "shop.py"]
    assert [row.model_dump() for row in seen.hotspots] == [
        {name: getattr(row, name) for name in type(seen.hotspots[0]).model_fields} for row in rows
    ]
    assert {row.function for row in rows} >= {"total", "Basket.größe"}


async def test_the_open_file_is_shown_first_and_what_needs_the_project_follows(crowded: Path) -> None:
    (crowded / "run.prof").rename(crowded / "elsewhere")
    async with session(crowded, full(), settings={"checkPortability": False}) as talk:
        uri = talk.open("shop.py")
        assert await talk.diagnostics(uri, least=0) == []
        await talk.until(lambda: types.WORKSPACE_DID_CHANGE_WATCHED_FILES in talk.registered)
        (crowded / "elsewhere").rename(crowded / "run.prof")
        event = types.FileEvent((crowded / "run.prof").as_uri(), types.FileChangeType.Created)
        talk.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
        await talk.until(lambda: any("candidate 1, " in d.message for p in talk.published for d in p.diagnostics))
        told = [{d.data["function"]: d for d in p.diagnostics} for p in talk.published if p.diagnostics]
        text = await talk.hover(uri, 3)
    first, last = told[0], told[-1]
    assert first.keys() == last.keys() == {"total", "Basket.größe"}
    assert "candidate" not in first["total"].message
    assert last["total"].message.startswith(first["total"].message.partition("; complexity")[0])
    assert text is not None
    assert ", number 1 |" in text
