//! By hand: two rows of numbers over the texts' characters.

use pivot_rt::prelude::*;

pub fn distance<'a>(_cx: &'a Cx, a: Str<'a>, b: Str<'a>) -> Outcome<i64> {
    let b: Vec<char> = b.as_str().chars().collect();
    let mut previous: Vec<i64> = (0..=b.len() as i64).collect();
    let mut current = vec![0; b.len() + 1];
    for (i, x) in a.as_str().chars().enumerate() {
        current[0] = i as i64 + 1;
        for (j, &y) in b.iter().enumerate() {
            let changed = previous[j] + i64::from(x != y);
            current[j + 1] = changed.min(previous[j + 1] + 1).min(current[j] + 1);
        }
        std::mem::swap(&mut previous, &mut current);
    }
    Ok(previous[b.len()])
}
