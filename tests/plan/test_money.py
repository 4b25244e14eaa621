"""Savings and payback, from the user's figures only."""

import pytest

from pivot_lsp.model.plan import Money
from pivot_lsp.plan.assumptions import Assumptions, Figures
from pivot_lsp.plan.money import Ramp, money, payback_at_full_rate, present_value, savings

BILL = {"monthly_bill": 18_500.0, "elastic_share": 1.0}


def of(speedups: list[tuple[int, float]], **figures: float) -> Money:
    last = speedups[-1][1] if speedups else 1.0
    return money(Figures.model_validate(figures), Assumptions(engineers=5), speedups, (last, last), 36)


def test_savings_follow_the_elastic_share_and_never_exceed_the_bill() -> None:
    assert savings(Figures(monthly_bill=1000, elastic_share=0.5), 2.0) == 250
    assert savings(Figures(monthly_bill=1000, elastic_share=1), 1e9) == pytest.approx(1000)


def test_servers_are_whole() -> None:
    twelve = Figures(monthly_bill=1200, elastic_share=1, servers=12)
    assert savings(twelve, 4.0) == 900
    assert savings(twelve, 1.05) == 0
    assert savings(twelve, 4.2) == 900


def test_the_guides_investment_takes_24_months_and_not_2() -> None:
    months = payback_at_full_rate(485_000, 245_000 / 12)
    assert months is not None
    assert round(months, 1) == 23.8
    assert round(present_value(485_000, [245_000, 245_000], 0.1)) == -59_793
    assert round(present_value(485_000, [245_000] * 3, 0.1), -3) == 124_000


def test_savings_that_come_phase_by_phase_pay_later() -> None:
    ramp = Ramp.of_weeks([(6, 4200), (14, 11_000), (24, 14_500), (36, 245_000 / 12)])
    months = ramp.payback(485_000)
    assert months is not None
    assert round(months * 52 / 12) == 123
    assert ramp.until(months) == pytest.approx(485_000)
    assert ramp.until(0) == 0


def test_what_does_not_pay_back_is_said() -> None:
    assert of([(6, 1.02)], investment=485_000, **BILL).verdict == "does not pay back within 10 years"
    assert of([(6, 1.0)], investment=1000, **BILL).verdict == "does not pay back: it saves nothing a month"
    assert of([(6, 2.0)], investment=1000, run_cost=9999, **BILL).verdict.startswith("does not pay back: ")
    assert of([], investment=1000, **BILL).payback_months is None


def test_what_was_not_given_is_named_and_not_guessed() -> None:
    told = of([(6, 2.0)], monthly_bill=100)
    assert told.verdict == "not computed: needs elastic_share, investment, or engineer_week"
    assert (told.monthly_savings, told.payback_months, told.net_present_value) == (None, None, {})


def test_the_investment_may_be_the_teams_weeks() -> None:
    told = of([(36, 2.0)], engineer_week=3000, **BILL)
    assert told.investment == 5 * 36 * 3000


def test_nothing_invested_is_paid_at_once() -> None:
    assert of([(6, 2.0)], investment=0, **BILL).payback_months == 0
