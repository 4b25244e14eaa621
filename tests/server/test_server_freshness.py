"""Profiles that come, change, break and go while the server runs."""

import os
import shutil
from pathlib import Path

from lsprotocol import types

from pivot_lsp.server.freshness import Found, find, words
from tests.server.conftest import profile
from tests.server.talk import PLAIN, full, session


def changed(talk: object, path: Path) -> None:
    """Tells the server, as a client that watches does."""
    talk.client.workspace_did_change_watched_files(  # type: ignore[attr-defined]
        types.DidChangeWatchedFilesParams([types.FileEvent(path.as_uri(), types.FileChangeType.Changed)])
    )


async def test_a_profile_that_comes_later_is_shown_when_the_client_tells(shop: Path) -> None:
    kept = shop / "run.prof"
    kept.rename(shop / "elsewhere")
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        assert await talk.diagnostics(uri, least=0) == []
        await talk.until(lambda: types.WORKSPACE_DID_CHANGE_WATCHED_FILES in talk.registered)
        (shop / ".pivot" / "profiles").mkdir(parents=True)
        shutil.copy(shop / "elsewhere", shop / ".pivot" / "profiles" / "run.prof")
        changed(talk, shop / ".pivot" / "profiles" / "run.prof")
        assert len(await talk.diagnostics(uri)) == 2


async def test_a_client_that_does_not_watch_is_polled_for(shop: Path) -> None:
    (shop / "run.prof").rename(shop / "elsewhere")
    async with session(shop, PLAIN) as talk:
        uri = talk.open("shop.py")
        assert await talk.diagnostics(uri, least=0) == []
        (shop / "elsewhere").rename(shop / "run.prof")
        assert len(await talk.diagnostics(uri)) == 2


async def test_a_project_around_the_folder_or_within_it_is_found_by_its_file(shop: Path) -> None:
    """A client that knows no projects starts us in the file's folder; others in a folder of many projects."""
    inner = shop / "package"
    inner.mkdir()
    for root, name in ((inner, "../shop.py"), (shop.parent, f"{shop.name}/shop.py")):
        async with session(root, full()) as talk:
            assert len(await talk.diagnostics(talk.open(name))) == 2


async def test_a_broken_profile_is_one_line_and_the_good_facts_stay(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        good = await talk.diagnostics(uri)
        for content in (b"", b"garbage", (shop / "run.prof").read_bytes()[:100]):
            before = len(talk.said())
            (shop / "other.prof").write_bytes(content)
            changed(talk, shop / "other.prof")
            await talk.until(lambda before=before: len(talk.said()) > before)
            (line,) = talk.said()[before:]
            assert "other.prof" in line
            assert "PV1" in line
            assert "\n" not in line
        assert await talk.diagnostics(uri) == good
        assert await talk.hover(uri, 3) is not None


async def test_a_half_written_profile_leaves_the_last_facts_until_it_is_whole(shop: Path) -> None:
    async with session(shop, full()) as talk:
        uri = talk.open("shop.py")
        good = await talk.diagnostics(uri)
        (shop / "run.prof").write_bytes((shop / "run.prof").read_bytes()[:50])
        changed(talk, shop / "run.prof")
        await talk.until(lambda: talk.said())
        assert await talk.diagnostics(uri) == good
        count = len(talk.published)
        profile(shop)
        changed(talk, shop / "run.prof")
        await talk.until(lambda: len(talk.published) > count)
        assert len(await talk.diagnostics(uri)) == 2


def test_files_are_found_where_they_are_promised(tmp_path: Path) -> None:
    (tmp_path / ".pivot" / "profiles").mkdir(parents=True)
    (tmp_path / "deep").mkdir()
    names = ["a.prof", "b.speedscope.json", ".pivot/profiles/c.prof"]
    covers = [".coverage", "coverage.json", "coverage.xml", "lcov.info"]
    for name in (*names, *covers, "deep/d.prof", "other.json", "named.pstats"):
        (tmp_path / name).write_text("x")
    (tmp_path / "folder.prof").mkdir()
    os.symlink("nowhere", tmp_path / "dangling.prof")
    found = find(tmp_path, profiles=["named.pstats", "missing.prof"])
    relative = [str(Path(path).relative_to(tmp_path)) for path, _, _ in found.profiles]
    assert sorted(relative) == sorted([*names, "named.pstats"])
    assert [Path(path).name for path, _, _ in found.coverage] == sorted(covers)
    assert find(tmp_path / "deep" / "deeper") == Found((), ())


def test_of_several_runs_the_newest_is_shown_and_named_ones_are_merged(tmp_path: Path) -> None:
    for age, name in enumerate(("new.prof", "old.prof", ".coverage", "coverage.xml")):
        (tmp_path / name).write_text("x")
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    found = find(tmp_path)
    assert found.chosen() == ([str(tmp_path / "new.prof")], [str(tmp_path / ".coverage")])
    assert found.passed_over() == [str(tmp_path / "old.prof"), str(tmp_path / "coverage.xml")]
    assert found.without([str(tmp_path / "new.prof")]).chosen()[0] == [str(tmp_path / "old.prof")]
    told = find(tmp_path, profiles=["old.prof", "new.prof"])
    assert sorted(told.chosen()[0]) == [str(tmp_path / "new.prof"), str(tmp_path / "old.prof")]
    assert words(tmp_path, found) == [
        str(tmp_path), "--profile", str(tmp_path / "new.prof"), "--coverage", str(tmp_path / ".coverage"),
    ]  # fmt: skip
