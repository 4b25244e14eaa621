//! By hand: word count with the standard library's map, and the order of first sight beside it.

use std::collections::HashMap;

use pivot_rt::prelude::*;

pub fn count_words<'a>(cx: &'a Cx, words: List<'a, Str<'a>>) -> Dict<'a, Str<'a>, i64> {
    let mut places: HashMap<&[u8], usize> = HashMap::new();
    let mut counts: Vec<(Str<'a>, i64)> = Vec::new();
    for word in words.iter() {
        let place = *places.entry(word.as_bytes()).or_insert_with(|| {
            counts.push((word, 0));
            counts.len() - 1
        });
        counts[place].1 += 1;
    }
    pivot_rt::dict_of(cx, counts.into_iter())
}
