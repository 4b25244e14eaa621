"""Whole arrays of NumPy's: elementwise arithmetic and reductions, in the order in which NumPy computes them.

`npfloat` and `npint` are elements; their arithmetic gives up wherever NumPy would warn. `filled`, `flat`, `shaped`,
`root` and `copysign` are operations of the table. Arrays of different shapes (which NumPy broadcasts or refuses) are
given up, as is what depends on how the processor's vector instructions order equals: signed zeros, NaN in minima.
"""

from typing import TypeVar

R = TypeVar("R")
T = TypeVar("T")
U = TypeVar("U")


def copied(a: array1[T], zero: T) -> array1[T]:
    """a.copy()."""
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i]
    return made


def from_items(items: list[T], zero: R) -> array1[R]:
    """numpy.array(items)."""
    made: array1[R] = filled(len(items), zero)
    for i in range(len(items)):
        made[i] = items[i]
    return made


def counted_up(start: int, stop: int, step: int, zero: T) -> array1[T]:
    """numpy.arange(start, stop, step) of ints."""
    if step == 0:
        give_up()
    count = len(range(start, stop, step))
    made: array1[T] = filled(count, zero)
    value = start
    for i in range(count):
        made[i] = value
        if i + 1 < count:
            value += step
    return made


def add_arrays(a: array1[T], b: array1[U], zero: R) -> array1[R]:
    """a + b."""
    if len(a) != len(b):
        give_up()
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] + b[i]
    return made


def subtract_arrays(a: array1[T], b: array1[U], zero: R) -> array1[R]:
    """a - b."""
    if len(a) != len(b):
        give_up()
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] - b[i]
    return made


def multiply_arrays(a: array1[T], b: array1[U], zero: R) -> array1[R]:
    """a * b."""
    if len(a) != len(b):
        give_up()
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] * b[i]
    return made


def divide_arrays(a: array1[T], b: array1[U], zero: R) -> array1[R]:
    """a / b."""
    if len(a) != len(b):
        give_up()
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] / b[i]
    return made


def add_each(a: array1[T], x: U, zero: R) -> array1[R]:
    """a + x, and x + a."""
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] + x
    return made


def subtract_each(a: array1[T], x: U, zero: R) -> array1[R]:
    """a - x."""
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] - x
    return made


def subtract_from(a: array1[T], x: U, zero: R) -> array1[R]:
    """x - a."""
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = x - a[i]
    return made


def multiply_each(a: array1[T], x: U, zero: R) -> array1[R]:
    """a * x, and x * a."""
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] * x
    return made


def divide_each(a: array1[T], x: U, zero: R) -> array1[R]:
    """a / x."""
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = a[i] / x
    return made


def divide_by_each(a: array1[T], x: U, zero: R) -> array1[R]:
    """x / a."""
    made: array1[R] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = x / a[i]
    return made


def negate_each(a: array1[T], zero: T) -> array1[T]:
    """-a."""
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = -a[i]
    return made


def absolute_each(a: array1[T], zero: T) -> array1[T]:
    """numpy.abs(a)."""
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = abs(a[i])
    return made


def root_each(a: array1[T], zero: npfloat) -> array1[npfloat]:
    """numpy.sqrt(a)."""
    made: array1[npfloat] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = root(npfloat(a[i]))
    return made


def smaller_of(x: T, y: T) -> T:
    """numpy.minimum of two elements."""
    if x < y:
        return x
    if y < x:
        return y
    if x != y or (x == 0 and copysign(1.0, float(x)) != copysign(1.0, float(y))):
        give_up()
    return x


def larger_of(x: T, y: T) -> T:
    """numpy.maximum of two elements."""
    if x > y:
        return x
    if y > x:
        return y
    if x != y or (x == 0 and copysign(1.0, float(x)) != copysign(1.0, float(y))):
        give_up()
    return x


def minimum_arrays(a: array1[T], b: array1[T], zero: T) -> array1[T]:
    """numpy.minimum(a, b)."""
    if len(a) != len(b):
        give_up()
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = smaller_of(a[i], b[i])
    return made


def maximum_arrays(a: array1[T], b: array1[T], zero: T) -> array1[T]:
    """numpy.maximum(a, b)."""
    if len(a) != len(b):
        give_up()
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = larger_of(a[i], b[i])
    return made


def minimum_each(a: array1[T], x: T, zero: T) -> array1[T]:
    """numpy.minimum(a, x)."""
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = smaller_of(a[i], x)
    return made


def maximum_each(a: array1[T], x: T, zero: T) -> array1[T]:
    """numpy.maximum(a, x)."""
    made: array1[T] = filled(len(a), zero)
    for i in range(len(a)):
        made[i] = larger_of(a[i], x)
    return made


def cumulated(a: array1[T], zero: T) -> array1[T]:
    """numpy.cumsum(a): from the left."""
    made: array1[T] = filled(len(a), zero)
    if len(a) > 0:
        made[0] = a[0]
    for i in range(1, len(a)):
        made[i] = made[i - 1] + a[i]
    return made


