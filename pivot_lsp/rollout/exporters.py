"""Flags as rules of other systems, all of which compare one number: the context's `pivot_bucket` with a threshold.

The bucket is ours (`runtime.keys.bucket`, 0..99999 by the flag's salt and the key), so a vendor's hash, its version and
a move from one vendor to another move nobody. Pure: flags in, JSON values out. Invariant: a context without a bucket is
off below 100%, in each of them.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pivot_lsp.runtime.keys import BUCKETS

ATTRIBUTE = "pivot_bucket"
Thresholds = Mapping[str, int]
"""Flag -> how many of the 100,000 buckets are on; 0: off."""


def thresholds(flags: Mapping[str, Any]) -> dict[str, int]:
    """Of the flags file's `flags`."""
    return {name: round(flag["percent"] * (BUCKETS // 100)) if flag["on"] else 0 for name, flag in flags.items()}


def flagd(flags: Thresholds) -> dict[str, Any]:
    """A flagd definition; a missing bucket is taken as 100,000, which is below no threshold."""
    found: dict[str, Any] = {}
    for name, threshold in flags.items():
        body: dict[str, Any] = {"state": "ENABLED", "variants": {"on": True, "off": False}, "defaultVariant": "off"}
        if threshold >= BUCKETS:
            body["defaultVariant"] = "on"
        elif threshold:
            rule = {"<": [{"var": [ATTRIBUTE, BUCKETS]}, threshold]}
            body["targeting"] = {"if": [rule, "on", "off"]}
        found[name] = body
    return {"$schema": "https://flagd.dev/schema/v0/flags.json", "flags": found}


def unleash(flags: Thresholds) -> dict[str, Any]:
    """The features that an Unleash client reads; the constraint is NUM_LT, which a missing field does not meet."""

    def strategy(threshold: int) -> dict[str, Any]:
        constraint = {
            "contextName": ATTRIBUTE,
            "operator": "NUM_LT",
            "value": str(threshold),
            "values": [],
            "inverted": False,
            "caseInsensitive": False,
        }
        return {
            "name": "default",
            "parameters": {},
            "constraints": [] if threshold >= BUCKETS else [constraint],
        }

    return {
        "version": 2,
        "features": [
            {
                "name": name,
                "type": "release",
                "enabled": threshold > 0,
                "strategies": [strategy(threshold)],
            }
            for name, threshold in flags.items()
        ],
    }


def launchdarkly(flags: Thresholds) -> dict[str, Any]:
    """Flags for LaunchDarkly's file data source; a clause on an attribute that is missing does not match."""
    found = {}
    for name, threshold in flags.items():
        clause = {
            "contextKind": "user",
            "attribute": ATTRIBUTE,
            "op": "lessThan",
            "values": [threshold],
            "negate": False,
        }
        found[name] = {
            "key": name,
            "version": 1,
            "on": threshold > 0,
            "variations": [True, False],
            "offVariation": 1,
            "fallthrough": {"variation": 0 if threshold >= BUCKETS else 1},
            "rules": [{"id": ATTRIBUTE, "clauses": [clause], "variation": 0}] if 0 < threshold < BUCKETS else [],
            "targets": [],
            "prerequisites": [],
            "salt": "",
        }
    return {"flags": found}


def growthbook(flags: Thresholds) -> dict[str, Any]:
    """GrowthBook's features; `$exists` since some of its SDKs take a missing number for 0."""
    found: dict[str, Any] = {}
    for name, threshold in flags.items():
        condition = {ATTRIBUTE: {"$exists": True, "$lt": threshold}}
        rules = [{"condition": condition, "force": True}] if 0 < threshold < BUCKETS else []
        found[name] = {"defaultValue": threshold >= BUCKETS, "rules": rules}
    return {"features": found}


FORMATS: dict[str, Callable[[Thresholds], dict[str, Any]]] = {
    "flagd": flagd,
    "unleash": unleash,
    "launchdarkly": launchdarkly,
    "growthbook": growthbook,
}
