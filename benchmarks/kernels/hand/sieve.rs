//! By hand: the sieve over a vector.

use pivot_rt::prelude::*;

pub fn primes(cx: &Cx, limit: i64) -> Outcome<List<'_, i64>> {
    let n = limit as usize;
    let mut marks = vec![true; n];
    marks[0] = false;
    marks[1] = false;
    let mut i = 2;
    while i * i < n {
        if marks[i] {
            for j in (i * i..n).step_by(i) {
                marks[j] = false;
            }
        }
        i += 1;
    }
    let found = marks.iter().enumerate().filter(|(_, &mark)| mark);
    Ok(pivot_rt::list_of(cx, found.map(|(k, _)| k as i64)))
}
