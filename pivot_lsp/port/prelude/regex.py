"""Regular expressions: the matcher that runs what `port/regex.py` made of a pattern, and `re`'s functions on top of it.

A program is a list of ints: where the first character is tested (0: nowhere), whether only ASCII texts are taken, how
many slots a match has, then the instructions. Each begins with its number:

    0 end     1 this character c     2 any but a newline     3 any
    4 one of a set: size, four words of 32 bits for ASCII, negated, then (kind, a, b) for the others
    5 greedy, 6 lazy repeat of one character: least, most (-1: no end), where it goes on, then what is repeated
    7 first a, if that fails b     8 go to a     9 note the place in slot n     10 the same, and the group that ended
    11 a position: 0 start, 1 start of a line, 2 end, 3 end of a line, 4 end of the text, 5 word boundary, 6 none
    12 ahead or behind: negated, how far back, where it goes on, then its own program      13 what group n matched

Keeps true: alternatives are tried in CPython's order (Modules/_sre/sre_lib.h) and whatever a failed one noted is taken
back, so that the first match found is CPython's, with its groups. `codes` are the characters of a text that is not
ASCII, where looking up the n-th would take long; they are empty for one that is. A match is its text and its slots:
start and end of the whole, then of each group, -1 where it took no part; the pattern's number; the last group's.
"""


def codes_of(program: list[int], text: str) -> list[int]:
    """The characters of a text that is not ASCII; legacy answers where case would need the Unicode tables."""
    codes: list[int] = []
    if not text.isascii():
        if program[1] != 0:
            give_up()
        for c in text:
            codes.append(ord(c))
    return codes


def code_at(text: str, codes: list[int], i: int) -> int:
    """The i-th character."""
    return codes[i] if codes else ord(text[i])


def is_word_code(c: int) -> bool:
    """What `\\w` matches."""
    if c < 128:
        return 97 <= c <= 122 or 65 <= c <= 90 or 48 <= c <= 57 or c == 95
    return chr(c).isalnum()


def in_set(program: list[int], pc: int, c: int) -> bool:
    """Whether the set at `pc` has `c`."""
    if c < 128:
        return (program[pc + 2 + (c >> 5)] >> (c & 31)) & 1 == 1
    found = False
    item = pc + 7
    end = pc + program[pc + 1]
    while item < end and not found:
        kind = program[item]
        if kind == 0:
            found = program[item + 1] <= c <= program[item + 2]
        elif kind == 1:
            found = chr(c).isdecimal() == (program[item + 1] == 1)
        elif kind == 2:
            found = chr(c).isspace() == (program[item + 1] == 1)
        else:
            found = is_word_code(c) == (program[item + 1] == 1)
        item += 3
    return found != (program[pc + 6] == 1)


def takes_code(program: list[int], pc: int, c: int) -> bool:
    """Whether the instruction for one character at `pc` takes `c`."""
    kind = program[pc]
    if kind == 1:
        return program[pc + 1] == c
    if kind == 4:
        return in_set(program, pc, c)
    return kind == 3 or c != 10


def is_boundary(text: str, codes: list[int], i: int) -> bool:
    """`\\b`."""
    before = i > 0 and is_word_code(code_at(text, codes, i - 1))
    after = i < len(text) and is_word_code(code_at(text, codes, i))
    return before != after


def stands_at(where: int, text: str, codes: list[int], i: int) -> bool:
    """Whether place `i` is what an anchor asks for."""
    n = len(text)
    if where == 0:
        return i == 0
    if where == 1:
        return i == 0 or code_at(text, codes, i - 1) == 10
    if where == 2:
        return i == n or (i == n - 1 and code_at(text, codes, i) == 10)
    if where == 3:
        return i == n or code_at(text, codes, i) == 10
    if where == 4:
        return i == n
    if n == 0:
        return False
    return is_boundary(text, codes, i) == (where == 5)


def same_codes(text: str, codes: list[int], a: int, b: int, size: int) -> bool:
    """Whether the text has the same `size` characters at `a` as at `b`."""
    return all(code_at(text, codes, a + k) == code_at(text, codes, b + k) for k in range(size))


