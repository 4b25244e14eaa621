"""Generated cases: distinct, valid, repeatable, and of the kind that finds wrong ports."""

import math
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pivot_lsp.cases.domain import Domain
from pivot_lsp.cases.generate import generate
from pivot_lsp.cases.pools import SIZES
from pivot_lsp.cases.signature import describe
from pivot_lsp.cases.source import Literals, mine
from pivot_lsp.cases.values import case_id, check, decode_call, encode_call, import_name
from pivot_lsp.model.case import Case
from pivot_lsp.model.errors import UsageError
from pivot_lsp.model.signature import Argument, Kind, Signature, Type
from pivot_lsp.model.target import Target, parse_target


def of(**types: Type) -> Signature:
    arguments = [Argument(name=name, type=kind) for name, kind in types.items()]
    return Signature(module="m", qualname="f", arguments=arguments, result=Type(kind="unknown"))


def a(kind: Kind, *args: Type) -> Type:
    return Type(kind=kind, args=list(args))


INT, FLOAT, STR = a("int"), a("float"), a("str")


def recorded(*calls: tuple[Any, ...]) -> list[Case]:
    cases = []
    for call in calls:
        args, kwargs = encode_call(call, {})
        cases.append(Case(id=case_id(args, kwargs), stratum="recorded", args=args, kwargs=kwargs))
    return cases


def test_cases_are_distinct_valid_and_as_many_as_asked(target: Target, importable: Path) -> None:
    signature, literals = describe(target), mine(target)
    sale = import_name("shop.sales:Sale")
    given = recorded(([sale("d", "A", 3, 1.5)], 1, {"A": 2.0}))
    cases = list(generate(signature, literals, given, 400, 1))
    assert len({case.id for case in [*given, *cases]}) == 401
    assert Counter(case.stratum for case in cases) == {"hypothesis": 80, "mutated": 180, "boundary": 140}
    for case in cases:
        check([*case.args, *case.kwargs.values()])
        assert case.id == case_id(case.args, case.kwargs)
        args, kwargs = decode_call(case.args, case.kwargs, import_name)
        rows, floor, prices = [*args, *kwargs.values()]
        assert all(type(row) is sale and type(row.qty) is int and type(row.price) is float for row in rows)
        assert type(floor) is int
        assert {type(v) for v in prices.values()} <= {float}


def test_every_kind_of_parameter_gets_values(project: Path, importable: Path) -> None:
    target = parse_target("shop/sales.py::every_kind", project)
    signature = describe(target)
    given = recorded(([1], {}, (), (1, "a"), "x", None, 3, frozenset(), {"a": 1}, 2.5, "k"))
    cases = list(generate(signature, mine(target), given, 300, 5))
    assert len(cases) == 300
    point, tree = import_name("shop.sales:Point"), import_name("shop.sales:Tree")
    seen: dict[str, set[type]] = {}
    for case in cases:
        args, kwargs = decode_call(case.args, case.kwargs, import_name)
        for name, value in [*zip("abcdefghijkl", args), *kwargs.items()]:
            seen.setdefault(name, set()).add(type(value))
            if name == "c":
                assert all(type(item) is point for item in value)
    assert {float, type(None), set} <= seen["m"] | {float}
    assert seen["f"] == {type(None), tree}
    assert seen["g"] == {int, str}
    assert seen["e"] == {str, int, type(None)}


def test_the_same_seed_gives_the_same_cases_and_another_others() -> None:
    signature = of(xs=a("list", INT), name=STR)
    one, two, three = (list(generate(signature, Literals(), [], 120, seed)) for seed in (1, 1, 2))
    assert [case.id for case in one] == [case.id for case in two]
    assert len({case.id for case in one} & {case.id for case in three}) < 60


def test_few_distinct_inputs_end_the_generation() -> None:
    assert len(list(generate(of(flag=a("bool")), Literals(), [], 100, 1))) == 2
    assert len(list(generate(of(), Literals(), [], 100, 1))) == 1


