"""The diagnostics: each with a code, a page for it, and a place that moves with what it is about."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from lsprotocol import types
from lsprotocol.converters import get_converter

from pivot_lsp.port.refusal import CODES, NOTES
from pivot_lsp.server.anchors import place, remember
from pivot_lsp.server.diagnostics import PAGES, Pages, published
from pivot_lsp.server.documents import Document
from pivot_lsp.server.facts import Spot
from pivot_lsp.server.outline import outline
from pivot_lsp.server.text import Text
from tests.server.talk import Talk, full, session

WRAPPED = """\
from pivot_lsp.runtime import vessel as _pivot_vessel


def _legacy_total(values: list[int]) -> int:
    return sum(values)
total = _pivot_vessel(_legacy_total, flag="f", vessel="v")


def _legacy_own(values: list[int]) -> int:
    return len(values)
"""


def coded(talk: Talk, code: str) -> list[types.Diagnostic]:
    """The diagnostics with a code in what was published last."""
    return [d for d in talk.published[-1].diagnostics if d.code == code] if talk.published else []


def test_every_code_has_a_page_that_begins_with_it() -> None:
    codes = {"hotspot", "hot-line", "difference", *CODES, *NOTES}
    for code in codes:
        assert (PAGES / f"{code}.md").read_text().startswith(f"# {code}: ")
    assert {f.stem for f in PAGES.glob("*.md")} == codes


def test_what_is_published_is_what_the_protocol_s_own_converter_would_write() -> None:
    """Written by hand for speed; the converter of lsprotocol is the specification."""
    spot, plain = Spot("total", 1, 50.0, 1.0, 2.0, 3, 1, None, 1), "def total(): pass\n"
    document = Document("file:///x.py", 7, Text(plain))
    document.assign([spot], plain)
    for linked in (True, False):
        found = [Pages(linked).hotspot(document, mark, {}) for mark in document.marks]
        params = types.PublishDiagnosticsParams(document.uri, found, document.version)
        assert published(document, found) == get_converter().unstructure(params)
        assert len(found) == 1


async def test_a_line_that_no_language_takes_is_a_hint_with_the_code_s_page(shop: Path) -> None:
    (shop / "shop.py").write_text((shop / "shop.py").read_text().replace("    result = 0\n", "    result = open\n"))
    async with session(shop, full(), settings={"checkPortability": True}) as talk:
        uri = talk.open("shop.py")
        hints: Any = lambda: [d for p in talk.published for d in p.diagnostics if str(d.code).startswith("PV")]  # noqa: E731
        (first, *_) = await talk.until(hints)
        assert first.severity is types.DiagnosticSeverity.Hint
        assert first.range == types.Range(types.Position(4, 4), types.Position(4, 17))
        page = Path(unquote(urlparse(first.code_description.href).path))
        assert page == PAGES / f"{first.code}.md"
        assert page.is_file()
        talk.change(uri, 2, ((0, 0), (0, 0), "# a line above\n"))
        moved = await talk.until(lambda: talk.published[-1].version == 2 and coded(talk, str(first.code)))
        assert moved[0].range.start.line == 5
        text = await talk.hover(uri, 4)
        assert text is not None
        assert re.search(r"not portable: PV\d+ line 6: ", text)


async def test_costly_lines_are_hints_while_the_body_is_the_one_that_was_measured(shop: Path) -> None:
    (shop / "run.prof").unlink()
    place = shop / "shop.py"
    stacks = {f"total ({place}:7)": 120, f"total ({place}:6)": 60, f"größe ({place}:12);total ({place}:7)": 19}
    (shop / "run.collapsed").write_text("".join(f"{stack} {count}\n" for stack, count in stacks.items()))
    settings = {"checkPortability": False, "threshold": 20}
    async with session(shop, full(), settings=settings) as talk:
        uri = talk.open("shop.py")
        hints = await talk.until(lambda: coded(talk, "hot-line"))
        lines = {hint.range.start.line: hint.message.partition(" on ")[0] for hint in hints}
        assert lines == {6: "69.8 % of the run", 5: "30.2 % of the run"}
        assert all(hint.severity is types.DiagnosticSeverity.Hint for hint in hints)
        talk.change(uri, 2, ((0, 0), (0, 0), "# above\n"), ((5, 4), (5, 4), "result = 1\n    "))
        await talk.until(lambda: talk.published[-1].version == 2 and not coded(talk, "hot-line"))
        talk.change(uri, 3, ((5, 4), (6, 4), ""))
        back = await talk.until(lambda: talk.published[-1].version == 3 and coded(talk, "hot-line"))
        assert {hint.range.start.line for hint in back} == {6, 7}


async def test_a_difference_is_a_warning_with_its_smallest_call_until_the_text_changes(shop: Path) -> None:
    wrong = "def total(values: list[int]) -> int:\n    return sum(v * v % 7 for v in values) + (len(values) > 2)\n"
    (shop / "wrong.py").write_text(wrong)
    async with session(shop, full(), settings={"checkPortability": False}) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        done = await talk.job("pivot.validate", uri=uri, function="total", vessel="wrong:total", count=50)
        assert done.result.level == "failed"
        (warning,) = await talk.until(lambda: coded(talk, "difference"))
        assert warning.severity is types.DiagnosticSeverity.Warning
        assert warning.range.start.line == 3
        assert "called with ([0, 0, 0])" in warning.message
        text = await talk.hover(uri, 3)
        assert text is not None
        assert "| first difference |" in text
        talk.change(uri, 2, ((4, 4), (4, 14), "result = 1 "))
        await talk.until(lambda: talk.published[-1].version == 2 and not coded(talk, "difference"))


def test_a_function_behind_a_flag_keeps_its_name_its_facts_and_its_state() -> None:
    plain = WRAPPED.replace("_legacy_total", "total").partition("total = _pivot")[0]
    spot = Spot("total", 4, 50.0, 1.0, 1.0, 1, 1, None, 1)
    anchors = remember([spot], Text(plain), outline(Text(plain)))
    (mark,) = place(anchors, outline(Text(WRAPPED)), [], Text(WRAPPED))
    assert (mark.state, mark.wrapped) == ("exact", True)
    assert WRAPPED[mark.name_start : mark.name_end] == "_legacy_total"
    half_typed = outline(Text(WRAPPED + "def ("))
    assert not half_typed.whole
    assert [function.qualname for function in half_typed.functions][:2] == ["total", "_legacy_own"]
