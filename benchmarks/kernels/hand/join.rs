//! By hand: the standard library's maps, and the order of first sight beside them.

use std::collections::HashMap;

use pivot_rt::prelude::*;

pub fn join<'a>(
    cx: &'a Cx,
    orders: List<'a, (i64, i64, f64)>,
    customers: List<'a, (i64, Str<'a>)>,
) -> Outcome<Dict<'a, Str<'a>, f64>> {
    let regions: HashMap<i64, Str> = customers.iter().collect();
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    let mut amounts: Vec<(Str<'a>, f64)> = Vec::new();
    for (_, customer, amount) in orders.iter() {
        if let Some(&region) = regions.get(&customer) {
            let place = *places.entry(region.as_bytes()).or_insert_with(|| {
                amounts.push((region, 0.0));
                amounts.len() - 1
            });
            amounts[place].1 += amount;
        }
    }
    Ok(pivot_rt::dict_of(cx, amounts.into_iter()))
}
