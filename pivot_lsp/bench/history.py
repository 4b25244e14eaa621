"""Earlier benchmark runs, in SQLite under `.pivot/`: what `--compare` compares with.

Invariant: only runs whose control passed are accepted, and only runs on the same machine are compared.
"""

import sqlite3
from contextlib import closing
from pathlib import Path

from pivot_lsp.model.bench import BenchmarkReport, Comparison, Ratio
from pivot_lsp.model.errors import UsageError

_SCHEMA = """
create table if not exists runs (
  id integer primary key, created text not null, machine text not null, legacy text not null, vessel text not null,
  estimate real not null, low real not null, high real not null, report text not null
)
"""


def _open(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=10.0)
        connection.execute("pragma journal_mode = wal")
        connection.execute(_SCHEMA)
    except (OSError, sqlite3.Error) as error:
        raise UsageError("PV644", f"the benchmark history cannot be used: {error}", file=path) from None
    return connection


def compare(path: Path, report: BenchmarkReport) -> Comparison | None:
    """Against the last accepted run of the same pair on the same machine; None when there is none, or no verdict."""
    if report.speedup is None or not path.is_file():
        return None
    with closing(_open(path)) as connection:
        row = connection.execute(
            "select created, estimate, low, high from runs where machine = ? and legacy = ? and vessel = ?"
            " order by id desc limit 1",
            (report.machine.fingerprint, report.legacy, report.vessel),
        ).fetchone()
    if row is None:
        return None
    then = Ratio(estimate=row[1], low=row[2], high=row[3])
    now = report.speedup
    if now.high < then.low:
        text = f"a regression: {then.estimate:.2f} times before, {now.estimate:.2f} now"
    elif now.low > then.high:
        text = f"better: {then.estimate:.2f} times before, {now.estimate:.2f} now"
    else:
        text = f"as before within the intervals: {then.estimate:.2f} times, {now.estimate:.2f} now"
    return Comparison(created=row[0], speedup=then, regression=now.high < then.low, text=text)


def accept(path: Path, report: BenchmarkReport) -> None:
    """Keeps the run, if its control passed."""
    if report.speedup is None:
        return
    with closing(_open(path)) as connection, connection:
        connection.execute(
            "insert into runs (created, machine, legacy, vessel, estimate, low, high, report)"
            " values (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                report.created,
                report.machine.fingerprint,
                report.legacy,
                report.vessel,
                report.speedup.estimate,
                report.speedup.low,
                report.speedup.high,
                report.model_dump_json(),
            ),
        )


def last_runs(path: Path, machine: str) -> dict[tuple[str, str], Ratio]:
    """(legacy, vessel) -> speed-up of its last accepted run on `machine`. Empty when the history cannot be read."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            rows = connection.execute(
                "select legacy, vessel, estimate, low, high from runs where machine = ? order by id", (machine,)
            ).fetchall()
    except sqlite3.Error:
        return {}
    return {(row[0], row[1]): Ratio(estimate=row[2], low=row[3], high=row[4]) for row in rows}
