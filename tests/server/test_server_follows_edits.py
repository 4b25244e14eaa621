"""Hot functions while one types: moved at once, anchored by name, never cleared by half-typed code."""

import random
from pathlib import Path

import pytest
from lsprotocol import types

from pivot_lsp.server.anchors import place, remember
from pivot_lsp.server.documents import Document
from pivot_lsp.server.facts import Spot
from pivot_lsp.server.outline import _tolerant, outline
from pivot_lsp.server.text import WIDTHS, Text
from tests.server.fuzz import edits
from tests.server.project import SHOP
from tests.server.talk import full, session

HALF_TYPED = [
    "def total(values: list[int]) -> int:\n    result = (\n",
    "x = '''never closed\n",
    "class Basket(:\n",
    "if True\n    pass\n",
    "@decorator(\n",
    "for in range(3):\n",
    "\n\n    return\n  odd indent\n",
    "lambda: (yield\n",
]


def spot(function: str, line: int) -> Spot:
    return Spot(function, line, 50.0, 1.0, 2.0, 3, 1, None, 1)


def document(source: str, *spots: Spot, encoding: str = "utf-16") -> Document:
    made = Document("file:///x/shop.py", 1, Text(source, encoding))
    made.assign(spots, source)
    return made


def edit(doc: Document, start: int, end: int, new: str) -> None:
    """A change as a client sends it."""
    positions = [types.Position(*doc.text.position(offset)) for offset in (start, end)]
    doc.change([types.TextDocumentContentChangePartial(types.Range(*positions), new)], (doc.version or 0) + 1)


def names(doc: Document) -> dict[str, str]:
    """function -> the text under its mark."""
    return {mark.spot.function: doc.text.source[mark.name_start : mark.name_end] for mark in doc.marks}


async def test_every_change_is_followed_by_one_publish_with_its_version(shop: Path) -> None:
    async with session(shop, full("utf-16")) as talk:
        uri = talk.open("shop.py")
        before = {d.data["function"]: d.range.start for d in await talk.diagnostics(uri)}  # type: ignore[index]
        talk.change(uri, 2, ((0, 0), (0, 0), "# 🐍\n"))
        talk.change(uri, 3, ((0, 2), (0, 4), ""), ((0, 0), (0, 0), "import os\n"))
        talk.change(uri, 4, ((99, 0), (99, 0), "\n"))
        after = {d.data["function"]: d.range.start for d in await talk.diagnostics(uri, 4)}  # type: ignore[index]
        versions = [p.version for p in talk.published if p.uri == uri]
    assert [v for v in versions if v != 1] == [2, 3, 4]
    assert after == {name: types.Position(start.line + 2, start.character) for name, start in before.items()}


