"""Functions that nobody wrote for these tests: wrap and unwrap give the very bytes; with flags off nothing differs."""

import functools
import inspect
import sys
import types

import pytest

from pivot_lsp.model.errors import Refused, UsageError
from pivot_lsp.source.edits.wrap import plan_unwrap, plan_wrap
from tests.wrap.corpus import FILES, functions, read

MOST = 12
"""Functions taken from each file; the first and then evenly spread ones."""


def plan_or_none(source, name, file):
    """The plan, or None for what wrap refuses with good reason: generators, names bound several times."""
    try:
        return plan_wrap(source, name, "flag", "v", file)
    except (Refused, UsageError) as error:
        if error.code not in ("PV704", "PV705"):
            raise
        return None


def chosen(source):
    names = list(dict.fromkeys(functions(source)))
    step = max(1, len(names) // MOST)
    return names[::step][:MOST]


@pytest.mark.parametrize("file", FILES)
def test_wrap_then_unwrap_is_identity(file):
    source = read(file)
    done = 0
    for name in chosen(source):
        plan = plan_or_none(source, name, file)
        if plan is not None:
            assert plan_unwrap(plan.after, name, file).after == source
            done += 1
    assert done >= min(3, len(chosen(source)))


def test_two_hundred_functions_are_among_them():
    assert sum(len(chosen(read(file))) for file in FILES) >= 200


@functools.cache
def wrapped_module(file):
    """The module with up to 15 functions wrapped, of those that can be, and the names of those."""
    source, done = read(file), []
    names = list(dict.fromkeys(functions(source)))
    for name in names[:: max(1, len(names) // 15)]:
        plan = plan_or_none(source, name, file)
        if plan is not None:
            source = plan.after
            done.append(name)
    module = types.ModuleType(file.removesuffix(".py"))
    module.__file__ = __file__
    before = sys.modules.get(module.__name__)
    sys.modules[module.__name__] = module
    try:
        exec(compile(source, file, "exec"), module.__dict__)
    finally:
        if before is not None:
            sys.modules[module.__name__] = before
    return module, done


def look_up(holder, qualname):
    for part in qualname.split("."):
        holder = inspect.getattr_static(holder, part)
    return holder


@pytest.mark.parametrize("file", ["textwrap.py", "statistics.py", "fractions.py", "heapq.py"])
def test_a_wrapped_module_looks_like_the_original(file):
    module, names = wrapped_module(file)
    original = __import__(file.removesuffix(".py"))
    assert len(names) > 3
    for name in names:
        ours, theirs = look_up(module, name), look_up(original, name)
        assert type(ours) is type(theirs) or name == "nsmallest", name
        ours, theirs = getattr(ours, "__func__", ours), getattr(theirs, "__func__", theirs)
        if not callable(theirs) or isinstance(theirs, types.BuiltinFunctionType):
            continue
        assert str(inspect.signature(ours)) == str(inspect.signature(theirs)), name
        assert ours.__doc__ == theirs.__doc__, name
        assert ours.__qualname__ == theirs.__qualname__, name


def behaviour(call):
    try:
        return "returned", repr(call())
    except Exception as error:  # noqa: BLE001 - whatever the original raises is what is compared
        return "raised", type(error).__name__, repr(error.args)


TEXTS = ["", "a", "a b c " * 9, "  deep\n    deeper\n", "tab\there\n\nend", None, 3]
NUMBERS = [[], [1], [1, 2, 2, 3], [1.5, -0.0, 2], [2**70, 1], ["a"], None]


def calls(module):
    """Calls into one of the modules, by name, with inputs of which some are wrong."""
    for text in TEXTS:
        for width in (1, 10, 0):
            yield lambda m=module, t=text, w=width: m.wrap(t, w)
        yield lambda m=module, t=text: m.dedent(t)
        yield lambda m=module, t=text: m.indent(t, "> ", predicate=None)
        yield lambda m=module, t=text: m.shorten(text=t, width=12)
        yield lambda m=module, t=text: m.nothing_of_this_name(t)


def number_calls(module):
    for numbers in NUMBERS:
        for name in (
            "mean",
            "fmean",
            "median",
            "mode",
            "multimode",
            "stdev",
            "pvariance",
            "quantiles",
            "harmonic_mean",
        ):
            yield lambda m=module, n=name, x=numbers: getattr(m, n)(x)
        yield lambda m=module, x=numbers: m.quantiles(x, n=3, method="inclusive")
        yield lambda m=module, x=numbers: m.quantiles(x, 3)
        yield lambda m=module, x=numbers: m.NormalDist(1, 2).samples(3, seed=7) and m.NormalDist.from_samples(x)


def fraction_calls(module):
    values = [1, -7, "3/4", "1e3", 0.1, "x", None, 2**70]
    for a in values:
        for b in (3, 0, "1/3"):
            yield lambda m=module, a=a, b=b: [m.Fraction(a) + m.Fraction(b), m.Fraction(a) // m.Fraction(b)]
            yield lambda m=module, a=a, b=b: [
                m.Fraction(a) ** 3,
                round(m.Fraction(a), 1),
                m.Fraction(a) < m.Fraction(b),
            ]
        yield lambda m=module, a=a: m.Fraction(a).limit_denominator(max_denominator=10)
        yield lambda m=module, a=a: hash(m.Fraction(a))


@pytest.mark.parametrize(
    ("file", "made"), [("textwrap.py", calls), ("statistics.py", number_calls), ("fractions.py", fraction_calls)]
)
def test_with_flags_off_a_wrapped_module_behaves_as_the_original(file, made):
    module, _ = wrapped_module(file)
    original = __import__(file.removesuffix(".py"))
    found = [behaviour(call) for call in made(module)]
    expected = [behaviour(call) for call in made(original)]
    named = [row for row in expected if row[0] == "returned"]
    assert len(named) > 10
    assert found == expected
