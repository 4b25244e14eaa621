"""Word count."""


def count_words(words: list[str]) -> dict[str, int]:
    """How often each word occurs, in the order of first sight."""
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    return counts
