"""What a faster program saves and when that pays, from the user's own figures. No figure is made up here.

Savings follow the elastic share of the bill: `bill * share * (1 - 1/S)`; with whole servers `(N - ceil(N/S)) / N`
takes the place of `1 - 1/S`. The investment counts from the first day, savings from the end of each phase.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pivot_lsp.model.plan import Money
from pivot_lsp.plan.assumptions import Assumptions, Figures

MONTHS_A_WEEK = 12 / 52
HORIZON_MONTHS = 120.0
"""What has not paid by then is said not to pay."""
FORMULA = "bill * elastic share * (1 - 1/S) a month; with N servers (N - ceil(N/S))/N in place of 1 - 1/S"


def savings(figures: Figures, speedup: float) -> float | None:
    """A month, without what vessels cost to run; None without bill and elastic share. Negative when it is slower."""
    if figures.monthly_bill is None or figures.elastic_share is None:
        return None
    saved = 1 - 1 / speedup
    if figures.servers is not None:
        # 12 servers at exactly 4 times need 3: rounding of the quotient must not make it 4.
        saved = 1 - math.ceil(round(figures.servers / speedup, 9)) / figures.servers
    return figures.monthly_bill * figures.elastic_share * saved


@dataclass(frozen=True)
class Ramp:
    """Savings a month as they come: (month from which, savings a month), in order of months."""

    steps: tuple[tuple[float, float], ...]

    @classmethod
    def of_weeks(cls, steps: Sequence[tuple[float, float]]) -> "Ramp":
        """From (last week of the phase, cumulative savings a month)."""
        return cls(tuple((week * MONTHS_A_WEEK, rate) for week, rate in steps))

    def until(self, month: float) -> float:
        """All that was saved by then."""
        ends = [*self.steps, (math.inf, 0.0)]
        return sum(rate * max(0.0, min(month, end) - start) for (start, rate), (end, _) in pairwise(ends))

    def payback(self, investment: float) -> float | None:
        """The first month in which the savings reach the investment; None within `HORIZON_MONTHS`."""
        if investment <= 0:
            return 0.0
        total = 0.0
        ends = [*self.steps, (math.inf, 0.0)]
        for (start, rate), (end, _) in pairwise(ends):
            if rate > 0 and total + rate * (end - start) >= investment:
                month = start + (investment - total) / rate
                return month if month <= HORIZON_MONTHS else None
            total += rate * (end - start) if end < math.inf else 0.0
        return None


def present_value(investment: float, yearly: Sequence[float], discount: float) -> float:
    """`-I + sum(s_t / (1 + d)^t)`, each year's savings counted at its end."""
    return -investment + sum(saved / (1 + discount) ** year for year, saved in enumerate(yearly, 1))


def payback_at_full_rate(investment: float, monthly: float) -> float | None:
    """Investment / savings a month; None when nothing is saved."""
    return investment / monthly if monthly > 0 else None


def money(
    figures: Figures,
    assumptions: Assumptions,
    phases: Sequence[tuple[int, float]],
    ends: tuple[float, float],
    weeks: int,
) -> Money:
    """The whole of it. `phases`: (last week, cumulative speed-up); `ends`: low and high of the last speed-up."""
    rates = [(week, savings(figures, speedup)) for week, speedup in phases]
    monthly = rates[-1][1] if rates else savings(figures, 1.0)
    net = None if monthly is None else monthly - figures.run_cost
    ramp = Ramp.of_weeks([(week, (rate or 0.0) - figures.run_cost) for week, rate in rates])
    investment, missing = _investment(figures, assumptions, weeks)
    missing = _missing(figures) + missing
    pays = full = None
    values: dict[str, float] = {}
    if net is not None and investment is not None:
        pays, full = ramp.payback(investment), payback_at_full_rate(investment, net)
        for years in (2, 3):
            each = [ramp.until(12.0 * year) - ramp.until(12.0 * (year - 1)) for year in range(1, years + 1)]
            values[f"{12 * years} months"] = round(present_value(investment, each, figures.discount), 2)
    low, high = (savings(figures, speedup) for speedup in ends)
    return Money(
        monthly_bill=figures.monthly_bill,
        elastic_share=figures.elastic_share,
        servers=figures.servers,
        engineers=assumptions.engineers,
        engineer_week=figures.engineer_week,
        investment=None if investment is None else round(investment, 2),
        run_cost=figures.run_cost,
        monthly_savings=_cents(net),
        monthly_savings_low=None if low is None else _cents(low - figures.run_cost),
        monthly_savings_high=None if high is None else _cents(high - figures.run_cost),
        yearly_savings=None if net is None else _cents(12 * net),
        payback_months_at_full_rate=None if full is None else round(full, 1),
        payback_months=None if pays is None else round(pays, 1),
        net_present_value=values,
        discount=figures.discount,
        verdict=_verdict(net, investment, pays, missing),
        missing=missing,
        formula=FORMULA,
    )


def _cents(amount: float | None) -> float | None:
    return None if amount is None else round(amount, 2)


def _missing(figures: Figures) -> list[str]:
    rows = (("monthly_bill", figures.monthly_bill), ("elastic_share", figures.elastic_share))
    return [name for name, value in rows if value is None]


def _investment(figures: Figures, assumptions: Assumptions, weeks: int) -> tuple[float | None, list[str]]:
    if figures.investment is not None:
        return figures.investment, []
    if figures.engineer_week is not None:
        return figures.engineer_week * assumptions.engineers * weeks, []
    return None, ["investment, or engineer_week"]


def _verdict(net: float | None, investment: float | None, pays: float | None, missing: list[str]) -> str:
    if net is None or investment is None:
        return f"not computed: needs {', '.join(missing)}"
    if pays is not None:
        return f"pays back after {pays:.1f} months"
    if net <= 0:
        return "does not pay back: it saves nothing a month"
    return f"does not pay back within {HORIZON_MONTHS / 12:.0f} years"
