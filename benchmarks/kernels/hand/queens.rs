//! By hand: backtracking over a slice of rows.

use pivot_rt::prelude::*;

pub fn queens(_cx: &Cx, n: i64) -> Outcome<i64> {
    Ok(place(&mut vec![0; n as usize], 0))
}

fn place(rows: &mut [i64], column: usize) -> i64 {
    let n = rows.len();
    if column == n {
        return 1;
    }
    let mut found = 0;
    for row in 0..n as i64 {
        if safe(&rows[..column], row) {
            rows[column] = row;
            found += place(rows, column + 1);
        }
    }
    found
}

fn safe(rows: &[i64], row: i64) -> bool {
    let column = rows.len() as i64;
    rows.iter()
        .zip(0..)
        .all(|(&r, c)| r != row && r - c != row - column && r + c != row + column)
}