def put_value(a: array1[T], x: T) -> None:
    """a[:] = x."""
    for i in range(len(a)):
        a[i] = x


def put_array(a: array1[T], b: array1[T]) -> None:
    """a[:] = b, of an array that may share memory with it."""
    if len(a) != len(b):
        give_up()
    held: list[T] = [b[i] for i in range(len(b))]
    for i in range(len(a)):
        a[i] = held[i]


def pairwise_sum(a: array1[npfloat], start: int, n: int) -> npfloat:
    """The sum of n elements, n > 0 (numpy/_core/src/umath/loops_utils.h.src, DOUBLE_pairwise_sum): eight running sums
    in blocks of up to 128, halves beyond."""
    if n < 8:
        total: npfloat = npfloat(-0.0)
        for i in range(start, start + n):
            total += a[i]
        return total
    if n <= 128:
        r0: npfloat = a[start]
        r1: npfloat = a[start + 1]
        r2: npfloat = a[start + 2]
        r3: npfloat = a[start + 3]
        r4: npfloat = a[start + 4]
        r5: npfloat = a[start + 5]
        r6: npfloat = a[start + 6]
        r7: npfloat = a[start + 7]
        stop = start + n - n % 8
        for i in range(start + 8, stop, 8):
            r0 += a[i]
            r1 += a[i + 1]
            r2 += a[i + 2]
            r3 += a[i + 3]
            r4 += a[i + 4]
            r5 += a[i + 5]
            r6 += a[i + 6]
            r7 += a[i + 7]
        whole: npfloat = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7))
        for i in range(stop, start + n):
            whole += a[i]
        return whole
    half = n // 2
    half -= half % 8
    return pairwise_sum(a, start, half) + pairwise_sum(a, start + half, n - half)


def sum_floats(a: array1[npfloat]) -> npfloat:
    """a.sum(). Whether a sum of nothing but -0.0 is -0.0 depends on NumPy's version."""
    if len(a) == 0:
        return npfloat(0.0)
    total: npfloat = pairwise_sum(a, 0, len(a))
    if total == 0.0 and copysign(1.0, float(total)) < 0.0:
        give_up()
    return total


def sum_ints(a: array1[npint]) -> npint:
    """a.sum() of ints; beyond 64 bits NumPy wraps."""
    total: npint = npint(0)
    for x in a:
        total += x
    return total


def mean_floats(a: array1[npfloat]) -> npfloat:
    """a.mean(); of no elements it warns."""
    if len(a) == 0:
        give_up()
    return sum_floats(a) / len(a)


def mean_ints(a: array1[npint]) -> npfloat:
    """a.mean() of ints, whose sum of floats is exact up to 2**53, in whatever order."""
    if len(a) == 0:
        give_up()
    total = 0
    size = 0
    for x in a:
        total += int(x)
        size += abs(int(x))
    if size > 9007199254740992:
        give_up()
    return npfloat(total) / len(a)


def least(a: array1[T]) -> T:
    """a.min(); of no elements it raises."""
    if len(a) == 0:
        give_up()
    best: T = a[0]
    for x in a:
        if x != x:
            give_up()
        if x < best:
            best = x
    if best == 0:
        for x in a:
            if x == 0 and copysign(1.0, float(x)) != copysign(1.0, float(best)):
                give_up()
    return best


def greatest(a: array1[T]) -> T:
    """a.max()."""
    if len(a) == 0:
        give_up()
    best: T = a[0]
    for x in a:
        if x != x:
            give_up()
        if x > best:
            best = x
    if best == 0:
        for x in a:
            if x == 0 and copysign(1.0, float(x)) != copysign(1.0, float(best)):
                give_up()
    return best


def place_of_least(a: array1[T]) -> npint:
    """a.argmin(): the first of equals; a NaN would come first."""
    if len(a) == 0:
        give_up()
    best = 0
    for i in range(len(a)):
        if a[i] != a[i]:
            give_up()
        if a[i] < a[best]:
            best = i
    return npint(best)


def place_of_greatest(a: array1[T]) -> npint:
    """a.argmax()."""
    if len(a) == 0:
        give_up()
    best = 0
    for i in range(len(a)):
        if a[i] != a[i]:
            give_up()
        if a[i] > a[best]:
            best = i
    return npint(best)


def any_of(a: array1[T]) -> npbool:
    """a.any()."""
    for x in a:
        if x != 0:
            return npbool(True)
    return npbool(False)


def all_of(a: array1[T]) -> npbool:
    """a.all()."""
    for x in a:
        if x == 0:
            return npbool(False)
    return npbool(True)


def sum_of_floats(items: list[npfloat]) -> npfloat:
    """The built-in sum of elements: from int 0, so of no elements it is that."""
    if len(items) == 0:
        give_up()
    total: npfloat = npfloat(0.0)
    for x in items:
        total += x
    return total


def sum_of_ints(items: list[npint]) -> npint:
    """The same of ints."""
    if len(items) == 0:
        give_up()
    total: npint = npint(0)
    for x in items:
        total += x
    return total
