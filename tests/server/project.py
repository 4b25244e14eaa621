"""The project that these tests open: two hot functions and a cold one."""

SHOP = '''\
"""Prices, in a module with a name beyond ASCII on each line that matters."""


def total(values: list[int]) -> int:  # 𝒕 é
    result = 0
    for value in values:
        result += value * value % 7
    return result


class Basket:
    def größe(self, values: list[int]) -> int: return sum(total(values) for _ in range(20))  # 🐍🐍


def idle() -> None:
    pass
'''

DRIVER = """\
from shop import Basket, idle
for n in range(300):
    Basket().größe(list(range(50)))
idle()
"""
