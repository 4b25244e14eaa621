//! Port of ports.sieve (ports.py:8-18).
//! Port of ports.edit_distance (ports.py:21-29).
//! Port of ports.word_counts (ports.py:32-37).
//! Port of ports.revenue (ports.py:50-58).
//! Port of ports.shortest (ports.py:61-73).
//! Port of ports.parse_amounts (ports.py:76-85).
//! Port of ports.tree_depth (ports.py:115-122).
//! Port of ports.smooth (ports.py:125-138).
//! Port of ports.collatz (ports.py:141-151).
//! Port of ports.matrix_product (ports.py:154-157).

use pivot_rt::{self as rt, prelude::*};

/// One line of an invoice.
///
/// (ports.py:36-41)
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Sale<'a> {
    pub region: Str<'a>,
    pub price: f64,
    pub amount: i64,
    pub discount: Option<f64>,
}

/// A binary search tree.
///
/// (ports.py:78-102)
#[repr(C)]
pub struct Tree<'a> {
    pub value: i64,
    pub left: Cell<Option<&'a Tree<'a>>>,
    pub right: Cell<Option<&'a Tree<'a>>>,
}

/// The primes below `limit`.
///
/// (ports.py:8-18)
pub fn sieve(cx: &Cx, limit: i64) -> Outcome<List<'_, i64>> {
    let composite = rt::list(cx, [false]).repeat(cx, limit);
    let found: List<i64> = List::new(cx);
    let composite_items = composite.view_mut();
    for number in 2..limit {
        cx.poll();
        if composite_items.nth(number)? {
            continue;
        }
        found.push(number);
        for multiple in rt::range_step(number * number, limit, number)? {
            composite_items.set_nth(multiple, true)?;
        }
    }
    Ok(found)
}

/// Levenshtein's distance, row by row.
///
/// (ports.py:21-29)
pub fn edit_distance<'a>(cx: &'a Cx, a: Str<'a>, b: Str<'a>) -> Outcome<i64> {
    let mut above = rt::list_of(cx, 0..b.len_str() + 1);
    let b_points = b.point_list(cx).view();
    for (i, x) in rt::enumerate(a.points(), 1) {
        cx.poll();
        let row = rt::list(cx, [i]);
        row.reserve(b_points.size());
        let above_items = above.view();
        let mut row_items = row.filling();
        for (j, y) in rt::enumerate(b_points.iter(), 1) {
            row_items.push(rt::min2(rt::min2(row_items.nth(j - 1)? + 1, above_items.nth(j)? + 1), above_items.nth(j - 1)? + i64::from(x != y)));
        }
        row_items.done();
        above = row;
    }
    above.at(-1)
}

/// Words by how often they occur, the commonest first.
///
/// (ports.py:32-37)
pub fn word_counts<'a>(cx: &'a Cx, text: Str<'a>) -> Outcome<List<'a, (Str<'a>, i64)>> {
    let counts: Dict<Str, i64> = Dict::new(cx);
    for word in text.str_lower(cx).split_whitespace(cx).iter() {
        counts.set(word, counts.get_or(word, 0) + 1);
    }
    Ok(rt::sorted_by(cx, counts.items(), |entry| (-entry.1, entry.0), false))
}

/// Revenue by region, discounts taken off.
///
/// (ports.py:50-58)
pub fn revenue<'a>(cx: &'a Cx, sales: List<'a, &'a Sale<'a>>) -> Dict<'a, Str<'a>, f64> {
    let totals: Dict<Str, f64> = Dict::new(cx);
    for sale in sales.iter() {
        let mut price = sale.price * sale.amount as f64;
        if sale.discount.is_some() {
            price *= 1.0 - sale.discount.known();
        }
        let value = totals.get_or(sale.region, 0.0) + price;
        totals.set(sale.region, value);
    }
    totals
}

/// Moves the item at `place` towards the root until its parent is not larger.
///
/// (heap.py:10-20)
pub fn sift_down<'a>(cx: &'a Cx, heap: List<'a, (f64, Str<'a>)>, start: i64, mut place: i64) -> Outcome<()> {
    let item = heap.at(place)?;
    let heap_items = heap.view_mut();
    while place > start {
        cx.poll();
        let above = (place - 1) >> 1;
        let parent = heap_items.at(above)?;
        if !rt::lt(item, parent) {
            break;
        }
        heap_items.set_at(place, parent)?;
        place = above;
    }
    heap.set_at(place, item)?;
    Ok(())
}

