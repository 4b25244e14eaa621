"""`pivot rollout`: who may go on, why not, and what is written about it."""

import json

import pytest

from pivot_lsp.app import rollout as app
from pivot_lsp.cli.main import main
from pivot_lsp.model.rollout import RolloutReport
from pivot_lsp.rollout import log
from pivot_lsp.rollout.stages import STAGES
from tests.rollout.projects import VESSEL, certify, flags, run

QUICK = """
[tool.pivot.rollout]
soak_days = 0
stages = [
  {name = "internal", percent = 0, shadow_percent = 0, calls = 0},
  {name = "half", percent = 50, calls = 20, max_excess = 0.5},
  {name = "full", percent = 100, calls = 20, max_excess = 0.5},
]
"""
CALLS = "import doubles\nfor n in range(200): assert doubles.one(n) == n"


def pivot(capsys, *words):
    """Exit code and report of a verb."""
    code = main(["rollout", *words, "--json"])
    return code, RolloutReport.model_validate_json(capsys.readouterr().out)


@pytest.fixture
def quick(project):
    (project / "pyproject.toml").write_text(QUICK)
    return project


def test_a_new_flag_is_off_and_says_what_comes_first(project, capsys):
    code, report = pivot(capsys, "status")
    (state,) = report.rollouts
    assert (code, state.flag, state.state, state.percent, state.stage) == (0, "f", "off", 0, None)
    assert [one.function for one in state.functions] == ["one"]
    assert state.next_stage == "internal"
    assert state.verdict.verdict == "inconclusive"
    assert [(stage.percent, stage.days) for stage in state.stages] == [(0, 3), (1, 2), (10, 3), (50, 5), (100, 7)]


def test_past_the_shadow_a_valid_certificate_is_needed(quick, capsys):
    assert pivot(capsys, "advance", "f")[0] == 0
    code, report = pivot(capsys, "advance", "f")
    assert code == 3
    assert report.refused == [f"one: no valid certificate: {quick / VESSEL}/certificate.json: PV627 no certificate; "
                              "run `pivot validate`"]  # fmt: skip
    assert flags(quick)["percent"] == 0
    certify(quick, "tested")
    assert pivot(capsys, "advance", "f", "--override", "in a hurry")[1].refused == [
        "one: its certificate says tested, certified is needed"
    ]
    certify(quick)
    assert pivot(capsys, "advance", "f")[0] == 0
    assert flags(quick)["percent"] == 50
    (quick / "doubles.py").write_text((quick / "doubles.py").read_text().replace("return value", "return value + 0"))
    code, report = pivot(capsys, "advance", "f", "--override", "in a hurry")
    assert (code, report.refused) == (3, ["one: no valid certificate: legacy: doubles.py has changed"])


def test_where_signers_are_named_an_unsigned_certificate_is_no_valid_one(quick, capsys):
    (quick / "pivot.toml").write_text(f'signers = ["ed25519:{"A" * 43}="]')
    certify(quick)
    assert pivot(capsys, "advance", "f")[0] == 0
    code, report = pivot(capsys, "advance", "f", "--override", "in a hurry")
    reason = "one: no valid certificate: the certificate is not signed, and the project names signers"
    assert (code, report.refused) == (3, [reason])


def test_from_the_shadow_to_all_calls_with_what_each_stage_asks_for(quick, capsys):
    certify(quick)
    assert pivot(capsys, "advance", "f")[0] == 0
    assert pivot(capsys, "advance", "f")[0] == 0
    assert {**flags(quick), "since": None} == {
        "percent": 50, "on": True, "salt": "f", "epoch": 2, "stage": "half", "since": None, "state": "running",
    }  # fmt: skip
    code, report = pivot(capsys, "advance", "f")
    assert (code, report.refused) == (3, ["no call of the vessel yet: nothing can be said"])
    run(quick, CALLS)
    (state,) = pivot(capsys, "status", "f")[1].rollouts
    assert state.legacy.calls + state.vessel.calls == 200
    assert 50 < state.vessel.calls == state.native + sum(state.fallbacks.values()) < 150
    assert state.verdict.verdict == "pass"
    assert state.verdict.reasons[0].startswith("error rate less than")
    assert pivot(capsys, "advance", "f")[0] == 0
    assert flags(quick)["percent"] == 100
    run(quick, CALLS)
    (state,) = pivot(capsys, "status", "f")[1].rollouts
    assert (state.legacy.calls, state.vessel.calls, state.native) == (0, 200, 200)
    assert state.verdict.baseline == "earlier"
    assert state.blockers == ["it is in its last stage; `retire` is next"]


def test_a_stage_can_be_too_short(quick, capsys):
    (quick / "pyproject.toml").write_text(QUICK.replace("shadow_percent = 0,", "shadow_percent = 0, days = 2,"))
    certify(quick)
    pivot(capsys, "advance", "f")
    code, report = pivot(capsys, "advance", "f")
    assert (code, report.refused) == (3, ["0.00 of 2 days in stage internal"])
    code, report = pivot(capsys, "advance", "f", "--override", "nobody calls it")
    assert (code, flags(quick)["stage"]) == (0, "half")
    assert report.rollouts[0].decisions[-1].reasons == ["override: nobody calls it"]
    assert main(["rollout", "advance", "f", "--to", "nowhere"]) == 2
    assert "PV724" in capsys.readouterr().err