async def test_an_edited_body_is_said_to_be_edited_once_the_typing_pauses(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        talk.change(uri, 2, ((4, 0), (4, 0), "    more = 1\n"))
        await talk.until(
            lambda: any(
                p.version == 2 and any("edited since it was measured" in d.message for d in p.diagnostics)
                for p in talk.published
            )
        )
        text = await talk.hover(uri, 3)
    assert text is not None
    assert "| state | edited since it was measured |" in text


async def test_a_text_that_differs_from_the_disk_at_opening_is_anchored_by_name(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py", "# one\n# two\n" + SHOP)
        found = {d.data["function"]: d for d in await talk.diagnostics(uri)}  # type: ignore[index]
    assert found["total"].range.start == types.Position(5, 4)
    assert found["total"].data["state"] == "exact"  # type: ignore[index]


async def test_who_looks_between_the_edit_and_the_pause_keeps_nobody_else_from_being_told(shop: Path) -> None:
    """A list of actions anchors the text anew at once; the pause still tells the state, to a client that pulls too."""
    async with session(shop, full(pull=True)) as talk:
        refreshes: list[bool] = []
        talk.client.protocol.fm.features[types.WORKSPACE_DIAGNOSTIC_REFRESH] = lambda params: refreshes.append(True)
        uri = talk.open("shop.py")
        await talk.until(lambda: refreshes)
        talk.change(uri, 2, ((4, 0), (4, 0), "    more = 1\n"))
        refreshes.clear()
        (action, *_) = await talk.actions(uri, 3)
        resolved = await talk.client.code_action_resolve_async(action)
        assert resolved.command is not None, "it is an action for the body as it is"
        await talk.until(lambda: any(f.state == "edited" for h in talk.heat if h.version == 2 for f in h.functions))
        await talk.until(lambda: refreshes)


@pytest.mark.parametrize("half", HALF_TYPED)
@pytest.mark.parametrize("where", ["before", "between", "after"])
def test_half_typed_code_clears_nothing(half: str, where: str) -> None:
    doc = document(SHOP, spot("total", 4), spot("Basket.größe", 12))
    offset = {"before": 0, "between": SHOP.index("class Basket"), "after": len(SHOP)}[where]
    edit(doc, offset, offset, half)
    doc.settle()
    assert names(doc) == {"total": "total", "Basket.größe": "größe"}


def test_a_function_that_is_gone_is_gone_only_when_the_text_parses() -> None:
    doc = document(SHOP, spot("total", 4))
    start = SHOP.index("def total")
    edit(doc, start, SHOP.index("class Basket"), "x = (\n")
    doc.settle()
    assert len(doc.marks) == 1
    edit(doc, start, start + len("x = (\n"), "")
    doc.settle()
    assert doc.marks == ()


def test_of_two_functions_with_one_name_the_measured_one_keeps_its_mark() -> None:
    source = "if a:\n    def f(): pass\nelse:\n    def f(): return 1\n"
    doc = document(source, spot("f", 2))
    edit(doc, 0, 0, "\n\n")
    doc.settle()
    assert doc.text.line_of(doc.marks[0].name_start) == 3


@pytest.mark.parametrize("encoding", WIDTHS)
def test_random_edits_leave_marks_where_a_fresh_look_finds_them(encoding: str) -> None:
    """2,400 edits; after each the marks lie in the text, and after a pause they are those of a fresh outline."""
    rng = random.Random(7)
    pieces = ["x", "é", "𝒕", "\n", "    ", "(", ")", ":", "def g():\n    pass\n", "'''", "#", "\r\n", "\f", "\u2028"]
    for _ in range(8):
        doc = document(SHOP, spot("total", 4), spot("Basket.größe", 12), encoding=encoding)
        mirror = SHOP
        for _ in range(100):
            start = rng.randint(0, len(mirror))
            end = min(len(mirror), start + rng.choice([0, 0, 0, 1, 3]))
            new = rng.choice(pieces)
            if doc.text.offset(*doc.text.position(start)) != start or doc.text.offset(*doc.text.position(end)) != end:
                continue  # between \r and \n there is no position
            edit(doc, start, end, new)
            mirror = mirror[:start] + new + mirror[end:]
            assert doc.text.source == mirror
            assert all(0 <= m.start <= m.name_start <= m.name_end <= m.end <= len(mirror) for m in doc.marks)
        kept = doc.marks
        doc.settle()
        assert doc.marks == place(doc.anchors, outline(Text(mirror, encoding)), kept, doc.text)


@pytest.mark.parametrize(("name", "encoding"), [("heapq", "utf-8"), ("textwrap", "utf-16"), ("calendar", "utf-32")])
def test_real_files_under_edits_are_marked_where_cpython_finds_the_functions(name: str, encoding: str) -> None:
    """A share of `make fuzz-edits`."""
    found = edits.session(next(path for path in edits.files() if path.stem == name), 3, 120, encoding)
    assert found.wrong == []
    assert found.edits >= 120
    assert 0 < found.broken < found.pauses


def test_another_text_for_the_whole_document_keeps_marks_beside_their_lines() -> None:
    """A checkout or another line end, while a function above is half typed."""
    doc = document(SHOP, spot("total", 4), spot("Basket.größe", 12))
    broken = "x = (\n" + SHOP
    for text in (broken, broken.replace("\n", "\r\n"), "# one\n\n\n" + broken):
        doc.change([types.TextDocumentContentChangeWholeDocument(text)], (doc.version or 0) + 1)
        assert names(doc) == {"total": "total", "Basket.größe": "größe"}


@pytest.mark.parametrize("encoding", WIDTHS)
def test_positions_and_offsets_are_inverse(encoding: str) -> None:
    text = Text("aé𝒕\n\f \u2028x\r\ny\rz𝒕", encoding)
    assert len(text.starts) == 4
    for offset in range(len(text.source) + 1):
        if text.source[offset - 1 : offset + 1] != "\r\n":
            assert text.offset(*text.position(offset)) == offset


@pytest.mark.parametrize(("encoding", "units"), [("utf-8", 8), ("utf-16", 3), ("utf-32", 2)])
def test_a_position_past_its_line_is_the_line_s_end_and_one_inside_a_character_its_start(
    encoding: str, units: int
) -> None:
    text = Text("𝒕𝒕\nnext", encoding)
    assert text.offset(0, 99) == 2
    assert text.offset(9, 0) == len(text.source)
    assert text.offset(0, units - 1) == 1 if encoding != "utf-8" else text.offset(0, 7) == 1


def test_both_parsers_give_the_same_functions_for_whole_files() -> None:
    """Over this package's own sources, which hold classes, nesting, decorators and comments at the ends of bodies."""
    for path in sorted(Path(__file__).parents[2].glob("pivot_lsp/**/*.py")):
        text = Text(path.read_text())
        assert tuple(_tolerant(text)) == outline(text).functions, path


def test_moving_a_function_is_no_edit_of_it_and_indenting_it_neither() -> None:
    body = "def f(a):\n    if a:\n        return 1\n    return 2\n"
    indented = "class C:\n" + "".join(f"    {line}\n" for line in body.splitlines())
    (plain,) = outline(Text(body)).functions
    (inside,) = outline(Text(indented)).functions
    assert plain.body_hash == inside.body_hash
    (changed,) = outline(Text(body.replace("return 2", "return 3"))).functions
    assert changed.body_hash != plain.body_hash
    assert remember([spot("f", 1)], Text(body), outline(Text(body)))[0].body_hash == plain.body_hash
