"""A trie of words."""


class Node:
    """One letter's place: what follows it, and how many words pass here."""

    def __init__(self) -> None:
        self.children: dict[str, Node] = {}
        self.passing: int = 0


def prefixes(words: list[str], queries: list[str]) -> list[int]:
    """For each query, how many of the words begin with it."""
    root = Node()
    for word in words:
        node = root
        for letter in word:
            if letter not in node.children:
                node.children[letter] = Node()
            node = node.children[letter]
            node.passing += 1
    found: list[int] = []
    for query in queries:
        node = root
        known = True
        for letter in query:
            if letter not in node.children:
                known = False
                break
            node = node.children[letter]
        found.append(node.passing if known else 0)
    return found
