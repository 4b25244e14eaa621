"""Production logs: each line that is a call becomes one, and nothing in a log stops the reading."""

import codecs
import datetime
import gzip
import json
import random
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import zstandard

from pivot_lsp.cases.convert import Conversion, Unmappable
from pivot_lsp.cases.logs import read_logs
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.values import decode_all, encode, import_name
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Argument, Signature, Type
from pivot_lsp.model.target import Target

SALE = {"day": "d1", "sku": "A", "qty": 2, "price": 3, "kind": "sale"}
ENCODED_SALE = {
    "$c": "shop.sales:Sale",
    "v": [
        ["day", "d1"],
        ["sku", "A"],
        ["qty", 2],
        ["price", encode(3.0)],
        ["kind", {"$e": "shop.sales:Kind", "v": "SALE"}],
    ],
}
CALL = {"rows": [SALE], "floor": 1, "prices": {"A": 2}}
ENCODED = [[ENCODED_SALE], 1, {"$d": [["A", encode(2.0)]]}]


@pytest.fixture
def signature(target: Target) -> Signature:
    return describe(target)


def scalars(*kinds: tuple[str, str]) -> Signature:
    arguments = [Argument(name=name, type=Type(kind=kind)) for name, kind in kinds]  # type: ignore[arg-type]
    return Signature(module="shop.quote", qualname="quote", arguments=arguments, result=Type(kind="unknown"))


def write(path: Path, *lines: Any) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


@pytest.mark.parametrize(
    ("line", "mapping"),
    [
        ({"function": "shop.sales.aggregate", "args": CALL}, "rows=args.rows"),
        ({"function": "shop.sales:aggregate", "kwargs": CALL}, "rows=kwargs.rows"),
        ({"ts": 1, "event": "aggregate", "params": CALL}, "rows=params.rows"),
        ({"fn": "aggregate", "arguments": list(CALL.values())}, "rows=arguments[0]"),
        ({"fn": "aggregate", "args": [[SALE]], "kwargs": {"floor": 1, "prices": {"A": 2}}}, "floor=kwargs.floor"),
        ({"level": "info", "context": {"call": "aggregate", "input": CALL}}, "rows=context.input.rows"),
        ({"level": "info", **CALL}, "rows=rows"),
        ({"level": "info", "payload": CALL}, "rows=payload.rows"),
    ],
    ids=range(8),
)
def test_each_way_to_log_a_call(tmp_path: Path, signature: Signature, line: dict[str, Any], mapping: str) -> None:
    cases, report = read_logs([write(tmp_path / "a.log", line)], signature)
    values = [*cases[0].args, *cases[0].kwargs.values()]
    assert values == ENCODED
    assert mapping in next(iter(report.mapping))
    assert report.calls == 1


def test_conversions_are_stated_and_only_made_where_json_cannot_tell(tmp_path: Path) -> None:
    signature = scalars(("rate", "float"), ("n", "int"), ("name", "str"))
    lines = [
        {"rate": 3, "n": 2, "name": "x"},
        {"rate": 2.5, "n": 2.0, "name": 5},
        {"rate": True, "n": None, "name": "y"},
        {"rate": 2**53 + 1, "n": 1, "name": "z"},
    ]
    cases, report = read_logs([write(tmp_path / "a.log", *lines)], signature)
    assert [case.args for case in cases] == [
        [encode(3.0), 2, "x"],
        [encode(2.5), encode(2.0), 5],
        [True, None, "y"],
        [encode(2**53 + 1), 1, "z"],
    ]
    assert report.conversions == {"rate: a JSON integer is taken as the declared float": 1}


def test_broken_foreign_and_incomplete_lines_are_counted_and_the_first_is_quoted(
    tmp_path: Path, signature: Signature
) -> None:
    path = write(
        tmp_path / "a.log",
        {"function": "other.aggregate2", "args": CALL},
        "{not json",
        "",
        "a line of prose",
        {"function": "aggregate", "args": {"rows": []}},
        {"function": "aggregate", "args": {**CALL, "rows": [{"day": "d"}]}},
        {"function": "aggregate", "args": CALL},
        '{"function": "aggregate", "args": ',
    )
    cases, report = read_logs([path], signature)
    assert len(cases) == 1
    assert (report.broken, report.unmappable, report.other) == (3, 2, 1)
    assert report.first_broken.startswith(f"{path}:2: ")
    assert "{not json" in report.first_broken
    assert report.first_unmappable.startswith(f"{path}:5: ")


def test_overrides_name_fields_by_path(tmp_path: Path) -> None:
    signature = scalars(("rate", "float"), ("n", "int"))
    line = {"req": {"q": [{"rate": 1.5}]}, "size": 4, "n": 9}
    overrides = {"rate": "req.q.0.rate", "n": "size"}
    cases, report = read_logs([write(tmp_path / "a.log", line)], signature, overrides)
    assert cases[0].args == [encode(1.5), 4]
    assert report.mapping == {"rate=req.q.0.rate, n=size": 1}
    with pytest.raises(UsageError, match=r"PV609 .*weight.*parameters are rate, n"):
        read_logs([tmp_path / "a.log"], signature, {"weight": "x"})


