"""Slips that a bad port makes, written into the generated source of the three ports that the demo builds.

Each is a text that stands in the source and what a careless translator would have written there. The text must stand
there: a slip that no longer applies fails the test, for it would break nothing.
"""

from pivot_lsp.model.port import Language

TARGETS: dict[Language, str] = {
    "go": "reports/sales_aggregator.py::aggregate_daily_sales",
    "rust": "inventory/stock_calculator.py::calculate_reorder_points",
    "cpp": "pricing/discount_engine.py::apply_complex_discounts",
}

SLIPS: dict[Language, dict[str, tuple[str, str]]] = {
    "go": {
        "off by one in a range": ("for offset, stop := 1, count+1;", "for offset, stop := 1, count;"),
        "lost exception": ("if top < 0 {", "if false {"),
        "float32": ("return rt.RoundTo(amount, 2)", "return rt.RoundTo(float64(float32(amount)), 2)"),
        "unordered: sorted the wrong way": (
            "rt.Sorted(rt.Keys(rowsOfDay), false)",
            "rt.Sorted(rt.Keys(rowsOfDay), true)",
        ),
        "sign lost in a sort key": ("rt.P2(-item.B, item.A)", "rt.P2(item.B, item.A)"),
        "default dropped": ('rt.StrStrip(row.Channel)), rt.S("other"))', 'rt.StrStrip(row.Channel)), rt.S(""))'),
    },
    "rust": {
        "truncating division": (
            "(position - target).floor_div(product.pack_size)?",
            "((position - target) / product.pack_size)",
        ),
        "wrong sign of %": ("(day - count).floor_mod(season_days)?", "((day - count) % season_days).abs()"),
        "off by one": ("0..values.len() - width + 1", "0..values.len() - width"),
        "lost exception": ("if product.pack_size < 1 {", "if product.pack_size < 0 {"),
        "unordered": ("queue.sort(false);", "queue.sort(true);"),
        "rounded to the nearest, not up": ("whole + 1", "whole"),
        "float32": (
            "round_cents(quantity as f64 * product.unit_cost)",
            "round_cents((quantity as f64 * product.unit_cost) as f32 as f64)",
        ),
    },
    "cpp": {
        "truncating division": (
            "rt::floor_div(as_cents(total), CENTS_PER_POINT)",
            "rt::Int(as_cents(total).v / 1000)",
        ),
        "wrong sign of the comparison": ("if (line->quantity < 0) {", "if (line->quantity < -1) {"),
        "off by one": ("rt::range(combinations)", "rt::range(combinations - 1)"),
        "lost exception": ("if (rule->min_quantity < 1) {", "if (rule->min_quantity < 0) {"),
        "float32": ("return rt::round_to(amount, 2);", "return rt::round_to(static_cast<float>(amount), 2);"),
        "unordered": ("std::tuple{rule->priority, rule->code}", "std::tuple{-rule->priority, rule->code}"),
        "case dropped": ("coupon.strip().upper()", "coupon.strip()"),
    },
}
