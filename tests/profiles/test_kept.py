"""Facts kept between runs: used for the very same file alone, and as strictly checked as what a reader says."""

import os
from pathlib import Path

from pivot_lsp.model.facts import Coverage, Profile
from pivot_lsp.profiles import isolated, kept
from pivot_lsp.profiles.isolated import read_all


def test_a_file_that_has_not_changed_is_not_read_again(
    one_profile: Path, coverage_files: dict[str, Path], tmp_path: Path
) -> None:
    paths = [one_profile, coverage_files["sqlite"]]
    first = read_all(paths, keep=tmp_path)
    assert [type(facts) for facts in first] == [Profile, Coverage]
    marked = {path: kept.load(tmp_path, path) for path in paths}
    for path, line in marked.items():
        head = kept.head_of(path)
        assert line is not None
        assert head is not None
        kept.save(tmp_path, path, head, line.replace(b'"warnings":[', b'"warnings":["from the kept line"', 1))
    again = read_all(paths, keep=tmp_path)
    assert [facts.warnings[:1] for facts in again if not isinstance(facts, Exception)] == [["from the kept line"]] * 2


def test_one_that_was_written_anew_is(one_profile: Path, tmp_path: Path) -> None:
    path = tmp_path / "run.prof"
    path.write_bytes(one_profile.read_bytes())
    read_all([path], keep=tmp_path / "facts")
    path.write_bytes(b"{0")
    os.utime(path, ns=(1, 1))
    [profile] = read_all([path], keep=tmp_path / "facts")
    assert isinstance(profile, Profile)
    assert profile.functions == []


def test_what_is_damaged_is_read_anew(one_profile: Path, tmp_path: Path) -> None:
    [first] = read_all([one_profile], keep=tmp_path)
    [place] = tmp_path.iterdir()
    head = place.read_bytes().partition(b"\n")[0]
    for damage in (b"", b"{", head + b"\n", head + b'\n{"profile":{"functions":1}}', head + b"\n\xff\xfe"):
        place.write_bytes(damage)
        assert read_all([one_profile], keep=tmp_path) == [first]


def test_an_error_is_not_kept_and_only_the_newest_files_are(tmp_path: Path) -> None:
    bad = tmp_path / "bad.prof"
    bad.write_bytes(b"{")
    good = [tmp_path / f"{number}.prof" for number in range(kept.MOST + 3)]
    for path in good:
        path.write_bytes(b"{0")
    folder = tmp_path / "facts"
    isolated.read_all([bad, *good], keep=folder)
    assert len(list(folder.iterdir())) == kept.MOST
    assert kept.load(folder, bad) is None
