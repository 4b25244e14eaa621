"""Text scan: words cleaned and counted from one long text."""


def frequent(text: str, least: int) -> list[tuple[str, int]]:
    """Words of at least three letters, in lower case, that occur `least` times or more; most frequent first."""
    counts: dict[str, int] = {}
    for raw in text.split():
        word = raw.strip(".,;:!?").lower()
        if len(word) >= 3:
            counts[word] = counts.get(word, 0) + 1
    found = [(word, n) for word, n in counts.items() if n >= least]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))
