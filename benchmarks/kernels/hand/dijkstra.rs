//! By hand: the standard library's heap.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use pivot_rt::prelude::*;

pub fn shortest<'a>(
    cx: &'a Cx,
    starts: List<'a, i64>,
    edges: List<'a, (i64, i64)>,
    nodes: i64,
) -> Outcome<List<'a, i64>> {
    let starts: Vec<usize> = starts.iter().map(|start| start as usize).collect();
    let edges: Vec<(i64, i64)> = edges.iter().collect();
    let mut distances = vec![-1; nodes as usize];
    let mut heap = BinaryHeap::from([Reverse((0, 0))]);
    while let Some(Reverse((so_far, node))) = heap.pop() {
        let node = node as usize;
        if distances[node] >= 0 {
            continue;
        }
        distances[node] = so_far;
        for &(goal, length) in &edges[starts[node]..starts[node + 1]] {
            if distances[goal as usize] < 0 {
                heap.push(Reverse((so_far + length, goal)));
            }
        }
    }
    Ok(pivot_rt::list_of(cx, distances.into_iter()))
}
