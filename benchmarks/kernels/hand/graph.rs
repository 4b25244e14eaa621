//! By hand: the standard library's map and queue, and the order of first sight beside them.

use std::collections::{HashMap, VecDeque};

use pivot_rt::prelude::*;

pub fn levels<'a>(
    cx: &'a Cx,
    neighbours: Dict<'a, i64, List<'a, i64>>,
    start: i64,
) -> Outcome<Dict<'a, i64, i64>> {
    let neighbours: HashMap<i64, List<i64>> = neighbours.items().collect();
    let mut seen = HashMap::from([(start, 0)]);
    let mut order = vec![(start, 0)];
    let mut queue = VecDeque::from([(start, 0)]);
    while let Some((node, level)) = queue.pop_front() {
        for other in neighbours[&node].iter() {
            seen.entry(other).or_insert_with(|| {
                order.push((other, level + 1));
                queue.push_back((other, level + 1));
                level + 1
            });
        }
    }
    Ok(pivot_rt::dict_of(cx, order.into_iter()))
}
