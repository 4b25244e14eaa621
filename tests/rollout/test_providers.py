"""Other flag systems: all compare our bucket, so none moves anybody; OpenFeature in both directions."""

import json
import time

import pytest
from openfeature import api
from openfeature.contrib.provider.flagd import FlagdProvider
from openfeature.contrib.provider.flagd.config import ResolverType
from openfeature.evaluation_context import EvaluationContext
from openfeature.flag_evaluation import Reason
from openfeature.provider.in_memory_provider import InMemoryFlag, InMemoryProvider

from pivot_lsp.cli.main import main
from pivot_lsp.rollout.exporters import FORMATS, thresholds
from pivot_lsp.rollout.openfeature import PivotProvider, ask_threshold, follow
from pivot_lsp.runtime.flags import FlagFile
from pivot_lsp.runtime.keys import bucket

FLAGS = {
    "tenth": {"percent": 10, "on": True, "salt": "s"},
    "fine": {"percent": 0.001, "on": True},
    "all": {"percent": 100, "on": True},
    "none": {"percent": 0, "on": True},
    "off": {"percent": 100, "on": False},
}
EDGES = {"tenth": (9_999, 10_000), "fine": (0, 1)}


@pytest.fixture
def file(tmp_path, monkeypatch):
    for name in ("PIVOT_OFF", "PIVOT_ROLLOUT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pivot_lsp.runtime.flags.INTERVAL", 0.0)
    path = tmp_path / "pivot.flags.json"
    path.write_text(json.dumps({"version": 1, "flags": FLAGS}))
    return path


@pytest.fixture
def domain(request):
    """A domain of OpenFeature's registry of this test alone."""
    yield request.node.name
    api.clear_providers()


def test_flagd_itself_decides_by_our_bucket(tmp_path, domain):
    """flagd's own evaluator in its file mode: the same JsonLogic that the server runs."""
    path = tmp_path / "flagd.json"
    path.write_text(json.dumps(FORMATS["flagd"](thresholds(FLAGS))))
    provider = FlagdProvider(resolver_type=ResolverType.FILE, offline_flag_source_path=str(path))
    api.set_provider_and_wait(provider, domain)
    client = api.get_client(domain)

    def on(flag, **attributes):
        return client.get_boolean_value(flag, False, EvaluationContext("u", attributes))

    for flag, (last_on, first_off) in EDGES.items():
        assert (on(flag, pivot_bucket=last_on), on(flag, pivot_bucket=first_off)) == (True, False)
        assert on(flag) is False, "no bucket"
    assert [on(flag, pivot_bucket=0) for flag in ("all", "none", "off")] == [True, False, False]
    assert on("all") is True
    keys = [f"user-{n}" for n in range(2000)]
    ours = {key for key in keys if bucket("s", key) < 10_000}
    assert {key for key in keys if on("tenth", pivot_bucket=bucket("s", key))} == ours
    assert 150 < len(ours) < 250


def test_the_other_formats_compare_the_same_number():
    """What each rule says, read as its documentation says it is read."""
    found = thresholds(FLAGS)
    unleash = {row["name"]: row for row in FORMATS["unleash"](found)["features"]}
    (strategy,) = unleash["tenth"]["strategies"]
    (constraint,) = strategy["constraints"]
    assert (constraint["contextName"], constraint["operator"], constraint["value"]) == (
        "pivot_bucket", "NUM_LT", "10000",
    )  # fmt: skip
    assert [unleash[name]["enabled"] for name in FLAGS] == [True, True, True, False, False]
    assert unleash["all"]["strategies"][0]["constraints"] == []
    dark = FORMATS["launchdarkly"](found)["flags"]
    (clause,) = dark["fine"]["rules"][0]["clauses"]
    assert (clause["attribute"], clause["op"], clause["values"]) == ("pivot_bucket", "lessThan", [1])
    assert dark["fine"]["variations"][dark["fine"]["rules"][0]["variation"]] is True
    assert dark["fine"]["variations"][dark["fine"]["fallthrough"]["variation"]] is False
    assert dark["all"]["variations"][dark["all"]["fallthrough"]["variation"]] is True
    book = FORMATS["growthbook"](found)["features"]
    assert book["tenth"]["rules"] == [{"condition": {"pivot_bucket": {"$exists": True, "$lt": 10_000}}, "force": True}]
    assert [book[name]["defaultValue"] for name in FLAGS] == [False, False, True, False, False]


