"""What is kept of a text while it changes is what a fresh look at the whole text finds."""

import random
import textwrap

import pytest

from pivot_lsp.server.outline import Outline, outline
from pivot_lsp.server.pieces import Outliner
from pivot_lsp.server.text import Text

SOURCE = textwrap.dedent('''
    """A module."""
    import os; import sys

    @deco(
        1,
    )
    def first(a):
        """Says."""
        return a

    # between
    class Box:
        size = 1

        def grow(self): return 1

        async def shrink(self):
            def inner(): pass
            return inner

    if True:
        def either(): return 1
    else:
        def either(): return 2
    text = """
    def no(): pass
    """; more = 2
    try:
        def tried(): pass
    except ValueError:
        pass
    def last(): return _pivot_vessel(_legacy_last)
    def _legacy_last(): return 3
''')

TYPED = [
    "x",
    "é𝒕",
    "\n",
    "\r",
    "\r\n",
    "\f",
    "    ",
    "\t",
    "(",
    ")",
    ":",
    ";",
    "#",
    '"""',
    "'",
    "\\",
    "\\\n",
    "\\\n# ",
    "@deco\n",
    "else:\n    pass\n",
    "    return 1\n",
    "def new(): pass\n",
    "\ndef new(\n    a,\n):\n    pass\n",
    "class Box:\n",
    "\nelif x:\n    pass\n",
    "finally: pass\n",
    "\0",
    "\ud800",
    "",
]


def random_edit(rng: random.Random, source: str) -> tuple[int, int, str]:
    """Types, deletes, takes whole lines out, or moves one."""
    start = rng.randint(0, len(source))
    match rng.randrange(4):
        case 0:
            return start, min(len(source), start + rng.choice([1, 2, 40])), rng.choice(["", *TYPED])
        case 1:
            begin = source.rfind("\n", 0, start) + 1
            return begin, source.find("\n", start) + 1 or len(source), rng.choice(["", "", "# note\n", source[:begin]])
        case _:
            return start, start, rng.choice(TYPED)


@pytest.mark.parametrize("seed", range(4))
def test_line_starts_and_outlines_after_random_edits_are_those_of_a_fresh_text(seed: int) -> None:
    rng = random.Random(seed)
    whole = changed = 0
    for _ in range(12):
        text, outliner = Text(SOURCE), Outliner()
        before = Outline((), whole=True)
        for _ in range(25):
            start, end, new = random_edit(rng, text.source)
            fresh = Text(text.source[:start] + new + text.source[end:])
            assert text.starts  # they are known, so that the next ones are made from them
            text = text.replaced(start, end, new)
            assert (text.source, text.starts) == (fresh.source, fresh.starts)
            quick, found, fresh_look = outliner.of(text), outliner.of(text, sure=True), outline(fresh)
            assert quick == found or not quick.whole
            assert found.whole == fresh_look.whole, text.source
            assert found == fresh_look or not found.whole, text.source
            whole += found.whole
            changed += found.whole and found.functions != before.functions
            before = found
            if not found.whole and rng.random() < 0.7:  # what was typed is taken back
                text = Text(SOURCE)
    assert whole > 60
    assert changed > 30


def test_an_edit_in_one_function_has_only_its_piece_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    from pivot_lsp.server import pieces

    real = pieces.parsed
    monkeypatch.setattr(pieces, "parsed", lambda text: read.append(len(text.source)) or real(text))
    source = "".join(f"def work_{n}(a: int) -> int:\n    return a * {n}\n\n\n" for n in range(500))
    text, outliner = Text(source), Outliner()
    outliner.of(text)
    at = source.index("return a * 250")
    text = text.replaced(at, at, "a += 1\n    ")
    assert len(outliner.of(text).functions) == 500
    assert read[0] == len(source)
    assert read[1] < 100


def test_a_text_that_comes_back_is_read_from_what_is_known() -> None:
    """While the text does not parse, what parsed last is kept."""
    text, outliner = Text(SOURCE), Outliner()
    good = outliner.of(text)
    assert not outliner.of(text.replaced(3, 3, "def ("), sure=True).whole
    assert outliner.of(Text(SOURCE + "\n")).functions == good.functions
