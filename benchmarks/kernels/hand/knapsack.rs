//! By hand: the table as a vector of rows.

use pivot_rt::prelude::*;

pub fn best<'a>(
    _cx: &'a Cx,
    weights: List<'a, i64>,
    values: List<'a, i64>,
    capacity: i64,
) -> Outcome<i64> {
    let capacity = capacity as usize;
    let mut rows = vec![vec![0; capacity + 1]];
    for (i, (weight, value)) in weights.iter().zip(values.iter()).enumerate() {
        let weight = weight as usize;
        let row = (0..=capacity).map(|c| {
            let without: i64 = rows[i][c];
            if weight <= c {
                without.max(rows[i][c - weight] + value)
            } else {
                without
            }
        });
        let row = row.collect();
        rows.push(row);
    }
    Ok(rows[rows.len() - 1][capacity])
}