@pytest.mark.parametrize("name", [*FORMATS, "prometheus-rules", "grafana"])
def test_the_command_prints_each(file, monkeypatch, capsys, name):
    monkeypatch.chdir(file.parent)
    monkeypatch.setenv("PIVOT_FLAGS", str(file))
    assert main(["rollout", "export", "--format", name]) == 0
    out = capsys.readouterr().out
    assert "pivot" in out
    if name != "prometheus-rules":
        json.loads(out)
    assert main(["rollout", "export"]) == 2


def test_our_flags_as_an_openfeature_provider(file, domain):
    api.set_provider_and_wait(PivotProvider(file), domain)
    client = api.get_client(domain)
    for n in range(300):
        who = EvaluationContext(f"user-{n}")
        assert client.get_boolean_value("tenth", False, who) is (bucket("s", f"user-{n}") < 10_000)
    assert client.get_boolean_details("all", False).reason == Reason.STATIC
    assert client.get_boolean_value("tenth", True) is False, "without a key below 100%: off"
    assert client.get_boolean_details("off", True).value is False
    missing = client.get_boolean_details("nothing", True)
    assert (missing.value, missing.error_code) == (True, "FLAG_NOT_FOUND")
    assert client.get_string_details("tenth", "x").error_code == "TYPE_MISMATCH"


def vendor(threshold):
    """An in-memory flag whose rule compares the bucket."""

    def decide(flag, context):
        on = context.attributes.get("pivot_bucket", 100_000) < threshold[0]
        from openfeature.flag_evaluation import FlagResolutionDetails

        return FlagResolutionDetails(value=on, variant="on" if on else "off", reason=Reason.SPLIT)

    return InMemoryFlag("off", {"on": True, "off": False}, context_evaluator=decide)


@pytest.mark.parametrize("threshold", [0, 1, 777, 50_000, 99_999, 100_000])
def test_a_vendors_threshold_is_found_exactly(domain, threshold):
    api.set_provider_and_wait(InMemoryProvider({"f": vendor([threshold])}), domain)
    assert ask_threshold(api.get_client(domain), "f") == threshold


def test_a_rule_that_is_no_threshold_means_legacy(domain):
    def odd(flag, context):
        from openfeature.flag_evaluation import FlagResolutionDetails

        return FlagResolutionDetails(value=context.attributes["pivot_bucket"] % 2 == 0, variant="on")

    flags = {"f": InMemoryFlag("off", {"on": True, "off": False}, context_evaluator=odd)}
    api.set_provider_and_wait(InMemoryProvider(flags), domain)
    assert ask_threshold(api.get_client(domain), "f") == 0


def test_wrapped_code_goes_by_what_the_vendor_says_and_trips_win(file, domain):
    threshold = [25_000]
    api.set_provider_and_wait(InMemoryProvider({"tenth": vendor(threshold)}), domain)
    watched = FlagFile(file)
    assert watched.look().flags["tenth"].threshold == 10_000
    follower = follow(api.get_client(domain), ["tenth", "unknown to the vendor"], watched, interval=0.02)
    try:
        found = watched.look().flags["tenth"]
        assert (found.threshold, found.salt) == (25_000, "s")
        assert "unknown to the vendor" not in watched.look().flags
        threshold[0] = 60_000
        deadline = time.monotonic() + 30
        while watched.look().flags["tenth"].threshold != 60_000:
            assert time.monotonic() < deadline
            time.sleep(0.01)
        watched.trip("tenth", "crash", "a test")
        assert "tenth" not in watched.look().flags
        (file.parent / "pivot.off").touch()
        assert watched.look().flags == {}
    finally:
        follower.stop()