/// Moves the smaller children up from `place` to a leaf, then the item there to where it belongs.
///
/// (heap.py:23-37)
pub fn sift_up<'a>(cx: &'a Cx, heap: List<'a, (f64, Str<'a>)>, mut place: i64) -> Outcome<()> {
    let end = heap.len();
    let start = place;
    let item = heap.nth(place)?;
    let mut child = 2 * place + 1;
    let heap_items = heap.view_mut();
    while child < end {
        cx.poll();
        let right = child + 1;
        if right < end && !rt::lt(heap_items.nth(child)?, heap_items.nth(right)?) {
            child = right;
        }
        heap_items.set_nth(place, heap_items.nth(child)?)?;
        place = child;
        child = 2 * place + 1;
    }
    heap.set_at(place, item)?;
    sift_down(cx, heap, start, place)?;
    Ok(())
}

/// heapq.heappop(heap).
///
/// (heap.py:46-56)
pub fn heappop<'a>(cx: &'a Cx, heap: List<'a, (f64, Str<'a>)>) -> Outcome<(f64, Str<'a>)> {
    if heap.is_empty() {
        return Err(Exc::new(IndexError, ["index out of range".into()]));
    }
    let last = heap.pop()?;
    if heap.is_empty() {
        return Ok(last);
    }
    let first = heap.at(0)?;
    heap.set_at(0, last)?;
    sift_up(cx, heap, 0)?;
    Ok(first)
}

/// heapq.heappush(heap, item).
///
/// (heap.py:40-43)
pub fn heappush<'a>(cx: &'a Cx, heap: List<'a, (f64, Str<'a>)>, item: (f64, Str<'a>)) -> Outcome<()> {
    heap.push(item);
    sift_down(cx, heap, 0, heap.len() - 1)?;
    Ok(())
}

/// Dijkstra's distances from `start`.
///
/// (ports.py:61-73)
pub fn shortest<'a>(cx: &'a Cx, edges: Dict<'a, Str<'a>, List<'a, (Str<'a>, f64)>>, start: Str<'a>) -> Outcome<Dict<'a, Str<'a>, f64>> {
    let distances: Dict<Str, f64> = Dict::new(cx);
    let waiting = rt::list(cx, [(0.0_f64, start)]);
    while !waiting.is_empty() {
        cx.poll();
        let (distance, node) = heappop(cx, waiting)?;
        if distances.has(node) {
            continue;
        }
        distances.set(node, distance);
        for (neighbour, length) in edges.get_or(node, List::new(cx)).iter() {
            if !distances.has(neighbour) {
                heappush(cx, waiting, (distance + length, neighbour))?;
            }
        }
    }
    Ok(distances)
}

/// The amounts that can be read, and what is wrong with the others.
///
/// (ports.py:76-85)
pub fn parse_amounts<'a>(cx: &'a Cx, lines: List<'a, Str<'a>>) -> Outcome<(List<'a, f64>, List<'a, Str<'a>>)> {
    let amounts: List<f64> = List::new(cx);
    let errors: List<Str> = List::new(cx);
    for (number, line) in rt::enumerate(lines.iter(), 1) {
        let attempt: Outcome<()> = 'attempt: {
            amounts.push(attempt!('attempt, line.str_strip().float_of_str()));
            Ok(())
        };
        match attempt {
            Ok(()) => {}
            Err(error) if error.is(&[ValueError, UnicodeError]) => {
                errors.push(text!(cx, "line {number}: {}", error.text(cx)));
            }
            Err(exc) => return Err(exc),
        }
    }
    Ok((amounts, errors))
}

/// How deep the tree becomes that is grown from `values`.
///
/// (ports.py:115-122)
pub fn tree_depth<'a>(cx: &'a Cx, values: List<'a, i64>) -> Outcome<i64> {
    if values.is_empty() {
        return Ok(0);
    }
    let root = new_tree(cx, values.at(0)?);
    for value in values.slice(cx, Some(1), None, None)?.iter() {
        tree_insert(cx, root, value);
    }
    Ok(ports_tree_depth(cx, root))
}