def test_nothing_known_of_a_parameter_is_an_error_unless_calls_were_recorded() -> None:
    signature = of(x=Type(kind="unknown"))
    with pytest.raises(UsageError, match=r"PV607 m\.f: nothing is known of parameter 'x'"):
        list(generate(signature, Literals(), [], 10, 1))
    cases = list(generate(signature, Literals(), recorded(([1, 2],), ([3],)), 50, 1))
    assert all(type(case.args[0]) is list for case in cases)
    assert all(type(item) in (int, dict) for case in cases for item in case.args[0])


def test_sizes_bound_what_is_built_without_literals() -> None:
    signature = of(n=INT, xs=a("list", INT))
    for size in SIZES:
        domain = Domain(signature)
        for case in generate(signature, Literals(), [], 200, 1, sizes=[size]):
            if case.stratum == "boundary":
                domain.add(case)
        spans = domain.stated()
        largest = max(abs(spans["n"].low or 0), abs(spans["n"].high or 0))
        assert min(size.magnitude, 2**63) / 300 <= largest <= size.magnitude + 1
        assert (spans["xs"].longest or 0) <= size.length


def test_shared_objects_are_made_and_recorded_ones_can_be_mutated() -> None:
    signature = of(a=a("list", INT), b=a("list", INT))
    shared = [1, 2]
    cases = list(generate(signature, Literals(), recorded((shared, shared)), 400, 1))
    aliased = [c for c in cases if any(type(v) is dict for v in c.args)]
    assert aliased
    (first, second), _ = decode_call(aliased[0].args, aliased[0].kwargs, import_name)
    assert first is second
    assert sum(case.stratum == "mutated" for case in cases) > 100


def test_the_domain_states_what_was_covered() -> None:
    domain = Domain(of(x=FLOAT, names=a("list", STR)))
    for case in recorded((1.5, ["a", "bcd"]), (-0.0, []), (math.nan, ["é"]), (-7.25, [])):
        domain.add(case)
    stated = {name: str(span) for name, span in domain.stated().items()}
    assert stated == {
        "x": "float, -0.0, nan: -7.25 to 1.5",
        "names": "list: 0 to 2 long",
        "names[]": "str: 1 to 3 long",
    }


# --- wrong ports that the cases must tell from legacy ---


def outcome(function: Callable[..., Any], args: list[Any]) -> object:
    try:
        return repr(function(*args)), repr(args)
    except (ValueError, LookupError, ArithmeticError) as error:
        return type(error).__name__


def exposes(legacy: Callable[..., Any], port: Callable[..., Any], signature: Signature, literals: Literals) -> bool:
    for case in generate(signature, literals, [], 1000, 1):
        pairs = [decode_call(case.args, case.kwargs, import_name)[0] for _ in range(2)]
        if outcome(legacy, pairs[0]) != outcome(port, pairs[1]):
            return True
    return False


def tail(text: str, n: int) -> str:
    return text[len(text) - n :] if 0 <= n <= len(text) else ""


def convert(amount: float, unit: str) -> float:
    return amount * {"metre": 1.0, "statute mile": 1609.344}[unit]


def merge(one: dict[str, int], two: dict[str, int]) -> dict[str, int]:
    merged = dict(one)
    for key, count in two.items():
        merged[key] = merged.get(key, 0) + count
    return merged


def f32(value: float) -> float:
    return float.fromhex(value.hex()[:11] + value.hex()[value.hex().index("p") :]) if value % 1 else value


def window(xs: list[int], width: int) -> list[int]:
    if width < 1 or width > len(xs):
        raise ValueError
    return [sum(xs[i : i + width]) for i in range(len(xs) - width + 1)]


def rank(names: list[str]) -> list[str]:
    return sorted(names, key=str.lower)


def by_bytes(names: list[str]) -> list[str]:
    return sorted(names, key=lambda name: "".join(c.lower() if c.isascii() else c for c in name))


