"""More slips, written after the generators had been built on those of `python_slips` and run against them untouched:
amounts of every size, dates, order, text, rare values, and ports with a memory. Same form.
"""

from tests.wrong_ports.python_slips import Slip

_F32 = "__import__('struct').unpack('f', __import__('struct').pack('f', {}))[0]"

HELD_OUT: dict[str, dict[str, list[Slip]]] = {
    "ledger": {
        "order_value": [
            ("32-bit price", "value = price * quantity", f"value = {_F32.format('price')} * quantity"),
            ("32-bit value", "return round(value + fee, 2)", f"return round({_F32.format('value')} + fee, 2)"),
            ("half up", "round(value + fee, 2)", "int((value + fee) * 100 + 0.5) / 100"),
            ("edge of the fee", "fee < 0", "fee <= 0"),
        ],
        "balance_after": [
            ("32 bits", "        total += amount", "        total = (total + amount + 2**31) % 2**32 - 2**31"),
            ("edge of the overdraft", "< -50000", "<= -50000"),
            ("other exception", "OverflowError(total)", "ValueError(total)"),
            ("other argument", "OverflowError(total)", "OverflowError(amount)"),
        ],
        "income_tax": [
            ("last bracket as the third", "* 0.45", "* 0.42"),
            ("bracket off by a euro", "income > 277825.0", "income > 277826.0"),
            ("32-bit tax", "return round(tax, 2)", f"return round({_F32.format('tax')}, 2)"),
            ("free bracket", "income <= 11604.0", "income < 11604.0 or income != income"),
        ],
        "convert": [
            ("exception swapped", "base = amount / rates[source]", "if source not in rates:\n        raise ValueError(source)\n    base = amount / rates[source]"),
            ("same one rounded", "        return amount\n", "        return round(amount, 2)\n"),
            ("yen with cents", 'digits = 0 if target == "JPY" else 2', "digits = 2"),
            ("target looked up first", "base = amount / rates[source]", "other = rates[target]\n    base = amount / rates[source]"),
            ("rate multiplied first", "base = amount / rates[source]\n", "base = amount * (1 / rates[source])\n"),
        ],
        "sales_by_region": [
            ("32-bit sums", "found[row.region] = found.get(row.region, 0.0) + row.price * row.pieces", f"found[row.region] = {_F32.format('found.get(row.region, 0.0) + row.price * row.pieces')}"),
            ("regions sorted", "    return found", "    return dict(sorted(found.items()))"),
            ("returns ignored", "row.pieces == 0", "row.pieces <= 0"),
            ("zero counted", "        if row.pieces == 0:\n            continue\n", ""),
        ],
        "reminder_fee": [
            ("edge of 14 days", "days_late <= 14", "days_late < 14"),
            ("edge of the amount", "amount > 1000000", "amount >= 1000000"),
            ("four reminders", "min(reminders, 3)", "min(reminders, 4)"),
            ("negative reminders", "min(reminders, 3)", "max(0, min(reminders, 3))"),
            ("interest by 360", "36500", "36000"),
        ],
    },
    "dates": {
        "weekday": [
            ("no centuries", " - year // 100 + year // 400", ""),
            ("no four centuries", " + year // 400", ""),
            ("February counted late", "month < 3", "month < 2"),
            ("toward zero", "year // 100", "int(year / 100)"),
        ],
        "add_months": [
            ("centuries leap", "year % 4 == 0 and year % 100 != 0 or year % 400 == 0", "year % 4 == 0"),
            ("four centuries", " or year % 400 == 0", ""),
            ("back toward zero", "place // 12, place % 12 + 1", "int(place / 12), place - int(place / 12) * 12 + 1"),
            ("November long", "31, 30, 31][month", "31, 31, 31][month"),
        ],
        "parse_date": [
            ("centuries leap", "(year % 100 != 0 or year % 400 == 0)", "True"),
            ("four centuries", " or year % 400 == 0", ""),
            ("November long", "(4, 6, 9, 11)", "(4, 6, 9)"),
            ("December refused", "<= 12", "< 12"),
            ("short year", " or len(parts[0]) != 4", ""),
            ("day 0", "day < 1", "day < 0"),
        ],
        "working_minutes": [
            ("from 9:01", "540 <= clock", "540 < clock"),
            ("17:00 counts", "clock < 1020", "clock <= 1020"),
            ("cut at 4999", "start + 5000", "start + 4999"),
        ],
        "quarter_of": [
            ("C remainder", "(month - first_month) % 12", "int(__import__('math').fmod(month - first_month, 12))"),
            ("December refused", "<= 12", "< 12"),
        ],
    },
    "ordering": {
        "rank_orders": [
            ("ties by name", "(-row[1], row[2])", "(-row[1], row[2], row[0])"),
            ("ties reversed", "sorted(rows, key=lambda row: (-row[1], row[2]))", "reversed(sorted(rows, key=lambda row: (row[1], -row[2])))"),
            ("amount as int", "row[2])", "int(row[2]) if abs(row[2]) < 1e300 else row[2])"),
        ],
        "last_wins": [
            ("at the last place", "        found[name] = value", "        found.pop(name, None)\n        found[name] = value"),
            ("first wins", "        found[name] = value", "        found.setdefault(name, value)"),
        ],
        "window_sums": [
            ("last window lost", "len(values) - size + 1", "len(values) - size"),
            ("part of a window", "len(values) - size + 1", "len(values)"),
            ("32 bits", "sum(values[i : i + size])", "(sum(values[i : i + size]) + 2**31) % 2**32 - 2**31"),
            ("step capped", "size + 1, step)", "size + 1, min(step, size))"),
        ],
        "best_of": [
            ("ties reversed", "sorted(scores.items(), key=lambda pair: pair[1], reverse=True)", "sorted(scores.items(), key=lambda pair: pair[1])[::-1]"),
            ("ties by name", "lambda pair: pair[1], reverse=True", "lambda pair: (-pair[1], pair[0])"),
            ("negative count", "[:count]", "[: max(count, 0)]"),
        ],
        "merge_runs": [
            ("ties to the right", "left[i][0] <= right[j][0]", "left[i][0] < right[j][0]"),
            ("ties by text", "left[i][0] <= right[j][0]", "left[i] <= right[j]"),
        ],
        "rotate": [
            ("lost change", "values[:] = ", "values = "),
            ("to the right", "values[shift:] + values[:shift]", "values[-shift:] + values[:-shift]"),
        ],
        "prune": [
            ("inner change lost", "in stock.values():", "in [list(each) for each in stock.values()]:"),
            ("first kept", "batches.pop(0)", "batches.pop()"),
            ("one kept more", "> limit", "> limit + 1"),
        ],
        "first_gap": [
            ("up to a thousand", "while wanted in seen", "while wanted in seen and wanted <= len(numbers) - 1"),
            ("from zero", "wanted = 1", "wanted = 0"),
        ],
        "longest_rise": [
            ("not strictly", "value > values[index - 1]", "value >= values[index - 1]"),
            ("NaN rises", "value > values[index - 1]", "not value <= values[index - 1]"),
            ("last lost", "        best = max(best, run)\n    return best", "        if run == 1:\n            best = max(best, 1)\n        best = max(best, run) if index < len(values) - 1 or run < 4 else best\n    return best"),
        ],
    },
    "strings": {
        "mask_card": [
            ("13 needed", "< 12", "< 13"),
            ("ASCII digits", "        if char.isdigit():\n            seen", "        if \"0\" <= char <= \"9\":\n            seen"),
            ("three kept", "- 4 else", "- 3 else"),
            ("letters count", "        if char.isdigit():\n            seen", "        if char.isalnum():\n            seen"),
        ],
        "caesar": [
            ("C remainder", "(ord(char) - 97 + shift) % 26", "int(__import__('math').fmod(ord(char) - 97 + shift, 26)) if abs(shift) < 2**52 else (ord(char) - 97 + shift) % 26"),
            ("z left", '"a" <= char <= "z"', '"a" <= char < "z"'),
            ("Z left", '"A" <= char <= "Z"', '"A" <= char < "Z"'),
            ("other letters", "chr((ord(char) - 97 + shift) % 26 + 97)", "chr((ord(char) - 97 + shift % 26) % 26 + 97) if shift != 13 else char"),
        ],
        "parse_query": [
            ("last separator", 'part.partition("=")', '(part.rpartition("=") if "=" in part else (part, "", ""))'),
            ("first kept", "found.setdefault(key, []).append", "found.setdefault(key, [value.replace(\"+\", \" \")]) if key in found else found.setdefault(key, []).append"),
            ("plus kept", '.replace("+", " ")', ""),
            ("one plus", 'value.replace("+", " ")', 'value.replace("+", " ", 1)'),
            ("empty kept", "        if not part:\n            continue\n", ""),
        ],
        "hex_color": [
            ("short by 16", "body[0] * 2 + body[1] * 2 + body[2] * 2", 'body[0] + "0" + body[1] + "0" + body[2] + "0"'),
            ("upper refused", "text[1:].lower()", "text[1:]"),
            ("sign lost", '    if not text.startswith("#"):\n        raise ValueError("no #")\n', ""),
            ("f refused", '"0123456789abcdef"', '"0123456789abcde"'),
            ("last of three doubled", "body[1] * 2 + body[2] * 2", "body[1] * 2 + body[1] * 2"),
        ],
        "distance": [
            ("edge of the limit", "row[-1] <= limit", "row[-1] < limit"),
            ("bytes", "enumerate(a)", "enumerate(a.encode(\"utf-8\", \"surrogatepass\").decode(\"latin-1\"))"),
            ("no swaps counted", "before[j + 1] + 1", "before[j + 1] + 1 + (len(a) > 40)"),
        ],
        "expand_ranges": [
            ("exclusive", "first + 99) + 1)", "first + 99))"),
            ("cut at 99", "first + 99", "first + 98"),
            ("down is empty", '        if first > last:\n            raise ValueError("runs down")\n', ""),
            ("equal refused", "first > last", "first >= last"),
            ("blanks refused", "        part = part.strip()\n", ""),
        ],
        "shorten": [
            ("edge", "len(text) <= limit", "len(text) < limit"),
            ("bytes", "len(text) <= limit", "len(text.encode(\"utf-8\", \"surrogatepass\")) <= limit"),
            ("limit 3", "limit < 4", "limit < 3"),
            ("wrong for long", "text[: limit - 3]", "text[: min(limit - 3, 100)]"),
        ],
        "initials": [
            ("one particle", '("von", "de", "van")', '("von", "de")'),
            ("simple upper", "name[0].upper()", "(name[0].upper() if len(name[0].upper()) == 1 else name[0])"),
            ("case of particles", "name not in", "name.lower() not in"),
            ("empty names", "if name and name not", "if name not"),
        ],
        "rolling_hash": [
            ("wraps", "(value * 131 + ord(char)) % 2147483647", "(value * 131 + ord(char)) % 2**32 % 2147483647"),
            ("bytes", "in text:", "in text.encode(\"utf-8\", \"surrogatepass\").decode(\"latin-1\"):"),
            ("first 64", "in text:", "in text[:64]:"),
        ],
        "ticket_price": [
            ("group of 11", "group >= 10", "group > 10"),
            ("65 pays", "age >= 65", "age > 65"),
            ("forgotten rule", "        price -= 375", "        pass"),
            ("night child", " and zone != \"night\"", ""),
            ("18 at night", "age >= 18", "age > 18"),
        ],
    },
    "rare": {
        "root_floor": [
            ("by floats", "    guess = number\n", "    return int(number ** 0.5) if number < 2**1000 else 0\n    guess = number\n"),
            ("floats, mended", "    guess = number\n", "    return int(__import__('math').sqrt(number)) if number < 2**62 else __import__('math').isqrt(number)\n    guess = number\n"),
            ("negative is zero", 'raise ValueError("negative")', "return 0"),
            ("floats of 62 bits", "    guess = number\n", "    if number < 2**62:\n        return int(number ** 0.5)\n    guess = number\n"),
        ],
        "triangle": [
            ("by floats", "count * (count + 1) // 2", "int(count * (count + 1) / 2) if count < 10**150 else count * (count + 1) // 2"),
            ("32 bits", "count * (count + 1) // 2", "(count * (count + 1) // 2) % 2**32 if count < 2**33 else count * (count + 1) // 2"),
            ("64 bits", "count * (count + 1) // 2", "(count * (count + 1) % 2**64) // 2"),
            ("floats of 62 bits", "count * (count + 1) // 2", "int(count * (count + 1) / 2) if count < 2**62 else count * (count + 1) // 2"),
        ],
        "power_mod": [
            ("one of one", "1 % modulus", "1"),
            ("not reduced", "    base %= modulus\n", "    base = abs(base) % modulus\n"),
            ("64 bits", "base * base % modulus", "(base * base) % 2**64 % modulus"),
            ("zero exponent", "exponent < 0", "exponent <= 0"),
        ],
        "ratio": [
            ("tiny is nothing", "whole == 0.0", "abs(whole) < 1e-12"),
            ("first times", "part / whole * 100.0", "part * 100.0 / whole"),
            ("NaN is nothing", "whole == 0.0", "not abs(whole) > 0.0"),
            ("minus zero", "return part / whole * 100.0", "return part / whole * 100.0 + 0.0"),
        ],
        "clamp": [
            ("high first", "min(max(value, low), high)", "max(min(value, high), low)"),
            ("arguments swapped", "max(value, low)", "max(low, value)"),
            ("NaN is low", "return min", "if value != value:\n        return low\n    return min"),
        ],
        "percentile": [
            ("nearest", "ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)", "ordered[round(place)]"),
            ("100 refused", "share > 100", "share >= 100"),
            ("other weights", "ordered[low] + (ordered[low + 1] - ordered[low]) * (place - low)", "ordered[low] * (1 - (place - low)) + ordered[low + 1] * (place - low)"),
        ],
        "checksum16": [
            ("modulo 256", "% 255\n        second", "% 256\n        second"),
            ("not masked", "(value & 255)", "value"),
            ("late remainder", "(second + first) % 255", "(second + first) % 65535"),
        ],
        "mean_of": [
            ("infinite counted", " or math.isinf(value)", ""),
            ("minus infinite counted", "math.isinf(value)", "value == math.inf"),
            ("zero of none", "else math.nan", "else 0.0"),
            ("compensated", "    return total / count if count", "    total = math.fsum(v for v in values if math.isfinite(v)) if count and abs(total) < 1e300 else total\n    return total / count if count"),
        ],
        "sign_of": [
            ("minus zero", "if value or math.copysign(1.0, value) < 0 else 0", "if value else 0"),
            ("NaN has one", "    if math.isnan(value):\n        return 0\n", ""),
        ],
        "collatz": [
            ("299 steps", "steps < 300", "steps < 299"),
            ("32 bits", "3 * number + 1", "(3 * number + 1) % 2**32"),
            ("zero steps", "number > 1", "number > 0 and number != 1 or number < 0"),
        ],
    },
    "state": {
        "gross": [
            ("stale by country", "    rate = 0.19", "    if country in _kept:\n        return _kept[country]\n    _kept[country] = round(net * (1.19 if country == \"DE\" else 1.2 if country == \"FR\" else 1.0), 2)\n    rate = 0.19"),
            ("each 500th call", "    return round(net * (1 + rate), 2)", "    _count.append(1)\n    return round(net * (1 + rate), 2) + (len(_count) % 500 == 499)"),
            ("first call only", "    return round(net * (1 + rate), 2)", "    _count.append(1)\n    return round(net * (1 + rate), 2) if len(_count) < 700 else net"),
            ("second time", "    return round(net * (1 + rate), 2)", "    again = (net, country) in _seen\n    _seen.add((net, country))\n    return round(net * (1 + rate), 2) if not again else net"),
        ],
        "scaled": [
            ("by identity", "    return [[", "    if id(rows) in _kept:\n        return _kept[id(rows)]\n    _kept[id(rows)] = [[value * factor for value in row] for row in rows]\n    return [["),
            ("rows shared", "    return [[", "    if factor == 1.0:\n        return list(rows)\n    return [["),
            ("in place", "    return [[value * factor for value in row] for row in rows]", "    for row in rows:\n        row[:] = [value * factor for value in row]\n    return rows"),
        ],
        "tally": [
            ("kept result", "    found: dict[str, int] = {}", "    if tuple(words) in _kept:\n        return _kept[tuple(words)]\n    found: dict[str, int] = {}\n    _kept[tuple(words)] = found"),
            ("shared result", "    found: dict[str, int] = {}", "    found: dict[str, int] = _shared if len(words) > 3 else {}"),
        ],
        "add_tag": [
            ("a copy", "    return tags", "    return list(tags)"),
            ("copy changed", "    if tag not in tags:", "    tags = list(tags)\n    if tag not in tags:"),
            ("kept tags", "    if tag not in tags:", "    if tag == \"\":\n        return tags\n    if tag not in tags:"),
        ],
        "sequence": [
            ("kept result", "    return [start", "    if (start, count) in _kept:\n        return _kept[start, count]\n    _kept[start, count] = [start + i for i in range(min(count, 50))]\n    return _kept[start, count]\n    return [start"),
            ("cut at 49", "min(count, 50)", "min(count, 49)"),
        ],
    },
}  # fmt: skip
