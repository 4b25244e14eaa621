"""Numbers: int(s, base), pow with three arguments, parts of math, as CPython computes them or by overflowing (which
leaves the call to legacy) on the way to a result."""

from typing import TypeVar

T = TypeVar("T")


def int_base(s: str, base: int) -> int:
    """int(s, base) (Objects/longobject.c, PyLong_FromString)."""
    if base != 0 and (base < 2 or base > 36):
        raise ValueError("int() base must be >= 2 and <= 36, or 0")
    text = s.strip().lower()
    negative = text.startswith("-")
    if negative or text.startswith("+"):
        text = text[1:]
    wanted = base
    if base == 0:
        wanted = 10
        if text.startswith("0x"):
            wanted = 16
        elif text.startswith("0o"):
            wanted = 8
        elif text.startswith("0b"):
            wanted = 2
    hexadecimal = wanted == 16 and text.startswith("0x")
    octal = wanted == 8 and text.startswith("0o")
    if hexadecimal or octal or (wanted == 2 and text.startswith("0b")):
        text = text[2:]
        if text.startswith("_"):
            text = text[1:]
    value = 0
    zeros = True
    digit_before = False
    for c in text:
        if c == "_" and digit_before:
            digit_before = False
            continue
        digit = ord(c) - 48 if c.isdigit() else ord(c) - 87 if c.isalpha() else 99
        if digit >= wanted:
            raise ValueError("invalid literal for int() with base " + str(base) + ": " + repr(s)[:200])
        if base == 0 and wanted == 10 and value == 0 and zeros and digit != 0 and len(text) > 1 and text[0] == "0":
            raise ValueError("invalid literal for int() with base " + str(base) + ": " + repr(s)[:200])
        zeros = zeros and digit == 0
        value = value * wanted + digit
        digit_before = True
    if not digit_before:
        raise ValueError("invalid literal for int() with base " + str(base) + ": " + repr(s)[:200])
    return -value if negative else value


def pow_mod(base: int, exponent: int, modulus: int) -> int:
    """pow(base, exponent, modulus)."""
    if modulus == 0:
        raise ValueError("pow() 3rd argument cannot be 0")
    size = abs(modulus)
    factor = base % size
    if exponent < 0:
        factor = inverse_mod(factor, size)
        exponent = -exponent
    result = 1 % size
    while exponent > 0:
        if exponent & 1 == 1:
            result = result * factor % size
        exponent >>= 1
        if exponent > 0:
            factor = factor * factor % size
    return result % modulus


def inverse_mod(a: int, n: int) -> int:
    """pow(a, -1, n) for 0 <= a < n, by Euclid."""
    old, rest = n, a
    before, found = 0, 1
    while rest != 0:
        quotient = old // rest
        old, rest = rest, old - quotient * rest
        before, found = found, before - quotient * found
    if old != 1:
        raise ValueError("base is not invertible for the given modulus")
    return before % n


