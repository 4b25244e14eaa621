//! By hand: plain 64-bit numbers.

use pivot_rt::prelude::*;

pub fn longest(_cx: &Cx, limit: i64) -> Outcome<i64> {
    let (mut best, mut best_start) = (0, 0);
    for start in 1..limit {
        let (mut n, mut steps) = (start, 0);
        while n != 1 {
            n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
            steps += 1;
        }
        if steps > best {
            (best, best_start) = (steps, start);
        }
    }
    Ok(best_start)
}