def run_pattern(
    program: list[int], text: str, codes: list[int], start: int, mode: int, slots: list[int], stack: list[int], pc: int
) -> int:
    """Where a match from `start` ends, or -1. `mode`: 1 not where it began, 2 only at the end of the text.

    `stack` holds what is left to try, three numbers each: -2 less where the program goes on, and the place; a repeat,
    the place, and the place where it may end or how many more it may take; -1, a slot and what it held.
    """
    n = len(text)
    base = len(stack)
    i = start
    while True:
        op = program[pc]
        going = True
        if op == 1:
            if i < n and code_at(text, codes, i) == program[pc + 1]:
                i += 1
                pc += 2
            else:
                going = False
        elif op == 4:
            if i < n and in_set(program, pc, code_at(text, codes, i)):
                i += 1
                pc += program[pc + 1]
            else:
                going = False
        elif op == 2 or op == 3:
            if i < n and (op == 3 or code_at(text, codes, i) != 10):
                i += 1
                pc += 1
            else:
                going = False
        elif op == 5:
            least = i + program[pc + 1]
            most = program[pc + 2]
            end = n if most < 0 or most > n - i else i + most
            at = i
            if program[pc + 4] == 3:
                at = end
            else:
                while at < end and takes_code(program, pc + 4, code_at(text, codes, at)):
                    at += 1
            if at < least:
                going = False
            else:
                if at > least:
                    stack.append(pc)
                    stack.append(at - 1)
                    stack.append(least)
                i = at
                pc = program[pc + 3]
        elif op == 6:
            least = program[pc + 1]
            end = i + least
            if end > n:
                going = False
            while going and i < end:
                if takes_code(program, pc + 4, code_at(text, codes, i)):
                    i += 1
                else:
                    going = False
            if going:
                most = program[pc + 2]
                stack.append(pc)
                stack.append(i)
                stack.append(n if most < 0 else most - least)
                pc = program[pc + 3]
        elif op == 7:
            stack.append(-2 - program[pc + 2])
            stack.append(i)
            stack.append(0)
            pc = program[pc + 1]
        elif op == 8:
            pc = program[pc + 1]
        elif op == 9 or op == 10:
            slot = program[pc + 1]
            stack.append(-1)
            stack.append(slot)
            stack.append(slots[slot])
            slots[slot] = i
            if op == 10:
                last = len(slots) - 1
                stack.append(-1)
                stack.append(last)
                stack.append(slots[last])
                slots[last] = slot >> 1
            pc += 2
        elif op == 11:
            if stands_at(program[pc + 1], text, codes, i):
                pc += 2
            else:
                going = False
        elif op == 12:
            back = program[pc + 2]
            found = -1
            if i >= back:
                found = run_pattern(program, text, codes, i - back, 0, slots, stack, pc + 4)
            if (found >= 0) == (program[pc + 1] == 0):
                pc = program[pc + 3]
            else:
                going = False
        elif op == 13:
            begin = slots[program[pc + 1] * 2]
            size = slots[program[pc + 1] * 2 + 1] - begin
            if begin >= 0 and size >= 0 and size <= n - i and same_codes(text, codes, begin, i, size):
                i += size
                pc += 2
            else:
                going = False
        else:
            if (mode == 1 and i == start) or (mode == 2 and i != n):
                going = False
            else:
                while len(stack) > base:
                    stack.pop()
                return i
        while not going:
            if len(stack) == base:
                return -1
            more = stack.pop()
            at = stack.pop()
            pc = stack.pop()
            if pc == -1:
                slots[at] = more
                continue
            going = True
            i = at
            if pc < 0:
                pc = -2 - pc
            elif program[pc] == 5:
                if at > more:
                    stack.append(pc)
                    stack.append(at - 1)
                    stack.append(more)
                pc = program[pc + 3]
            else:
                if more > 0 and i < n and takes_code(program, pc + 4, code_at(text, codes, i)):
                    i += 1
                    stack.append(pc)
                    stack.append(i)
                    stack.append(more - 1)
                    pc = program[pc + 3]
                else:
                    going = False


def search_pattern(program: list[int], text: str, codes: list[int], at: int, mode: int, slots: list[int]) -> bool:
    """Whether there is a match at `at` or behind it; it is noted in `slots`. `mode` 1: none that is empty at `at`."""
    first = program[0]
    n = len(text)
    for k in range(program[2]):
        slots[k] = -1
    stack: list[int] = []
    start = at
    while start <= n:
        if first == 0 or (start < n and takes_code(program, first, code_at(text, codes, start))):
            end = run_pattern(program, text, codes, start, mode, slots, stack, 4)
            if end >= 0:
                slots[0] = start
                slots[1] = end
                slots[len(slots) - 2] = program[3]
                return True
        mode = 0
        start += 1
    return False


def match_pattern(program: list[int], text: str, kind: int, pos: int) -> tuple[str, list[int]] | None:
    """pattern.search(text, pos), for `kind` 1 match, for 2 fullmatch."""
    codes: list[int] = codes_of(program, text)
    slots = [-1] * program[2]
    n = len(text)
    at = 0 if pos < 0 else n if pos > n else pos
    if kind == 0:
        if search_pattern(program, text, codes, at, 0, slots):
            return (text, slots)
        return None
    stack: list[int] = []
    end: int = run_pattern(program, text, codes, at, 0 if kind == 1 else 2, slots, stack, 4)
    if end < 0:
        return None
    slots[0] = at
    slots[1] = end
    slots[len(slots) - 2] = program[3]
    return (text, slots)


def all_matches(program: list[int], text: str, most: int) -> list[tuple[str, list[int]]]:
    """list(pattern.finditer(text)), the first `most` of them unless that is 0."""
    codes: list[int] = codes_of(program, text)
    made: list[tuple[str, list[int]]] = []
    if most < 0:
        return made
    slots = [-1] * program[2]
    at = 0
    mode = 0
    while (most == 0 or len(made) < most) and search_pattern(program, text, codes, at, mode, slots):
        made.append((text, slots[:]))
        at = slots[1]
        mode = 1 if slots[0] == at else 0
    return made


