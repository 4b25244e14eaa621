"""Text: parsing, formatting, alphabets."""


def parse_clock(text: str) -> int:
    """Minutes since midnight of HH:MM, or -1."""
    parts = text.split(":")
    if len(parts) != 2:
        return -1
    if not parts[0].isdigit() or not parts[1].isdigit():
        return -1
    hour = int(parts[0])
    minute = int(parts[1])
    if 0 <= hour < 24 and 0 <= minute <= 59:
        return hour * 60 + minute
    return -1


def balanced(text: str) -> bool:
    """Whether the brackets match."""
    stack: list[str] = []
    pairs = {")": "(", "]": "[", "}": "{"}
    for char in text:
        if char in "([{":
            stack.append(char)
        elif char in pairs:
            if not stack or stack.pop() != pairs[char]:
                return False
    return not stack


def roman(text: str) -> int:
    """The value of a Roman numeral."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
    total = 0
    previous = 0
    for char in reversed(text.strip().upper()):
        if char not in values:
            raise ValueError(f"not a numeral: {char!r}")
        value = values[char]
        if value < previous:
            total -= value
        else:
            total += value
        previous = value
    return total


def parse_settings(text: str) -> dict[str, str]:
    """key = value lines; # starts a comment, the last of equal keys wins."""
    found: dict[str, str] = {}
    for line in text.split("\n"):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        key, sep, value = line.partition("=")
        if sep == "":
            continue
        found[key.strip().lower()] = value.strip()
    return found


def wrap_words(text: str, width: int) -> list[str]:
    """Greedy line breaking."""
    if width < 1:
        raise ValueError("width")
    lines: list[str] = []
    current = ""
    for word in text.split():
        if not current:
            current = word
        elif len(current) + 1 + len(word) <= width:
            current = current + " " + word
        else:
            lines.append(current)
            current = word
    if current:
        lines.append(current)
    return lines


def run_length(text: str) -> str:
    """aaab becomes 3a1b."""
    out = ""
    index = 0
    while index < len(text):
        count = 1
        while index + count < len(text) and text[index + count] == text[index] and count < 9:
            count += 1
        out += str(count) + text[index]
        index += count
    return out


def luhn(number: str) -> bool:
    """The check digit of a card number; blanks allowed."""
    digits = number.replace(" ", "")
    if len(digits) < 2 or not digits.isdigit():
        return False
    total = 0
    for position, char in enumerate(reversed(digits)):
        digit = int(char)
        if position % 2 == 1:
            digit *= 2
            if digit > 9:
                digit -= 9
        total += digit
    return total % 10 == 0


def duration_seconds(text: str) -> int:
    """1h30m5s in seconds; a unit may come once, in this order."""
    rest = text
    total = 0
    for unit, factor in (("h", 3600), ("m", 60), ("s", 1)):
        head, sep, tail = rest.partition(unit)
        if sep:
            if not head.isdigit():
                raise ValueError("bad duration")
            total += int(head) * factor
            rest = tail
    if rest:
        raise ValueError("trailing text")
    return total
