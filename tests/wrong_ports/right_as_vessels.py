"""Slips that are wrong in Python and right as a vessel, each with the reason: wherever the slip would show, the vessel
gives the call to legacy (an int beyond 64 bits, text whose treatment needs Unicode's tables). On the whole domain such
a vessel answers as legacy does, so it is no wrong vessel, and judging it says nothing; as a callable it is judged.
"""

_WIDE = "an int beyond 64 bits stands in every call that would differ, and legacy answers those"
_TABLES = "text beyond ASCII is asked for its class or case before the slip shows, and legacy answers those calls"

RIGHT_AS_VESSELS: dict[tuple[str, str], str] = {
    ("root_floor", "by floats"): _WIDE,
    ("triangle", "by floats"): _WIDE,
    ("triangle", "64 bits"): _WIDE,
    ("power_mod", "64 bits"): _WIDE,
    ("version_key", "64 bits"): _WIDE,
    ("bits_between", "two's complement"): _WIDE,
    ("mask_card", "ASCII digits"): _TABLES,
    ("initials", "simple upper"): _TABLES,
    ("normalise", "ASCII only"): _TABLES,
    ("normalise", "per character"): _TABLES,
}
