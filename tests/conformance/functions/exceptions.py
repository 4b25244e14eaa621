"""Exceptions: raised with the same type and arguments, at the same point, caught by the same handlers."""


class StockError(ValueError):
    """A class of the unit's own."""


class EmptyStock(StockError):
    pass


def raises(n: int) -> int:
    if n == 1:
        raise ValueError("one")
    if n == 2:
        raise KeyError(n)
    if n == 3:
        raise StockError(f"only {n}")
    if n == 4:
        raise EmptyStock
    if n == 5:
        raise RuntimeError("five", 5)
    if n == 6:
        raise ValueError("six") from None
    assert n != 7, "seven"
    assert n != 8
    return n


def catches(n: int) -> str:
    try:
        return str(raises(n))
    except EmptyStock:
        return "empty"
    except StockError as error:
        return f"stock {error}"
    except (KeyError, RuntimeError):
        return "key or runtime"
    except ValueError as error:
        return "value " + str(error)


def parse(texts: list[str]) -> list[int]:
    out = []
    for t in texts:
        try:
            value = int(t)
        except ValueError:
            continue
        if value < 0:
            break
        out.append(value)
    return out


def try_else(s: str) -> str:
    try:
        n = int(s)
    except ValueError:
        kind = "bad"
    else:
        kind = f"good {n}"
    return kind


def reraise(n: int) -> int:
    try:
        return raises(n)
    except ValueError:
        if n == 1:
            return -1
        raise


def translate(d: dict[str, int], k: str) -> int:
    try:
        return d[k]
    except KeyError:
        raise StockError(k)


def catch_lookup(xs: list[int], d: dict[str, int], i: int, k: str) -> str:
    try:
        return f"{xs[i]} {d[k]}"
    except LookupError:
        return "lookup"


def catch_arithmetic(a: int, b: int) -> str:
    try:
        return str(a // b)
    except ArithmeticError as error:
        return f"arithmetic: {error}"


def catch_all(n: int) -> str:
    try:
        raises(n)
    except Exception as error:
        return f"<{error}>"
    return "fine"


def partial_work(texts: list[str]) -> list[int]:
    out: list[int] = []
    try:
        for t in texts:
            out.append(int(t))
    except ValueError:
        out.append(-1)
    return out


def nested(n: int) -> str:
    try:
        try:
            raises(n)
        except KeyError:
            return "inner key"
        except StockError:
            raise ValueError("from inner")
    except ValueError as error:
        return f"outer {error}"
    return "none"


def loop_control(texts: list[str]) -> int:
    total = 0
    for t in texts:
        try:
            n = int(t)
            if n == 0:
                continue
            if n == 99:
                break
        except ValueError:
            total -= 1
            continue
        total += n
    return total


def zero_division(n: int) -> float:
    if n == 0:
        return 1 / n
    if n == 1:
        return float(5 // (n - 1))
    if n == 2:
        return float(5 % (n - 2))
    if n == 3:
        return 1.0 / (n - 3.0)
    if n == 4:
        return 1.0 // (n - 4.0)
    if n == 5:
        return 1.0 % (n - 5.0)
    return 0.0 ** (5.0 - n)


def lost_index(xs: list[int]) -> int:
    try:
        return xs[10]
    except IndexError as error:
        return len(str(error))


def overflow_inside_try(n: int) -> int:
    try:
        return n * 10**18
    except Exception:
        return -1


def further(n: int) -> None:
    if n == 0:
        raise SyntaxError(f"line {n}")
    if n == 1:
        raise EOFError
    if n == 2:
        raise RecursionError("too deep")
    if n == 3:
        raise UnicodeError("é", 3)
    if n == 4:
        raise OSError("gone")
    if n == 5:
        raise OSError()
    if n == 6:
        raise FileNotFoundError(2, "none")
    if n == 7:
        raise FileExistsError("there")
    if n == 8:
        raise ConnectionError()
    if n == 9:
        raise NameError("x", None)
    if n == 10:
        raise ImportError("no module")
    if n == 11:
        raise UserWarning("look")
    if n == 12:
        raise DeprecationWarning(2.5)
    if n == 13:
        raise BufferError("b")
    if n == 14:
        raise ReferenceError("r")
    if n == 15:
        raise SystemError("s", n)
    if n == 16:
        raise FloatingPointError("f")
    if n == 17:
        raise Warning(True)


def further_caught(n: int) -> str:
    try:
        further(n)
    except (OSError, Warning) as error:
        return f"{type(error).__name__} {error}"
    except ArithmeticError as error:
        return "arithmetic " + str(error)
    except RuntimeError as error:
        return "runtime " + str(error)
    except ValueError as error:
        return "value " + str(error)
    except (SyntaxError, NameError, ImportError, EOFError) as error:
        return repr(type(error).__name__) + str(error)
    except Exception as error:
        return f"other {error}"
    return "none"


CASES = {
    "raises": [(n,) for n in range(10)],
    "catches": [(n,) for n in (0, 1, 2, 3, 4, 5, 6, 9)],
    "parse": [(["1", "x", "3", "-1", "5"],), ([],)],
    "try_else": [("5",), ("x",)],
    "reraise": [(n,) for n in (0, 1, 3, 6)],
    "translate": [({"a": 1}, "a"), ({"a": 1}, "b")],
    "catch_lookup": [([1], {"a": 2}, 0, "a"), ([1], {"a": 2}, 5, "a"), ([1], {}, 0, "a")],
    "catch_arithmetic": [(7, 2), (7, 0)],
    "catch_all": [(n,) for n in range(10)],
    "partial_work": [(["1", "2", "x", "3"],), ([],)],
    "nested": [(n,) for n in (0, 1, 2, 3, 4)],
    "loop_control": [(["1", "0", "x", "2", "99", "5"],), ([],)],
    "zero_division": [(n,) for n in range(7)],
    "lost_index": [([],), ([1] * 11,)],
    "overflow_inside_try": [(1,), (9,)],
    "further": [(n,) for n in range(19)],
    "further_caught": [(n,) for n in range(19) if n != 6],
}
FALLBACK = {
    "overflow_inside_try": [(10,)],
    "further_caught": [(6,)],
}
