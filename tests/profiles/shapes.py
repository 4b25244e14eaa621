"""A program with every shape of function. Its calls can be counted by hand."""

import functools


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def wrap(function):
    @functools.wraps(function)
    def inner(*args):
        return function(*args)

    return inner


@wrap
@wrap
def twice_wrapped(values):
    return sum(value * value for value in values)


class Shop:
    @property
    def size(self):
        return 3

    @staticmethod
    def double(n): return n * 2  # fmt: skip

    def run(self):
        return sorted(range(self.size * 2000), key=lambda n: -n)


class Stall:
    def run(self):
        return [self.number(n) for n in range(10)]

    def number(self, n):
        return len(str(n))


def countdown(n):
    while n:
        yield n
        n -= 1


def mapped(texts):
    return list(map(str.upper, texts))


def never_called(): return 1  # fmt: skip


def main():
    fib(10)
    for _ in range(5):
        twice_wrapped(range(200))
    Shop().run()
    Shop.double(4)
    Stall().run()
    sum(countdown(100))
    mapped(["a", "b"] * 1000)


if __name__ == "__main__":
    main()
