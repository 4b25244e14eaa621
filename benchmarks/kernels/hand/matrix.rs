//! By hand: rows against columns, both as they lie in memory.

use pivot_rt::prelude::*;

pub fn multiply<'a>(
    cx: &'a Cx,
    a: List<'a, List<'a, f64>>,
    b: List<'a, List<'a, f64>>,
) -> Outcome<List<'a, List<'a, f64>>> {
    let b: Vec<Vec<f64>> = b.iter().map(|row| row.iter().collect()).collect();
    let columns: Vec<Vec<f64>> = (0..b[0].len())
        .map(|j| b.iter().map(|row| row[j]).collect())
        .collect();
    let product = a.iter().map(|row| {
        let row: Vec<f64> = row.iter().collect();
        let cell = |column: &Vec<f64>| row.iter().zip(column).fold(0.0, |sum, (x, y)| sum + x * y);
        pivot_rt::list_of(cx, columns.iter().map(cell))
    });
    Ok(pivot_rt::list_of(cx, product))
}