def test_rollback_is_off_for_running_processes_and_advance_begins_again_with_the_same_cohort(quick, capsys):
    certify(quick)
    for _ in range(2):
        pivot(capsys, "advance", "f")
    before = flags(quick)["salt"]
    code, report = pivot(capsys, "rollback", "f", "--reason", "a hunch")
    assert (code, report.rollouts[0].state, report.rollouts[0].on) == (0, "rolled_back", False)
    assert run(quick, "import doubles; doubles.one(1); print(doubles.one.calls)").stdout == (
        "DispatchedCalls(native=0, fallback=0, off=1)\n"
    )
    code, report = pivot(capsys, "advance", "f", "--to", "half")
    assert code == 3
    assert pivot(capsys, "advance", "f")[0] == 0
    assert (flags(quick)["stage"], flags(quick)["salt"], flags(quick)["epoch"]) == ("internal", before, 3)


def test_pause_keeps_the_percentage_and_advance_resumes(quick, capsys):
    certify(quick)
    assert pivot(capsys, "pause", "f")[0] == 3
    for _ in range(2):
        pivot(capsys, "advance", "f")
    epoch = flags(quick)["epoch"]
    assert pivot(capsys, "pause", "f", "--reason", "a holiday")[1].rollouts[0].state == "paused"
    assert flags(quick)["percent"] == 50
    assert pivot(capsys, "advance", "f")[0] == 0
    assert (flags(quick)["state"], flags(quick)["stage"], flags(quick)["epoch"]) == ("running", "half", epoch)


def test_every_decision_is_in_a_log_that_shows_changes(quick, capsys):
    certify(quick)
    pivot(capsys, "advance", "f")
    pivot(capsys, "advance", "f")
    pivot(capsys, "advance", "f")
    pivot(capsys, "rollback", "f")
    folder = quick / "pivot.rollout"
    decisions = log.read(folder, "f")
    assert [(d.action, d.stage_before, d.stage_after) for d in decisions] == [
        ("advance", None, "internal"), ("advance", "internal", "half"), ("refused", "half", "half"),
        ("rollback", "half", "half"),
    ]  # fmt: skip
    assert decisions[2].verdict.formula.startswith("E = mean over r")
    assert decisions[2].vessel.calls == 0
    assert pivot(capsys, "status", "f")[1].altered == []
    text = (folder / log.NAME).read_text()
    (folder / log.NAME).write_text(text.replace('"percent_after":50.0', '"percent_after":51.0', 1))
    assert pivot(capsys, "status", "f")[1].altered == [3]


def test_a_hook_is_told_and_a_broken_one_changes_nothing(quick, capsys):
    script = quick / "hook.sh"
    script.write_text("#!/bin/sh\ncat > told.json\n")
    script.chmod(0o755)
    code, report = pivot(capsys, "advance", "f", "--hook", str(script))
    assert (code, report.hook) == (0, "hook told")
    assert json.loads((quick / "told.json").read_text())["action"] == "advance"
    code, report = pivot(capsys, "rollback", "f", "--hook", "false", "--webhook", "http://127.0.0.1:1/")
    assert code == 0
    assert report.hook.startswith("hook failed: exit 1")
    assert "webhook failed" in report.hook


def test_what_a_hand_has_written_stays_and_what_is_not_understood_is_refused(quick, capsys):
    file = quick / "pivot.flags.json"
    file.write_text('{"version": 1, "note": "ours", "flags": {"f": {"percent": 0, "on": true, "owner": "till"}}}')
    assert pivot(capsys, "advance", "f")[0] == 0
    assert json.loads(file.read_text())["note"] == "ours"
    assert flags(quick)["owner"] == "till"
    file.write_text('{"version": 1, "flags": {"f": {"percent": 101, "on": true}}}')
    before = file.read_bytes()
    assert main(["rollout", "advance", "f"]) == 2
    assert "PV708" in capsys.readouterr().err
    assert file.read_bytes() == before
    assert main(["rollout", "rollback", "nothing"]) == 2


def test_a_flag_of_no_function_does_not_advance(quick, capsys):
    (quick / "pivot.flags.json").write_text('{"version": 1, "flags": {"g": {"percent": 0, "on": true}}}')
    code, report = pivot(capsys, "advance", "g")
    assert (code, report.refused) == (3, ["no wrapped function of the project has this flag"])


@pytest.mark.parametrize(
    "table",
    [
        'stages = [{name = "a", percent = 120}]',
        "stages = []",
        'stages = [{name = "a", percent = 10}, {name = "b", percent = 1}]',
        'stages = [{name = "a", percent = 1}, {name = "a", percent = 10}]',
        "stage = []",
    ],
)
def test_settings_that_make_no_sense_are_named(project, capsys, table):
    (project / "pyproject.toml").write_text(f"[tool.pivot.rollout]\n{table}\n")
    assert main(["rollout", "status"]) == 2
    assert "PV720" in capsys.readouterr().err