def all_groups(program: list[int], text: str, group: int) -> list[str]:
    """pattern.findall(text) of a pattern with at most one group, which is `group`."""
    codes: list[int] = codes_of(program, text)
    made: list[str] = []
    slots = [-1] * program[2]
    at = 0
    mode = 0
    while search_pattern(program, text, codes, at, mode, slots):
        begin = slots[2 * group]
        made.append("" if begin < 0 else text[begin : slots[2 * group + 1]])
        at = slots[1]
        mode = 1 if slots[0] == at else 0
    return made


def split_pattern(program: list[int], text: str, most: int, groups: int) -> list[str]:
    """pattern.split(text, most); each of its groups takes part in every match."""
    codes: list[int] = codes_of(program, text)
    made: list[str] = []
    slots = [-1] * program[2]
    at = 0
    mode = 0
    count = 0
    while most >= 0 and (most == 0 or count < most) and search_pattern(program, text, codes, at, mode, slots):
        made.append(text[at : slots[0]])
        for k in range(1, groups + 1):
            made.append(text[slots[2 * k] : slots[2 * k + 1]])
        at = slots[1]
        mode = 1 if slots[0] == at else 0
        count += 1
    made.append(text[at:])
    return made


def replace_pattern(program: list[int], text: str, texts: list[str], groups: list[int], most: int) -> str:
    """pattern.sub(template, text, most), where the template is texts[0], groups[0], texts[1] and so on."""
    codes: list[int] = codes_of(program, text)
    made: list[str] = []
    slots = [-1] * program[2]
    done = 0
    at = 0
    mode = 0
    count = 0
    while most >= 0 and (most == 0 or count < most) and search_pattern(program, text, codes, at, mode, slots):
        made.append(text[done : slots[0]])
        for k in range(len(texts)):
            made.append(texts[k])
            if k < len(groups) and slots[2 * groups[k]] >= 0:
                made.append(text[slots[2 * groups[k]] : slots[2 * groups[k] + 1]])
        at = slots[1]
        done = at
        mode = 1 if slots[0] == at else 0
        count += 1
    made.append(text[done:])
    return "".join(made)


def replace_plainly(program: list[int], text: str, new: str, most: int) -> str:
    """pattern.sub(new, text, most) where `new` stands for itself."""
    texts = [new]
    groups: list[int] = []
    made: str = replace_pattern(program, text, texts, groups, most)
    return made


def replace_literally(new: str, program: list[int], text: str, most: int) -> str:
    """pattern.sub(new, text, most); what has a backslash is a template that only `re` reads."""
    if "\\" in new:
        give_up()
    made: str = replace_plainly(program, text, new, most)
    return made


def replace_each(text: str, found: list[tuple[tuple[str, list[int]], str]]) -> str:
    """pattern.sub(function, text): each match with what stands for it."""
    made: list[str] = []
    done = 0
    for match, new in found:
        made.append(text[done : match[1][0]])
        made.append(new)
        done = match[1][1]
    made.append(text[done:])
    return "".join(made)


def of_pattern(match: tuple[str, list[int]], program: list[int]) -> tuple[str, list[int]]:
    """A match that the pattern made; legacy answers for another's."""
    if match[1][len(match[1]) - 2] != program[3]:
        give_up()
    return match


def group_of(match: tuple[str, list[int]], n: int) -> str:
    """match.group(n) of a group that took part; legacy answers for one that did not."""
    begin = match[1][2 * n]
    if begin < 0:
        give_up()
    return match[0][begin : match[1][2 * n + 1]]


def group_or_none(match: tuple[str, list[int]], n: int) -> str | None:
    """match.group(n)."""
    begin = match[1][2 * n]
    if begin < 0:
        return None
    return match[0][begin : match[1][2 * n + 1]]


def group_or(match: tuple[str, list[int]], n: int, other: str) -> str:
    """match.group(n), and `other` for a group that took no part."""
    begin = match[1][2 * n]
    return other if begin < 0 else match[0][begin : match[1][2 * n + 1]]


def place_in(match: tuple[str, list[int]], slot: int) -> int:
    """match.start(n) and match.end(n), which are slots 2n and 2n + 1."""
    return match[1][slot]


def last_group(match: tuple[str, list[int]], names: list[str]) -> str | None:
    """match.lastgroup; `names` has that of each group, "" for one without."""
    last = match[1][len(match[1]) - 1]
    if last < 0 or names[last] == "":
        return None
    return names[last]


def last_index(match: tuple[str, list[int]]) -> int | None:
    """match.lastindex."""
    last = match[1][len(match[1]) - 1]
    if last < 0:
        return None
    return last


def text_of(match: tuple[str, list[int]]) -> str:
    """match.string."""
    return match[0]
