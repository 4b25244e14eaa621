//! By hand: vectors of rows.

use pivot_rt::prelude::*;

pub fn multiply<'a>(
    cx: &'a Cx,
    a: List<'a, List<'a, f64>>,
    b: List<'a, List<'a, f64>>,
) -> Outcome<List<'a, List<'a, f64>>> {
    let b: Vec<Vec<f64>> = b.iter().map(|row| row.iter().collect()).collect();
    let columns = b[0].len();
    let product = a.iter().map(|row| {
        let row: Vec<f64> = row.iter().collect();
        let cell = |j: usize| {
            row.iter()
                .zip(&b)
                .fold(0.0, |sum, (x, other)| sum + x * other[j])
        };
        pivot_rt::list_of(cx, (0..columns).map(cell))
    });
    Ok(pivot_rt::list_of(cx, product))
}