def test_each_stage_says_before_it_starts_what_it_can_detect(quick, capsys):
    (state,) = pivot(capsys, "advance", "f")[1].rollouts
    assert "No caller gets the vessel's answer" in state.power.text
    power = state.next_power
    assert (power.stage, power.percent, power.base_rate) == ("half", 50, 2e-4)
    assert power.base_rate_source == "assumed: no call of legacy was seen"
    assert [row.ratio for row in power.detections] == [2, 5, 10, 30, 100]
    needed = [row.vessel_calls for row in power.detections]
    assert needed == sorted(needed, reverse=True)
    assert not any(row.within_stage for row in power.detections)
    assert "cannot detect" in power.text


def test_the_watch_switches_off_what_a_process_died_in(quick, capsys):
    certify(quick)
    for _ in range(2):
        pivot(capsys, "advance", "f", "--override", "test")
    died = (
        "import os, doubles\nfrom pivot_lsp.runtime.dispatch import _switches\n"
        "doubles.one(1)\n(switch,) = _switches\nswitch.due = float('inf')\n"
        "switch.now = (lambda value: os._exit(9), switch.now[1])\n"
        "doubles.one(2)\n"
    )
    assert run(quick, died, check=False).returncode == 9
    assert main(["rollout", "watch", "--once", "--json"]) == 3
    out = RolloutReport.model_validate_json(capsys.readouterr().out)
    assert out.rollouts[0].state == "rolled_back"
    assert out.rollouts[0].trip.reason == "crash"
    assert flags(quick)["on"] is False
    assert out.rollouts[0].decisions[-1].actor == "watch"
    assert main(["rollout", "watch", "--once"]) == 0, "a death is acted upon once"


def test_without_traffic_nothing_is_decided(quick, capsys):
    certify(quick)
    for _ in range(2):
        pivot(capsys, "advance", "f")
    at = app.place(quick)
    for _ in range(20):
        assert app.watch_once(at, "f") == []
    (state,) = app.states(at, ["f"])
    assert state.verdict.verdict == "inconclusive"
    assert state.verdict.reasons == ["no call of the vessel yet: nothing can be said"]


def test_the_stages_of_the_guide():
    assert [stage.name for stage in STAGES] == ["internal", "canary", "early", "half", "full"]
    assert sum(stage.days for stage in STAGES) == 20


def to_full(quick, capsys):
    certify(quick)
    for _ in range(3):
        assert pivot(capsys, "advance", "f", "--override", "a test has no days")[0] == 0
    run(quick, "import doubles\nfor n in range(50): doubles.one(n)")


def test_retire_takes_legacy_and_flag_away_and_the_vessel_answers(quick, capsys):
    to_full(quick, capsys)
    before = (quick / "doubles.py").read_bytes()
    code, report = pivot(capsys, "retire", "f", "--diff")
    assert (code, report.written) == (0, [])
    assert '+@_pivot_native(vessel="doubles.one/cpp")\n' in report.diff
    assert (quick / "doubles.py").read_bytes() == before
    code, report = pivot(capsys, "retire", "f")
    assert (code, report.written) == (0, [str(quick / "doubles.py")])
    assert json.loads((quick / "pivot.flags.json").read_text())["flags"] == {}
    assert log.read(quick / "pivot.rollout", "f")[-1].action == "retire"
    code = "import doubles; print(doubles.one(41), doubles.one.__doc__)\ntry: doubles.one('x')\n"
    code += "except NotImplementedError as error: print(error)"
    assert run(quick, code).stdout == "41 Legacy.\none is native, and its vessel did not take this call\n"


@pytest.mark.parametrize("reason", ["stage", "days", "fallback", "certificate", "fork"])
def test_retire_is_refused_while_legacy_may_be_needed(quick, capsys, reason):
    if reason == "days":
        (quick / "pyproject.toml").write_text(QUICK.replace("soak_days = 0", "soak_days = 3"))
    to_full(quick, capsys)
    if reason == "stage":
        pivot(capsys, "pause", "f")
    elif reason == "fallback":
        run(quick, "import doubles; doubles.one('x')")
    elif reason == "certificate":
        (quick / VESSEL / "certificate.json").unlink()
    elif reason == "fork":
        manifest = quick / VESSEL / "manifest.json"
        manifest.write_text(manifest.read_text().replace('"fork_safe": true', '"fork_safe": false'))
        certify(quick)
    code, report = pivot(capsys, "retire", "f")
    words = {
        "stage": "it is paused at 100%, not running at 100%",
        "days": "0.00 of 3 days at 100%",
        "fallback": "legacy still answers calls that the vessel does not take: 1 (type)",
        "certificate": "no valid certificate",
        "fork": "a Go vessel does not answer in a forked process",
    }
    assert code == 3
    assert len(report.refused) == 1
    assert words[reason] in report.refused[0]
    assert "_legacy_one" in (quick / "doubles.py").read_text()
