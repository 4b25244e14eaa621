"""The page: what it says, that no stranger's text becomes markup, and that it needs nothing from anywhere."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest

from pivot_lsp.web.document import SERVED_POLICY, exported, served
from pivot_lsp.web.html import Safe, tag
from pivot_lsp.web.html import text as escaped
from tests.web.made import HOSTILE, dashboard

VOID = {"meta", "link", "br", "wbr"}


class Reader(HTMLParser):
    """Elements, attributes and text of a page; fails where tags do not nest."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))
        if name not in VOID:
            self.open.append(name)

    def handle_startendtag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((name, dict(attributes)))

    def handle_endtag(self, name: str) -> None:
        assert self.open.pop() == name

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.said).split())


@pytest.fixture(scope="module")
def page() -> Reader:
    return Reader(exported(dashboard()))


def test_every_part_is_there_and_named(page: Reader) -> None:
    sections = [attributes for name, attributes in page.tags if name == "section"]
    ids = [attributes["id"] for attributes in sections]
    assert ids == ["overview", "hotspots", "phases", "vessels", "canary", "metrics", "risks"]
    headings = {attributes.get("id") for name, attributes in page.tags if name == "h2"}
    assert all(attributes["aria-labelledby"] in headings for attributes in sections)


def test_it_says_what_is_measured_and_what_is_not(page: Reader) -> None:
    for said in (
        "4.80x (4.60 to 5.00)", "stale, was certified", "legacy: shop/prices.py has changed", "? not measured",
        "inconclusive", "0.1 of 3 days in stage 10%", "1.1%", "measured by: pivot load CONFIG",
    ):  # fmt: skip
        assert said in page.text


def test_charts_have_words_and_the_evidence_its_threshold(page: Reader) -> None:
    charts = [attributes for name, attributes in page.tags if name == "svg"]
    assert len(charts) >= 3
    assert all(attributes["role"] == "img" and attributes["aria-label"] for attributes in charts)
    assert sum(name == "polyline" for name, _ in page.tags) == 3
    assert "off above 6.91" in page.text


@pytest.mark.parametrize("make", [exported, served])
def test_no_text_of_a_stranger_becomes_markup(make: object) -> None:
    assert callable(make)
    found = Reader(make(dashboard(HOSTILE, HOSTILE, "/srv/" + HOSTILE)))
    scripts = [attributes for name, attributes in found.tags if name == "script"]
    assert scripts == ([] if make is exported else [{"src": "dashboard.js", "defer": None}])
    assert "alert(1)" in found.text
    assert not any(name.startswith("on") for _, attributes in found.tags for name in attributes)
    assert "\x00" not in found.text
    assert "\u202e" not in found.text


def test_only_what_is_known_to_be_markup_is_not_escaped() -> None:
    assert escaped("<b>") == "&lt;b&gt;"
    assert tag("p", "a & b", Safe("<i>c</i>"), title='"><script>') == (
        '<p title="&quot;&gt;&lt;script&gt;">a &amp; b<i>c</i></p>'
    )
    assert tag("p", title=Safe("<i>")) == '<p title="&lt;i&gt;"></p>', "an attribute is never markup"


def test_the_file_needs_nothing_and_its_policy_allows_its_own_style_only(page: Reader) -> None:
    text = exported(dashboard())
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", text)
    assert "http://" not in text
    assert "https://" not in text
    (policy,) = [a["content"] for name, a in page.tags if name == "meta" and "http-equiv" in a]
    style = re.search(r"<style>(.*?)</style>", text, re.S)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "unsafe" not in SERVED_POLICY
    assert not any("style" in attributes for _, attributes in page.tags), "inline styles would be blocked"


def test_an_empty_project_is_a_page_too() -> None:
    empty = dashboard().model_copy(update={"plan": None, "status": None, "vessels": [], "rollouts": [], "warnings": []})
    assert "There is no plan yet" in Reader(exported(empty)).text


def test_parts_change_their_mark_only_when_they_change() -> None:
    def marks(page: str) -> list[str | None]:
        return [attributes["data-mark"] for name, attributes in Reader(page).tags if name == "section"]

    before = marks(served(dashboard()))
    later = marks(served(dashboard().model_copy(update={"made": "2030-01-01T00:00:00+00:00"})))
    assert later == before
    other = marks(served(dashboard(flag="another")))
    assert [a == b for a, b in zip(before, other)] == [True, True, True, True, False, False, True]