def round_int(n: int, digits: int) -> int:
    """round(n, digits) of an int: to an even multiple when two are as near."""
    if digits >= 0:
        return n
    unit = 10 ** (-digits)
    rest = n % unit
    below = n - rest
    if rest * 2 > unit or (rest * 2 == unit and below // unit % 2 == 1):
        return below + unit
    return below


def divmod_float(a: float, b: float) -> tuple[float, float]:
    """divmod(a, b) of floats."""
    if b == 0.0:
        raise ZeroDivisionError("float divmod()")
    return a // b, a % b


def in_binary(n: int) -> str:
    """bin(n)."""
    return f"-0b{-n:b}" if n < 0 else f"0b{n:b}"


def in_octal(n: int) -> str:
    """oct(n)."""
    return f"-0o{-n:o}" if n < 0 else f"0o{n:o}"


def in_hexadecimal(n: int) -> str:
    """hex(n)."""
    return f"-0x{-n:x}" if n < 0 else f"0x{n:x}"


def factorial(n: int) -> int:
    """math.factorial(n)."""
    if n < 0:
        raise ValueError("factorial() not defined for negative values")
    found = 1
    for i in range(2, n + 1):
        found *= i
    return found


def comb(n: int, k: int) -> int:
    """math.comb(n, k)."""
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    if k > n:
        return 0
    k = min(k, n - k)
    found = 1
    for i in range(k):
        found = found * (n - i) // (i + 1)
    return found


def perm(n: int, k: int) -> int:
    """math.perm(n, k)."""
    if n < 0:
        raise ValueError("n must be a non-negative integer")
    if k < 0:
        raise ValueError("k must be a non-negative integer")
    if k > n:
        return 0
    found = 1
    for i in range(k):
        found *= n - i
    return found


def lcm(a: int, b: int) -> int:
    """math.lcm(a, b)."""
    if a == 0 or b == 0:
        return 0
    x, y = abs(a), abs(b)
    while y != 0:
        x, y = y, x % y
    return abs(a) // x * abs(b)


def product_int(items: list[int], start: int) -> int:
    """math.prod(items, start=start) of ints."""
    for item in items:
        start *= item
    return start


def product_float(items: list[float]) -> float:
    """math.prod(items) of floats; of none it is the int 1."""
    if not items:
        give_up()
    found = 1.0
    for item in items:
        found *= item
    return found


def product_float_from(items: list[float], start: float) -> float:
    """math.prod(items, start=start) of floats."""
    for item in items:
        start *= item
    return start


def is_close(a: float, b: float, relative: float, absolute: float) -> bool:
    """math.isclose(a, b, rel_tol=relative, abs_tol=absolute)."""
    if relative < 0.0 or absolute < 0.0:
        raise ValueError("tolerances must be non-negative")
    if a == b:
        return True
    if abs(a) == float("inf") or abs(b) == float("inf"):
        return False
    difference = abs(b - a)
    return difference <= abs(relative * b) or difference <= abs(relative * a) or difference <= absolute


def sum_exactly(items: list[float]) -> float:
    """math.fsum(items) (Modules/mathmodule.c, after Shewchuk); what is not finite is left to legacy."""
    parts: list[float] = []
    for item in items:
        x = item
        kept = 0
        for j in range(len(parts)):
            y = parts[j]
            if abs(x) < abs(y):
                x, y = y, x
            high = x + y
            low = y - (high - x)
            if low != 0.0:
                parts[kept] = low
                kept += 1
            x = high
        while len(parts) > kept:
            parts.pop()
        if x != 0.0:
            if x - x != 0.0:
                give_up()
            parts.append(x)
    total = 0.0
    n = len(parts)
    if n > 0:
        n -= 1
        total = parts[n]
        low = 0.0
        while n > 0:
            x = total
            n -= 1
            y = parts[n]
            total = x + y
            low = y - (total - x)
            if low != 0.0:
                break
        if n > 0 and ((low < 0.0 and parts[n - 1] < 0.0) or (low > 0.0 and parts[n - 1] > 0.0)):
            y = low * 2.0
            x = total + y
            if y == x - total:
                total = x
    return total


def half_gap(x: float) -> float:
    """Half the distance from x, which is not 0, to the next float towards 0 (Rump: the unit in the first place)."""
    a = abs(x)
    scaled = a * 4503599627370497.0
    first = abs(scaled - scaled * 0.9999999999999999)
    gap = first * 1.1102230246251565e-16
    return gap / 2.0 if a == first else gap


def mean_float(items: list[float]) -> float:
    """statistics.mean(items): the exact sum over the count, rounded once, or legacy answers."""
    count = len(items)
    if count == 0:
        give_up()
    total = sum_exactly(items)
    if total == 0.0:
        return 0.0
    n = float(count)
    q = total / n
    if abs(q) > 1e290 or abs(q) < 1e-290 or count > 67108864:
        give_up()
    for _ in range(2):
        product = q * n
        big = 134217729.0 * q
        high = big - (big - q)
        rest = (high * n - product) + (q - high) * n
        left: list[float] = items.copy()
        left.append(-product)
        left.append(-rest)
        off = sum_exactly(left)
        if abs(off) < n * half_gap(q) * 0.999:
            return q
        q = q + off / n
    give_up()
    return q


def fmean(items: list[float]) -> float:
    """statistics.fmean(items)."""
    if len(items) == 0:
        give_up()
    return sum_exactly(items) / float(len(items))


def fmean_int(items: list[int]) -> float:
    """statistics.fmean(items) of ints."""
    return fmean([float(x) for x in items])


def median_float(items: list[float]) -> float:
    """statistics.median(items)."""
    n = len(items)
    if n == 0:
        give_up()
    found = sorted(items)
    return found[n // 2] if n % 2 == 1 else (found[n // 2 - 1] + found[n // 2]) / 2.0


def median_low(items: list[T]) -> T:
    """statistics.median_low(items)."""
    n = len(items)
    if n == 0:
        give_up()
    return sorted(items)[(n - 1) // 2]


def median_high(items: list[T]) -> T:
    """statistics.median_high(items)."""
    n = len(items)
    if n == 0:
        give_up()
    return sorted(items)[n // 2]


def exact_float(n: int) -> float:
    """The float that `n` is; legacy compares an int that is none."""
    if n > 9007199254740992 or n < -9007199254740992:
        give_up()
    return float(n)


def as_floats(items: list[int]) -> list[float]:
    """Ints as floats."""
    return [float(x) for x in items]


def differences(p: list[float], q: list[float]) -> list[float]:
    """What math.dist(p, q) takes the norm of."""
    if len(p) != len(q):
        raise ValueError("both points must have the same number of dimensions")
    return [p[i] - q[i] for i in range(len(p))]


def scale_of(largest: float) -> float:
    """The power of two that brings a positive number to at least a half and below one."""
    scale = 1.0
    while largest * scale >= 65536.0:
        scale = scale / 65536.0
    while largest * scale >= 1.0:
        scale = scale / 2.0
    while largest * scale < 0.0000152587890625:
        scale = scale * 65536.0
    while largest * scale < 0.5:
        scale = scale * 2.0
    return scale


def norm_of_311(vector: list[float]) -> float:
    """math.hypot(*vector) up to Python 3.11 (Modules/mathmodule.c, vector_norm)."""
    largest = 0.0
    for x in vector:
        if x - x != 0.0:
            give_up()
        largest = abs(x) if abs(x) > largest else largest
    if largest == 0.0 or len(vector) == 1:
        return largest
    if largest > 1e150 or largest < 1e-150:
        give_up()
    scale: float = scale_of(largest)
    total = 1.0
    rest1 = 0.0
    rest2 = 0.0
    rest3 = 0.0
    for y in vector:
        x = abs(y) * scale
        big = x * 134217729.0
        high = big - (big - x)
        low = x - high
        x = high * high
        old = total
        total = total + x
        rest1 = rest1 + ((old - total) + x)
        x = 2.0 * high * low
        old = total
        total = total + x
        rest2 = rest2 + ((old - total) + x)
        rest3 = rest3 + low * low
    root = square_root(total - 1.0 + (rest1 + rest2 + rest3))
    big = root * 134217729.0
    high = big - (big - root)
    low = root - high
    x = -high * high
    old = total
    total = total + x
    rest1 = rest1 + ((old - total) + x)
    x = -2.0 * high * low
    old = total
    total = total + x
    rest2 = rest2 + ((old - total) + x)
    x = -low * low
    old = total
    total = total + x
    rest3 = rest3 + ((old - total) + x)
    x = total - 1.0 + (rest1 + rest2 + rest3)
    return (root + x / (2.0 * root)) / scale


def norm_of(vector: list[float]) -> float:
    """math.hypot(*vector) from Python 3.12 on (Modules/mathmodule.c, vector_norm)."""
    largest = 0.0
    for x in vector:
        if x - x != 0.0:
            give_up()
        largest = abs(x) if abs(x) > largest else largest
    if largest == 0.0 or len(vector) == 1:
        return largest
    if largest > 1e150 or largest < 1e-150:
        give_up()
    scale: float = scale_of(largest)
    total = 1.0
    rest1 = 0.0
    rest2 = 0.0
    for y in vector:
        x = abs(y) * scale
        big = x * 134217729.0
        high = big - (big - x)
        low = x - high
        square = x * x
        error = ((high * high - square) + 2.0 * high * low) + low * low
        old = total
        total = total + square
        rest1 = rest1 + error
        rest2 = rest2 + ((old - total) + square)
    root = square_root(total - 1.0 + (rest1 + rest2))
    big = root * 134217729.0
    high = big - (big - root)
    low = root - high
    square = root * root
    error = ((high * high - square) + 2.0 * high * low) + low * low
    old = total
    total = total - square
    rest1 = rest1 - error
    rest2 = rest2 + ((old - total) - square)
    x = total - 1.0 + (rest1 + rest2)
    root = root + x / (2.0 * root)
    return root / scale


def bit_count(n: int) -> int:
    """n.bit_count()."""
    if n == -9223372036854775808:
        return 1
    rest = abs(n)
    count = 0
    while rest != 0:
        rest = rest & (rest - 1)
        count += 1
    return count
