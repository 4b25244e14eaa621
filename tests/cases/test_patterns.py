"""Texts for regular expressions: made from the parsed pattern, they match it."""

import re
from random import Random

import pytest

from pivot_lsp.cases.patterns import matching
from pivot_lsp.cases.source import mine
from pivot_lsp.model.target import parse_target
from tests.parity.conftest import Project, project

__all__ = ["project"]

PATTERNS = [
    r"[\w.+-]+@[\w-]+(\.[\w-]+)+",
    r"^(\d{4})-(\d\d?)(?:T(\d+):(?P<m>\d+))?$",
    r"(a|b)\1(?=d)d\s*[^x\d]",
    r"x{2,}?y|z*",
    r"(?>ab+)c*+",
    r"(?P<q>['\"])\S*(?P=q)",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_what_is_made_matches(pattern: str) -> None:
    made = matching([pattern], Random(1))
    assert len(made) >= 3
    assert all(re.search(pattern, text) for text in made)
    assert made == matching([pattern], Random(1))


def test_both_ends_of_a_repetition_and_digits_beyond_ascii_are_met() -> None:
    made = matching([r"\d{2,4}"], Random(1))
    assert {len(text) for text in made} == {2, 3, 4}
    assert any(not text.isascii() for text in made)


@pytest.mark.parametrize("pattern", ["(", r"(?P<n>a)(?(n)b|c)", "a{99999999999}", "(?<=a)b"])
def test_what_cannot_be_read_gives_nothing_or_what_is_left(pattern: str) -> None:
    assert all(len(text) <= 64 for text in matching([pattern, "ab"], Random(1)))
    assert "ab" in matching([pattern, "ab"], Random(1))


def test_patterns_are_mined_where_they_are_handed_over(project: Project) -> None:
    project.write(
        "erp",
        """
        import re
        CODE = "[A-Z]{3}"
        def f(text: str) -> str:
            return re.sub(r"\\d+", "", text) if re.match(CODE, text) else text.split("x")[0]
        """,
    )
    assert set(mine(parse_target("erp.py::f", project.root)).patterns) == {r"\d+", "[A-Z]{3}"}
