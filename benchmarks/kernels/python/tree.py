"""A binary search tree: filled, then walked."""

from __future__ import annotations


class Node:
    """A key with the smaller ones to the left."""

    def __init__(self, key: int) -> None:
        self.key: int = key
        self.left: Node | None = None
        self.right: Node | None = None


def insert(root: Node, key: int) -> None:
    """Puts `key` in its place; a key that is there is left alone."""
    node = root
    while True:
        if key < node.key:
            if node.left is None:
                node.left = Node(key)
                return
            node = node.left
        elif key > node.key:
            if node.right is None:
                node.right = Node(key)
                return
            node = node.right
        else:
            return


def weigh(node: Node | None, depth: int) -> int:
    """The sum of key times depth, in order."""
    if node is None:
        return 0
    return weigh(node.left, depth + 1) + node.key * depth + weigh(node.right, depth + 1)


def weight(keys: list[int], rounds: int) -> int:
    """The weight of the tree of all keys, walked `rounds` times."""
    root = Node(keys[0])
    for key in keys:
        insert(root, key)
    total = 0
    for _ in range(rounds):
        total += weigh(root, 1)
    return total
