"""Text: masks, shifts, queries, colours, patterns, ranges."""


def mask_card(text: str) -> str:
    """All digits but the last four become stars, when there are at least 12."""
    digits = [char for char in text if char.isdigit()]
    if len(digits) < 12:
        return text
    seen = 0
    out: list[str] = []
    for char in text:
        if char.isdigit():
            seen += 1
            out.append(char if seen > len(digits) - 4 else "*")
        else:
            out.append(char)
    return "".join(out)


def caesar(text: str, shift: int) -> str:
    """Shifts ASCII letters round."""
    out: list[str] = []
    for char in text:
        if "a" <= char <= "z":
            out.append(chr((ord(char) - 97 + shift) % 26 + 97))
        elif "A" <= char <= "Z":
            out.append(chr((ord(char) - 65 + shift) % 26 + 65))
        else:
            out.append(char)
    return "".join(out)


def parse_query(text: str) -> dict[str, list[str]]:
    """`a=1&b=2&a=3`; a part without `=` has an empty value, an empty part is left out."""
    found: dict[str, list[str]] = {}
    for part in text.split("&"):
        if not part:
            continue
        key, _, value = part.partition("=")
        found.setdefault(key, []).append(value.replace("+", " "))
    return found


def hex_color(text: str) -> tuple[int, int, int]:
    """`#rgb` or `#rrggbb`."""
    if not text.startswith("#"):
        raise ValueError("no #")
    body = text[1:].lower()
    if len(body) == 3:
        body = body[0] * 2 + body[1] * 2 + body[2] * 2
    if len(body) != 6:
        raise ValueError("length")
    values: list[int] = []
    for place in (0, 2, 4):
        total = 0
        for char in body[place : place + 2]:
            index = "0123456789abcdef".find(char)
            if index < 0:
                raise ValueError(char)
            total = total * 16 + index
        values.append(total)
    return values[0], values[1], values[2]


def distance(a: str, b: str, limit: int) -> int:
    """Edits between two words; -1 when there are more than `limit`."""
    row = list(range(len(b) + 1))
    for i, left in enumerate(a):
        before = row
        row = [i + 1]
        for j, right in enumerate(b):
            row.append(min(before[j] + (left != right), before[j + 1] + 1, row[j] + 1))
    return row[-1] if row[-1] <= limit else -1


def expand_ranges(text: str) -> list[int]:
    """`1-3,5` as 1, 2, 3, 5; a range that runs down is a ValueError; at most 100 numbers of one range."""
    found: list[int] = []
    for part in text.split(","):
        part = part.strip()
        if not part:
            continue
        low, dash, high = part.partition("-")
        if not dash:
            found.append(int(low))
            continue
        first, last = int(low), int(high)
        if first > last:
            raise ValueError("runs down")
        found.extend(range(first, min(last, first + 99) + 1))
    return found


def shorten(text: str, limit: int) -> str:
    """Cut to `limit` characters, the last three of them dots."""
    if limit < 4:
        raise ValueError("limit")
    return text if len(text) <= limit else text[: limit - 3] + "..."


def initials(names: list[str]) -> str:
    """First letters, upper case; particles are left out."""
    return "".join(name[0].upper() for name in names if name and name not in ("von", "de", "van"))


def rolling_hash(text: str) -> int:
    """Modulo 2**31 - 1."""
    value = 7
    for char in text:
        value = (value * 131 + ord(char)) % 2147483647
    return value


def ticket_price(zone: str, age: int, group: int) -> int:
    """Cents; children and groups pay less, the night zone has its own rule."""
    price = 320
    if zone == "night":
        price = 480 if age >= 18 else 400
    elif zone == "airport":
        price = 1250
    if age < 6:
        return 0
    if age < 15 and zone != "night":
        price //= 2
    if group >= 10 and zone == "airport" and age >= 65:
        price -= 375
    return price
