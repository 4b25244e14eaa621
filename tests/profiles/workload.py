"""Every shape of function, each burning a known part of about a second: what profilers are compared on."""

import asyncio
import functools
import sys
import threading
import time
from dataclasses import dataclass


def spin(n):
    total = 0
    for i in range(n):
        total += i * i % 7
    return total


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def logged(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@logged
@logged
def decorated(n):
    total = 0
    for i in range(n):
        total += i % 3
    return total


class Shop:
    def __init__(self):
        self._size = 0

    @property
    def size(self):
        total = 0
        for i in range(30000):
            total += i % 5
        return total

    @size.setter
    def size(self, value):
        for i in range(20000):
            self._size = i % 5 + value

    @staticmethod
    def fixed(n):
        total = 0
        for i in range(n):
            total ^= i
        return total

    @classmethod
    def made(cls, n):
        total = 0
        for i in range(n):
            total |= i
        return total

    def run(self):
        return sorted([(i * 7919) % 10007 for i in range(20000)])


class Stall:
    def run(self):
        return sum(i % 11 for i in range(40000))

    class Inner:
        def deep(self, n):
            return max(map(lambda i: i % 13, range(n)))  # noqa: C417 - a lambda is what it is about


def outer(n):
    def closure():
        total = 0
        for i in range(n):
            total += i & 3
        return total

    return closure()


def countdown(n):
    while n:
        yield n
        n -= 1


async def coroutine(n):
    total = 0
    for i in range(n):
        total += i % 9
    await asyncio.sleep(0)
    return total


@dataclass
class Point:
    x: int
    y: int

    def moved(self, n):
        for i in range(n):
            self.x = (self.x + i) % 1000
        return self


def in_thread():
    total = 0
    for i in range(60000):
        total += i % 17
    return total


def waits():
    time.sleep(0.05)


exec(compile("def generated(n):\n    return [i % 3 for i in range(n)]\n", "<generated>", "exec"))


def main(rounds):
    shop, stall = Shop(), Stall()
    for _ in range(rounds):
        spin(60000)
        fib(16)
        decorated(40000)
        shop.size = shop.size % 3
        Shop.fixed(30000)
        Shop.made(30000)
        shop.run()
        stall.run()
        Stall.Inner().deep(20000)
        outer(40000)
        sum(countdown(20000))
        asyncio.run(coroutine(30000))
        Point(1, 2).moved(20000)
        generated(20000)  # noqa: F821
    thread = threading.Thread(target=in_thread)
    thread.start()
    thread.join()
    waits()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