TWO_DICTS = of(a=a("dict", STR, INT), b=a("dict", STR, INT))
PLANTED = {
    "truncating division": (lambda a, b: a // b if b else 0, lambda a, b: int(a / b) if b else 0, of(a=INT, b=INT)),
    "sign of modulo": (lambda a, b: a % b if b else 0, lambda a, b: int(math.fmod(a, b)) if b else 0, of(a=INT, b=INT)),
    "32-bit": (lambda a: a * 2, lambda a: (a * 2 + 2**31) % 2**32 - 2**31, of(a=INT)),
    "64-bit": (lambda a: a * a, lambda a: (a * a + 2**63) % 2**64 - 2**63, of(a=INT)),
    "zero at the end of a slice": (tail, lambda text, n: text[-n:] if 0 <= n <= len(text) else "", of(text=STR, n=INT)),
    "off by one at the length": (
        window,
        lambda xs, width: window(xs, width) if width < len(xs) else [][0],
        of(xs=a("list", INT), width=INT),
    ),
    "lost exception": (window, lambda xs, w: window(xs, w) if 0 < w <= len(xs) else [], of(xs=a("list", INT), w=INT)),
    "half up": (lambda x: round(x, 2), lambda x: math.floor(x * 100 + 0.5) / 100, of(x=FLOAT)),
    "negative zero": (lambda x: x, lambda x: x + 0.0, of(x=FLOAT)),
    "float32": (lambda x: x * 2, lambda x: f32(x) * 2, of(x=FLOAT)),
    "sorted dict": (merge, lambda a, b: dict(sorted(merge(a, b).items())), TWO_DICTS),
    "changed argument": (merge, lambda a, b: a.update(merge(a, b)) or a, TWO_DICTS),
    "ASCII case": (rank, by_bytes, of(names=a("list", STR))),
    "ASCII digits": (lambda s: s.isdigit(), lambda s: s.isascii() and s.isdigit(), of(s=STR)),
    "length in bytes": (lambda s: len(s), lambda s: len(s.encode("utf-8", "surrogatepass")), of(s=STR)),
    "cut at NUL": (lambda s: s, lambda s: s.partition("\0")[0], of(s=STR)),
    "one object taken for two": (
        lambda a, b: (a.append(1), list(b)),
        lambda a, b: (None, (list(b), a.append(1))[0]),
        of(a=a("list", INT), b=a("list", INT)),
    ),
    "one is the other's beginning": (
        lambda a, b: len(b) > 2 and len(a) > len(b) and a[: len(b)] == b,
        lambda a, b: False,
        of(a=a("list", INT), b=a("list", INT)),
    ),
    "the same keys, one other value": (
        lambda a, b: a.keys() == b.keys() and sum(a[k] != b[k] for k in a) == 1 and len(a) > 3,
        lambda a, b: False,
        TWO_DICTS,
    ),
    "turned": (
        lambda a, b: len(a) > 2 and a == b[::-1] and a != b,
        lambda a, b: False,
        of(a=a("list", STR), b=a("list", STR)),
    ),
    "opposite numbers": (lambda a, b: (a + b) or 1.0, lambda a, b: a + b, of(a=FLOAT, b=FLOAT)),
    "a looked-up word": (
        convert,
        lambda amount, unit: convert(amount, unit) if unit != "statute mile" else amount * 1609.0,
        of(amount=FLOAT, unit=STR),
    ),
}  # fmt: skip
MINED = Literals(strings=["metre"], keys=["metre", "statute mile"])


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_defect_is_exposed(name: str) -> None:
    legacy, port, signature = PLANTED[name]
    assert exposes(legacy, port, signature, MINED if name == "a looked-up word" else Literals())


def test_a_right_port_is_never_accused() -> None:
    assert not exposes(window, lambda xs, w: window(list(xs), w), of(xs=a("list", INT), w=INT), Literals())


def test_lookups_of_the_source_tie_keys_to_fields(target: Target, importable: Path) -> None:
    aggregate = import_name("shop.sales:aggregate")
    results: Counter[str] = Counter()
    for case in generate(describe(target), mine(target), [], 400, 1):
        if case.stratum == "boundary" and case.args[0]:
            args, kwargs = decode_call(case.args, case.kwargs, import_name)
            found = outcome(aggregate, [*args, *kwargs.values()])
            results[found if isinstance(found, str) else "answered"] += 1
    assert results["answered"] > results.total() / 3


def test_mining_reads_literals_through_imports(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "helper.py").write_text(
        "FACTORS = {'nautical mile': 1852.0}\ndef scale(unit): return FACTORS[unit]\nUNUSED = 77"
    )
    (tmp_path / "main.py").write_text(
        "from helper import scale\nimport helper\nLOW = -40\n"
        "def f(unit: str, temperature: int) -> float:\n"
        "    if LOW <= temperature < 125 and unit in ('K', 'statute'): return scale(unit)\n"
        "    return helper.scale(unit) + 0.25\n"
    )
    literals = mine(parse_target("main.py::f", tmp_path))
    assert literals.keys == ["nautical mile", "K", "statute"]
    assert {-40, 125} <= set(literals.ints)
    assert 77 not in literals.ints
    assert {1852.0, 0.25} <= set(literals.floats)
    assert literals.compared == {"temperature": [-40, 125], "unit": ["K", "statute"]}
    assert literals.lookups == {"FACTORS": ["unit"]}
    assert literals.files == ["helper.py", "main.py"]


def test_the_unit_hash_follows_code_not_comments(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("")
    hashes = []
    code = "def f(x):\n    return x + g(x)\ndef g(x): return 1\n"
    for text in (code, "# new\n\n" + code.replace(":\n", ":\n\n"), code.replace("return 1", "return 2")):
        (tmp_path / "main.py").write_text(text)
        hashes.append(mine(parse_target("main.py::f", tmp_path)).unit)
    assert hashes[0] == hashes[1] != hashes[2]


@pytest.mark.parametrize("text", ["def f(:", "\x00", "", "\udcff"])
def test_mining_a_broken_file_finds_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "main.py").write_text(text, errors="surrogateescape")
    (tmp_path / "pyproject.toml").write_text("")
    assert mine(parse_target("main.py::f", tmp_path)) == Literals()


def extra(name: str, *args: Type) -> Type:
    return Type(kind="extra", name=name, args=list(args))


def test_values_of_the_library_s_types_are_made_and_turn_with_the_calendar() -> None:
    names = ("date", "datetime", "time", "timedelta", "Decimal", "complex", "range", "bytearray")
    plain = {name.lower(): extra(name) for name in names}
    held = {
        "deque": extra("deque", INT),
        "counter": extra("Counter", STR),
        "ordered": extra("OrderedDict", STR, FLOAT),
        "default": extra("defaultdict", STR, a("list", INT)),
        "numbers": extra("array", FLOAT),
        "row": Type(kind="typed_dict", name="m:Row", fields=["a", "b"], args=[INT, STR], values=["b"]),
    }
    signature = of(**plain, **held)
    types: dict[str, set[str]] = {}
    days: set[tuple[int, int]] = set()
    rows: set[tuple[str, ...]] = set()
    for case in generate(signature, Literals(), [], 300, 3):
        check(case.args)
        args, _ = decode_call(case.args, {}, import_name)
        for name, value in zip([*plain, *held], args):
            types.setdefault(name, set()).add(type(value).__name__.lower())
        days.add((args[0].month, args[0].day))
        rows.add(tuple(sorted(args[-1])))
    assert {name: kinds for name, kinds in types.items() if kinds != {name}} == {
        "ordered": {"ordereddict"},
        "default": {"defaultdict"},
        "numbers": {"array"},
        "row": {"dict"},
    }
    assert {(2, 29), (2, 28), (12, 31), (1, 31), (1, 1)} <= days
    assert {("a",), ("a", "b")} <= rows  # and rarely a key missing, or one too many


def test_arguments_beyond_the_named_ones_are_given() -> None:
    signature = of(first=INT).model_copy(update={"rest": FLOAT})
    lengths = {len(case.args) for case in generate(signature, Literals(), [], 120, 1)}
    assert {1, 2, 3} <= lengths


def test_texts_stand_inside_each_other_and_differ_in_case_alone() -> None:
    signature = of(text=STR, word=STR, words=a("list", STR))
    inside = twins = 0
    for case in generate(signature, Literals(), [], 600, 1):
        (text, word, words), _ = decode_call(case.args, {}, import_name)
        inside += any(text.startswith(word, at) for at in range(1, len(word)) if len(word) > 1)
        folded: dict[str, set[str]] = {}
        for each in words:
            folded.setdefault(each.casefold(), set()).add(each.lower())
        twins += any(len(lowered) > 1 for lowered in folded.values())
    assert inside > 5
    assert twins > 2
