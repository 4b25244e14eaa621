//! By hand: slices of floats and iterators.

use pivot_rt::prelude::*;

pub fn summary<'a>(xs: List<'a, f64>, ys: List<'a, f64>) -> Outcome<(f64, f64, f64, f64, f64)> {
    let n = xs.len() as f64;
    let mean_x = xs.iter().fold(0.0, |sum, x| sum + x) / n;
    let mean_y = ys.iter().fold(0.0, |sum, y| sum + y) / n;
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in xs.iter().zip(ys.iter()) {
        let (dx, dy) = (x - mean_x, y - mean_y);
        xx += dx * dx;
        yy += dy * dy;
        xy += dx * dy;
    }
    let least = xs.iter().fold(f64::INFINITY, f64::min);
    let most = xs.iter().fold(f64::NEG_INFINITY, f64::max);
    Ok((mean_x, (xx / n).sqrt(), least, most, xy / (xx * yy).sqrt()))
}