/// A moving mean over `width` values.
///
/// (ports.py:125-138)
pub fn smooth<'a>(cx: &'a Cx, values: List<'a, f64>, width: i64) -> Outcome<List<'a, f64>> {
    if width < 1 {
        return Err(Exc::new(ValueError, [text!(cx, "width {width} is not positive").into()]));
    }
    let window: Deque<f64> = Deque::new(cx);
    let mut total = 0.0_f64;
    let means: List<f64> = List::new(cx);
    means.reserve(values.len());
    for value in values.iter() {
        window.push(value);
        total += value;
        if window.len() > width {
            total -= window.pop_left()?;
        }
        means.push(total.true_div_float(window.len() as f64)?);
    }
    Ok(means)
}

/// The start below `limit` with the longest chain, and that chain's length.
///
/// (ports.py:141-151)
pub fn collatz(cx: &Cx, limit: i64) -> Outcome<(i64, i64)> {
    let (mut best, mut longest) = (1_i64, 1_i64);
    for start in 1..limit {
        cx.poll();
        let (mut number, mut length) = (start, 1_i64);
        while number != 1 {
            cx.poll();
            number = if (number & 1) == 0 {
                number >> 1
            } else {
                3 * number + 1
            };
            length += 1;
        }
        if length > longest {
            (best, longest) = (start, length);
        }
    }
    Ok((best, longest))
}

/// zip(*rows): as many as the shortest row has.
///
/// (iteration.py:229-237)
pub fn transposed<'a>(cx: &'a Cx, rows: List<'a, List<'a, f64>>) -> Outcome<List<'a, List<'a, f64>>> {
    let made: List<List<f64>> = List::new(cx);
    if rows.is_empty() {
        return Ok(made);
    }
    let shortest = rt::min(rows.iter().map(|row| row.len()))?;
    for i in 0..shortest {
        made.push(rt::list_of(cx, ({
            let found = List::new(cx);
            for row in rows.iter() {
                found.push(row.nth(i)?);
            }
            found
        }).iter()));
    }
    Ok(made)
}

/// The product of two matrices.
///
/// (ports.py:154-157)
pub fn matrix_product<'a>(cx: &'a Cx, a: List<'a, List<'a, f64>>, b: List<'a, List<'a, f64>>) -> Outcome<List<'a, List<'a, f64>>> {
    let columns = rt::list_of(cx, transposed(cx, b)?.iter());
    Ok(rt::list_of(cx, a.iter().map(|row| rt::list_of(cx, columns.iter().map(|column| rt::sum_float(rt::zip(row.iter(), column.iter()).map(|(x, y)| x * y)))))))
}

/// (ports.py:91-94)
pub fn new_tree(cx: &Cx, value: i64) -> &Tree<'_> {
    cx.place(Tree { value, left: Cell::new(None), right: Cell::new(None) })
}

/// Adds a value where it belongs.
///
/// (ports.py:96-106)
pub fn tree_insert<'a>(cx: &'a Cx, self_: &'a Tree<'a>, value: i64) {
    let _level = cx.enter();
    if value < self_.value {
        if self_.left.get().is_none() {
            self_.left.set(Some(new_tree(cx, value)));
        } else {
            tree_insert(cx, self_.left.get().known(), value);
        }
    } else if self_.right.get().is_none() {
        self_.right.set(Some(new_tree(cx, value)));
    } else {
        tree_insert(cx, self_.right.get().known(), value);
    }
}

/// Levels, this one included.
///
/// (ports.py:108-112)
pub fn ports_tree_depth<'a>(cx: &'a Cx, self_: &'a Tree<'a>) -> i64 {
    let _level = cx.enter();
    let left = if self_.left.get().is_none() {
        0_i64
    } else {
        ports_tree_depth(cx, self_.left.get().known())
    };
    let right = if self_.right.get().is_none() {
        0_i64
    } else {
        ports_tree_depth(cx, self_.right.get().known())
    };
    1 + rt::max2(left, right)
}
