"""String building: a report as text."""


def report(names: list[str], amounts: list[float], units: list[int]) -> str:
    """One line a name, with the running total, as comma-separated values."""
    lines: list[str] = []
    total = 0.0
    for i in range(len(names)):
        total += amounts[i]
        label = names[i].upper() if units[i] > 5 else names[i]
        lines.append(f"{i:05d},{label},{units[i]},{amounts[i]:.2f},{total:.2f}")
    return "\n".join(lines)
