//! By hand: the standard library's map, and the order of first sight beside it.

use std::collections::HashMap;

use pivot_rt::prelude::*;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct Sale<'a> {
    pub day: Str<'a>,
    pub quantity: i64,
    pub price: f64,
}

pub fn revenue<'a>(
    cx: &'a Cx,
    sales: List<'a, &'a Sale<'a>>,
    floor: i64,
) -> Dict<'a, Str<'a>, f64> {
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    let mut totals: Vec<(Str<'a>, f64)> = Vec::new();
    for sale in sales.iter().filter(|sale| sale.quantity >= floor) {
        let place = *places.entry(sale.day.as_bytes()).or_insert_with(|| {
            totals.push((sale.day, 0.0));
            totals.len() - 1
        });
        totals[place].1 += (sale.quantity as f64 * sale.price).round_to(2);
    }
    pivot_rt::dict_of(cx, totals.into_iter())
}