def test_packed_logs_are_read_and_a_cut_one_is_read_to_its_cut(tmp_path: Path) -> None:
    signature = scalars(("n", "int"))
    packed = gzip.compress("".join(f'{{"n": {n}}}\n' for n in range(3000)).encode())
    (tmp_path / "a.log.gz").write_bytes(packed)
    (tmp_path / "b.log.gz").write_bytes(packed[: len(packed) // 2])
    cases, report = read_logs([tmp_path / "a.log.gz"], signature)
    assert len(cases) == 3000
    assert report.broken == 0
    cases, report = read_logs([tmp_path / "b.log.gz"], signature)
    assert 0 < len(cases) < 3000
    assert "breaks off" in report.first_broken


ZSTANDARD = {
    "two frames and an empty one": (lambda whole: whole + zstandard.compress(b"") + whole, 6000, ""),
    "cut": (lambda whole: whole[: len(whole) // 2], range(1, 3000), "no end"),
    "followed by something else": (lambda whole: whole + b"something else", 3000, "breaks off"),
    "no frame at all": (lambda _: b"no frame at all", 0, "breaks off"),
}


@pytest.mark.parametrize("what", ZSTANDARD)
def test_frames_of_zstandard_are_read_and_damaged_ones_to_their_damage(tmp_path: Path, what: str) -> None:
    change, expected, told = ZSTANDARD[what]
    noise = random.Random(1)
    lines = "".join(f'{{"n": {n}, "noise": "{noise.randbytes(60).hex()}"}}\n' for n in range(3000))
    (tmp_path / "a.log.zst").write_bytes(change(zstandard.compress(lines.encode())))
    (tmp_path / "b.log").write_bytes(codecs.BOM_UTF8 + b'{"n": 3001}\n')
    _, report = read_logs([tmp_path / "a.log.zst", tmp_path / "b.log"], scalars(("n", "int")))
    assert report.calls - 1 in (expected if isinstance(expected, range) else (expected,))
    assert told in report.first_broken


def test_logfmt_and_access_logs_take_the_declared_types(tmp_path: Path) -> None:
    signature = scalars(("sku", "str"), ("qty", "int"), ("price", "float"))
    path = write(
        tmp_path / "a.log",
        'ts=2024-03-05 function=quote sku=0012 qty=3 price=2 note="a \\"b\\""',
        '10.0.0.1 - - [05/Mar/2024:10:00:00 +0000] "GET /quote?sku=A%20b&qty=-1&price=2.50 HTTP/1.1" 200 12 "-" "curl"',
    )
    cases, report = read_logs([path], signature)
    assert [case.args for case in cases] == [["0012", 3, encode(2.0)], ["A b", -1, encode(2.5)]]
    assert report.broken == 0


def test_repetitions_count_and_the_sample_is_bounded(tmp_path: Path) -> None:
    signature = scalars(("n", "int"))
    path = write(tmp_path / "a.log", *({"n": n % 5} for n in range(1000)))
    cases, report = read_logs([path], signature)
    assert [(case.args, case.n) for case in cases] == [([n], 200) for n in range(5)]
    cases, report = read_logs([path], signature, limit=100, seed=3)
    assert sum(case.n for case in cases) == 100
    assert (report.sampling.seen, report.sampling.kept) == (1000, 100)
    assert all(case.n > 5 for case in cases)


def test_no_usable_call_and_no_such_file_are_errors_with_the_reason(tmp_path: Path, signature: Signature) -> None:
    path = write(tmp_path / "a.log", {"event": "boot"}, {"function": "aggregate", "args": {"rows": 1}}, "%")
    with pytest.raises(UsageError, match=r"PV610 no usable call .* in 3 lines .*a.log:2: .*a.log:3: ") as caught:
        read_logs([path], signature)
    assert "--map" in str(caught.value)
    with pytest.raises(UsageError, match="PV608"):
        read_logs([tmp_path / "none.log"], signature)


def test_texts_become_the_dates_and_amounts_that_are_declared() -> None:
    kinds = {name: Type(kind="extra", name=name) for name in ("date", "datetime", "time", "Decimal")}
    row = Type(kind="typed_dict", name="m:Row", fields=["day", "cost"], args=[kinds["date"], kinds["Decimal"]])
    notes: list[str] = []
    conversion = Conversion(None, notes.append)
    given = {"date": "2024-02-29", "datetime": "2024-02-29T23:59:59", "time": "07:30", "Decimal": "2.50"}
    made = [conversion.value(text, kinds[name], name) for name, text in given.items()]
    assert decode_all(made, import_name) == [
        datetime.date(2024, 2, 29), datetime.datetime(2024, 2, 29, 23, 59, 59), datetime.time(7, 30), Decimal("2.50")
    ]  # fmt: skip
    assert decode_all([conversion.value({"day": "2024-01-31", "cost": 3, "more": 1}, row, "row")], import_name) == [
        {"day": datetime.date(2024, 1, 31), "cost": Decimal(3), "more": 1}
    ]
    assert any("declared date" in note for note in notes)
    with pytest.raises(Unmappable, match="no date"):
        conversion.value("2023-02-29", kinds["date"], "day")
