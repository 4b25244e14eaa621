"""What a person sees after opening a file that was hot: diagnostics, lens, hint, hover, heat."""

from pathlib import Path

import pytest
from lsprotocol import types

from tests.server.project import SHOP, manifest_of
from tests.server.talk import PLAIN, full, session

ENCODINGS = {"utf-8": lambda s: len(s.encode()), "utf-16": lambda s: len(s.encode("utf-16-le")) // 2, "utf-32": len}
LINES = SHOP.splitlines()
SIZE_LINE = next(number for number, line in enumerate(LINES) if "größe" in line)


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_a_hot_function_is_information_on_its_name(shop: Path, encoding: str) -> None:
    units = ENCODINGS[encoding]
    async with session(shop, full(encoding)) as talk:
        uri = talk.open("shop.py")
        found = {d.data["function"]: d for d in await talk.diagnostics(uri)}  # type: ignore[index]
    assert set(found) == {"total", "Basket.größe"}  # idle was called once and is below the threshold
    size = found["Basket.größe"]
    assert size.severity is types.DiagnosticSeverity.Information
    assert (size.source, size.code) == ("pivot", "hotspot")
    row = LINES[SIZE_LINE]
    start = row.index("größe")
    assert size.range == types.Range(
        types.Position(SIZE_LINE, units(row[:start])), types.Position(SIZE_LINE, units(row[: start + 5]))
    )
    assert "% of the run; self " in found["total"].message
    assert "6,000 calls; complexity 2, coverage unknown" in found["total"].message


@pytest.mark.parametrize("encoding", ENCODINGS)
async def test_the_hint_stands_at_the_end_of_the_line(shop: Path, encoding: str) -> None:
    async with session(shop, full(encoding)) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        hints = await talk.client.text_document_inlay_hint_async(
            types.InlayHintParams(
                types.TextDocumentIdentifier(uri), types.Range(types.Position(0, 0), types.Position(99, 0))
            )
        )
    ends = {hint.position.line: hint.position.character for hint in hints or []}
    assert ends == {line: ENCODINGS[encoding](LINES[line]) for line in (3, SIZE_LINE)}
    assert all(str(hint.label).endswith(" %") for hint in hints or [])


async def test_the_hover_is_a_table_of_the_facts(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        text = await talk.hover(uri, 3)
        elsewhere = await talk.hover(uri, 5)
    assert text is not None
    assert text.startswith("**total**")
    for row in (
        "| share |",
        "| self time |",
        "| cumulative time |",
        "| calls | 6,000 |",
        "| test coverage | unknown |",
    ):
        assert row in text
    assert "| speed-up | estimated" in text
    assert elsewhere is None


async def test_one_lens_a_hot_function_offers_the_next_step(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        lenses = await talk.client.text_document_code_lens_async(
            types.CodeLensParams(types.TextDocumentIdentifier(uri))
        )
    commands = [lens.command for lens in lenses or []]
    assert [command.command for command in commands if command] == ["pivot.port"] * 2
    assert commands[0] is not None
    assert commands[0].title.startswith("#1 | ")
    assert "estimated" in commands[0].title


async def test_heat_is_sent_with_the_version(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        heat = await talk.until(lambda: next((h for h in talk.heat if h.functions), None))
    assert (heat.uri, heat.version) == (uri, 1)
    rows = {hot.function: (hot.startLine, hot.endLine, hot.state) for hot in heat.functions}
    assert rows == {"total": (3, 7, "exact"), "Basket.größe": (SIZE_LINE, SIZE_LINE, "exact")}
    assert all(0 <= hot.shade < 8 for hot in heat.functions)


async def test_a_client_that_pulls_is_never_pushed_to(shop: Path) -> None:
    async with session(shop, full(pull=True)) as talk:
        refreshes: list[bool] = []
        talk.client.protocol.fm.features[types.WORKSPACE_DIAGNOSTIC_REFRESH] = lambda params: refreshes.append(True)
        uri = talk.open("shop.py")
        await talk.until(lambda: refreshes)
        report = await talk.client.text_document_diagnostic_async(
            types.DocumentDiagnosticParams(types.TextDocumentIdentifier(uri))
        )
        pushed = talk.published
    assert len(report.items) == 2  # type: ignore[union-attr]
    assert not pushed


async def test_a_client_that_says_nothing_about_itself_gets_plain_answers(shop: Path) -> None:
    async with session(shop, PLAIN) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        text = await talk.hover(uri, 3)
        actions = await talk.actions(uri, 3)
    assert text is not None
    assert "|" not in text
    assert [type(action) for action in actions] == [types.Command] * 3
    assert not talk.registered


async def test_settings_choose_what_is_shown(shop: Path) -> None:
    settings = {"threshold": "high", "codeLens": False, "maxPerFile": 1}
    async with session(shop, full(), settings=settings) as talk:
        uri = talk.open("shop.py")
        found = await talk.diagnostics(uri)
        lenses = await talk.client.text_document_code_lens_async(
            types.CodeLensParams(types.TextDocumentIdentifier(uri))
        )
        said = talk.said()
    assert len(found) == 1
    assert not lenses
    assert said == ["pivot.threshold: 'high' is not understood; 1.0 stands"]


async def test_a_vessel_is_told_with_its_certificate_s_level(shop: Path) -> None:
    folder = manifest_of(shop, "shop", "total")
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        await talk.diagnostics(uri)
        for certificate, level in (
            (None, "not validated"),
            ("{", "not validated"),
            ('{"certificate": 1, "report": {"level": "tested"}}', "tested, "),
        ):
            if certificate is not None:
                (folder / "certificate.json").write_text(certificate)
            assert f"| Go vessel | {level}" in (await talk.hover(uri, 3) or "")
            lenses = await talk.client.text_document_code_lens_async(
                types.CodeLensParams(types.TextDocumentIdentifier(uri))
            )
            here = next(lens.command for lens in lenses or [] if lens.range.start.line == 3)
            assert here is not None
            assert f"Go vessel: {level}" in here.title
            assert here.title.endswith(" | run parity")
            assert here.command == "pivot.validate"
        (wrap,) = await talk.actions(uri, 3, ["refactor.rewrite.pivot.wrap"])
        assert wrap.disabled is None
