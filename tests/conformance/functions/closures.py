"""Nested functions, closures, lambdas, map and filter, loops over generator expressions, imports inside functions."""

from collections.abc import Callable


def inner_reads(xs: list[int], k: int) -> list[int]:
    def scaled(x: int) -> int:
        return x * k

    return [scaled(x) for x in xs]


def reads_at_call(n: int) -> list[int]:
    total = 1

    def current():
        return total

    out = [current()]
    total = n
    out.append(current())
    for total in range(3):
        out.append(current())
    return out


def inner_recursion(n: int, base: int) -> int:
    def power(k):
        if k == 0:
            return 1
        return base * power(k - 1)

    return power(n)


def inner_calls_inner(xs: list[int], low: int) -> list[int]:
    def keep(x):
        return x > low

    def chosen(ys):
        return [y for y in ys if keep(y)]

    return chosen(xs) + chosen([low + 1])


def inner_of_inner(n: int) -> int:
    def middle(a):
        def deepest(b):
            return a * n + b

        return deepest(1) + deepest(2)

    return middle(n) + middle(3)


def counts(xs: list[int]) -> int:
    seen = 0

    def note(x):
        nonlocal seen
        if x > 0:
            seen += 1

    for x in xs:
        note(x)
    return seen


def best_so_far(xs: list[int]) -> int | None:
    best = None

    def consider(x):
        nonlocal best
        if best is None or x > best:
            best = x

    for x in xs:
        consider(x)
    return best


def changes_parameter(n: int) -> list[int]:
    def down():
        nonlocal n
        n -= 1
        return n

    return [down(), down(), n]


def key_is_inner(words: list[str], letter: str) -> list[str]:
    def times(word):
        return word.count(letter)

    return sorted(words, key=times)


def same_inner_name(n: int) -> int:
    def helper(x):
        return x + 1

    return helper(n)


def same_inner_name_again(n: int) -> str:
    def helper(x):
        return str(x)

    return helper(n)


def shadowing_comprehension(n: int) -> list[int]:
    k = 10

    def plus(x):
        return x + k

    return [plus(i) for i in range(n)]


def raises_inside(xs: list[int]) -> int:
    def first(ys):
        if not ys:
            raise ValueError("nothing here")
        return ys[0]

    try:
        return first(xs)
    except ValueError:
        return -1


def inner_default(n: int) -> int:
    def step(x, by=2):
        return x + by

    return step(n) + step(n, 5) + step(by=1, x=n)


def named_lambda(xs: list[int]) -> list[int]:
    double = lambda x: x * 2  # noqa: E731
    return [double(x) for x in xs]


def mapped(xs: list[int]) -> list[str]:
    return list(map(str, xs))


def mapped_lambda(xs: list[int], k: int) -> list[int]:
    return list(map(lambda x: x + k, filter(lambda x: x % 2 == 0, xs)))


def mapped_two(xs: list[int], ys: list[int]) -> list[int]:
    return list(map(lambda x, y: x * y, xs, ys))


def mapped_method(words: list[str]) -> str:
    return "-".join(map(str.upper, words))


def filtered_truth(words: list[str]) -> list[str]:
    return list(filter(None, words))


def summed(xs: list[int]) -> int:
    return sum(map(abs, xs))


def loop_over_generator(xs: list[int]) -> int:
    """Python stops before the division by zero when the loop ends early."""
    for q in (100 // x for x in xs):
        if q > 10:
            return q
    return -1


def loop_changes_what_is_walked(n: int) -> list[int]:
    xs = [n]
    for x in (2 * x for x in xs if x < 50):
        xs.append(x)
    return xs


def loop_over_map_else(xs: list[int]) -> str:
    for x in map(lambda v: v - 1, xs):
        if x == 0:
            break
    else:
        return "no one"
    return "a one"


def import_inside(n: int) -> int:
    import math

    return math.isqrt(n) + math.gcd(n, 12)


XS = [([1, 2, 3],), ([],), ([-5, 0, 7, 7],)]
def make_adder(n: int) -> Callable[[int], int]:
    """Adds n."""

    def adder(x: int) -> int:
        return x + n

    return adder


def make_account(balance: int) -> tuple[Callable[[int], int], Callable[[], int]]:
    log = [balance]

    def pay(n: int) -> int:
        nonlocal balance
        if n > balance:
            raise ValueError(f"{balance} left")
        balance -= n
        log.append(-n)
        return balance

    def count() -> int:
        return len(log) * 1000 + balance

    return pay, count


def composed(f: Callable[[int], int], g: Callable[[int], int]) -> Callable[[int], int]:
    return lambda x: f(g(x))


def power_of(e: int) -> Callable[[int], int]:
    return lambda b: b**e


def adders(x: int) -> list[int]:
    add5 = make_adder(5)
    out = [add5(x), make_adder(x)(2)]
    for i in range(3):
        add_i = make_adder(i * x)
        out.append(add_i(1) + add5(i))
    return out


def accounts(payments: list[int]) -> list[int]:
    pay, count = make_account(100)
    other, _ = make_account(5)
    out = []
    for p in payments:
        try:
            out.append(pay(p))
        except ValueError:
            out.append(other(1))
    out.append(count())
    return out


def applied_twice(x: int) -> int:
    h = composed(lambda a: a + 1, lambda b: b * 2)
    return h(h(x)) + power_of(2)(x)


def order_of_two(xs: list[int]) -> int:
    return make_adder(xs.pop())(xs.pop() * 10)


CASES = {
    "adders": [(2,), (-3,)],
    "accounts": [([],), ([10, 200, 50, 41],), ([1000] * 7,)],
    "applied_twice": [(3,)],
    "order_of_two": [([1, 2],), ([1],)],
    "inner_reads": [([1, 2, 3], 4), ([], 1)],
    "reads_at_call": [(7,), (0,)],
    "inner_recursion": [(5, 3), (0, 9)],
    "inner_calls_inner": [([1, 5, 9], 4), ([], 0)],
    "inner_of_inner": [(2,), (-1,)],
    "counts": XS,
    "best_so_far": XS,
    "changes_parameter": [(5,)],
    "key_is_inner": [(["banana", "cat", "aardvark"], "a"), ([], "a")],
    "same_inner_name": [(1,)],
    "same_inner_name_again": [(1,)],
    "shadowing_comprehension": [(3,)],
    "raises_inside": XS,
    "inner_default": [(10,)],
    "named_lambda": XS,
    "mapped": XS,
    "mapped_lambda": [([1, 2, 4], 3)],
    "mapped_two": [([1, 2, 3], [4, 5])],
    "mapped_method": [(["ab", "c"],), ([],)],
    "filtered_truth": [(["", "a", "", "b"],)],
    "summed": XS,
    "loop_over_generator": [([50, 5, 0],), ([50, 0],), ([],)],
    "loop_changes_what_is_walked": [(3,)],
    "loop_over_map_else": [([3, 1],), ([3],)],
    "import_inside": [(50,)],
}
FALLBACK = {
    "inner_recursion": [(70, 3)],
}
