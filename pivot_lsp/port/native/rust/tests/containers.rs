//! Lists, dicts and text: aliasing, order, growth, and what happens when they change under a walk.

use std::panic::{catch_unwind, AssertUnwindSafe};

use pivot_rt::{self as rt, prelude::*};

fn falls_back<T>(job: impl FnOnce() -> T) -> bool {
    catch_unwind(AssertUnwindSafe(job)).is_err()
}

fn items<T: Copy>(list: List<'_, T>) -> Vec<T> {
    list.iter().collect()
}

#[test]
fn a_copied_handle_is_the_same_list() {
    let cx = Cx::with_limit(1 << 20);
    let xs = rt::list(&cx, [1, 2]);
    let alias = xs;
    alias.push(3);
    assert_eq!(items(xs), [1, 2, 3]);
}

#[test]
fn lists_index_from_both_ends() {
    let cx = Cx::with_limit(1 << 20);
    let xs = rt::list(&cx, [1, 2, 3]);
    assert_eq!((xs.at(-1).unwrap(), xs.at(-3).unwrap()), (3, 1));
    for wrong in [3, -4, i64::MIN, i64::MAX] {
        assert_eq!(xs.at(wrong).unwrap_err().kind(), IndexError);
    }
    xs.insert(-100, 0);
    xs.insert(100, 9);
    assert_eq!(items(xs), [0, 1, 2, 3, 9]);
    assert_eq!(xs.pop_at(-2).unwrap(), 3);
    xs.delete_at(0).unwrap();
    assert_eq!(items(xs), [1, 2, 9]);
}

#[test]
fn slices_clamp() {
    let cx = Cx::with_limit(1 << 20);
    let xs = rt::list(&cx, [0, 1, 2, 3, 4]);
    let cut = |a, b, step| items(xs.slice(&cx, a, b, step).unwrap());
    assert_eq!(cut(None, None, Some(-1)), [4, 3, 2, 1, 0]);
    assert_eq!(cut(Some(-2), None, None), [3, 4]);
    assert_eq!(cut(Some(10), Some(-10), Some(-2)), [4, 2, 0]);
    assert_eq!(cut(Some(3), Some(1), None), [0_i64; 0]);
    assert_eq!(cut(Some(i64::MIN), Some(i64::MAX), Some(i64::MAX)), [0]);
    assert_eq!(
        xs.slice(&cx, None, None, Some(0)).unwrap_err().kind(),
        ValueError
    );
}

#[test]
fn a_walk_sees_a_growing_list() {
    let cx = Cx::with_limit(1 << 20);
    let xs = rt::list(&cx, [1, 2, 3]);
    let mut seen = Vec::new();
    for x in xs.iter() {
        seen.push(x);
        if x < 3 {
            xs.push(x + 10);
        }
    }
    assert_eq!(seen, [1, 2, 3, 11, 12]);
}

#[test]
fn sorting_is_stable_and_reversing_keeps_it() {
    let cx = Cx::with_limit(1 << 20);
    let pairs = rt::list(&cx, [(1, 1), (0, 2), (1, 3), (0, 4)]);
    assert_eq!(
        items(rt::sorted_by(&cx, pairs.iter(), |p| p.0, false)),
        [(0, 2), (0, 4), (1, 1), (1, 3)]
    );
    assert_eq!(
        items(rt::sorted_by(&cx, pairs.iter(), |p| p.0, true)),
        [(1, 1), (1, 3), (0, 2), (0, 4)]
    );
    assert!(falls_back(|| rt::sorted(
        &cx,
        [1.0, f64::NAN].into_iter(),
        false
    )));
    assert!(falls_back(|| pairs.sort_by(
        |p| {
            pairs.push(p);
            p.0
        },
        false
    )));
}

#[test]
fn a_nan_in_a_container_falls_back() {
    let cx = Cx::with_limit(1 << 20);
    let xs = rt::list(&cx, [1.0, f64::NAN]);
    assert!(xs.contains(1.0));
    assert!(falls_back(|| xs.contains(2.0)));
    assert!(falls_back(|| rt::dict(&cx, [(f64::NAN, 1)])));
    assert!(rt::dict(&cx, [(0.0, 1)]).has(-0.0));
}

#[test]
fn dicts_keep_the_order_of_insertion() {
    let cx = Cx::with_limit(1 << 24);
    let d = Dict::new(&cx);
    for key in 0..1000_i64 {
        d.set(key * 7 % 1000, key);
    }
    for key in (0..1000).step_by(3) {
        d.delete(key).unwrap();
    }
    d.set(0, -1);
    d.set(1, -2);
    let keys: Vec<i64> = d.keys().collect();
    let mut expected: Vec<i64> = (0..1000)
        .map(|key| key * 7 % 1000)
        .filter(|key| key % 3 != 0)
        .collect();
    expected.push(0);
    assert_eq!(keys, expected);
    assert_eq!((d.len_dict(), d.get(1), d.get(3)), (667, Some(-2), None));
    assert_eq!(d.get_item(3).unwrap_err().args(), [rt::Arg::Int(3)]);
}

#[test]
fn a_dict_that_changes_under_a_walk_falls_back() {
    let cx = Cx::with_limit(1 << 20);
    let d = rt::dict(&cx, [(1, 1), (2, 2)]);
    assert!(falls_back(|| d.keys().for_each(|key| d.set(key + 10, 0))));
    let e = rt::dict(&cx, [(1, 1), (2, 2)]);
    e.keys().for_each(|key| e.set(key, 0));
    assert_eq!(e.values().collect::<Vec<_>>(), [0, 0]);
}

#[test]
fn text_counts_code_points() {
    let cx = Cx::with_limit(1 << 20);
    let text = s!("ñandú😀");
    assert_eq!(
        (text.len_str(), text.char_at(-1).unwrap().as_str()),
        (6, "😀")
    );
    assert_eq!(
        text.slice_str(&cx, None, None, Some(-1)).unwrap().as_str(),
        "😀údnañ"
    );
    assert_eq!(text.find_str(s!("ú")), 4);
    assert_eq!(s!("a\u{a0}b c").split_whitespace(&cx).len(), 3);
    assert_eq!(s!("x").repr_str(&cx).as_str(), "'x'");
    assert_eq!(s!("it's\n").repr_str(&cx).as_str(), "\"it's\\n\"");
    assert!(falls_back(|| s!("é").str_upper(&cx)));
}

#[test]
fn building_text_takes_linear_memory() {
    // a copy for each piece would take gigabytes
    let cx = Cx::with_limit(1 << 23);
    let (mut a, mut b) = (Str::EMPTY, Str::EMPTY);
    for round in 0..50_000_i64 {
        let piece = text!(&cx, "{round},");
        a = a.concat(&cx, piece);
        b = b.concat(&cx, s!("é")).concat(&cx, s!("-"));
    }
    assert_eq!((a.len_str(), b.len_str()), (288_890, 100_000));
    assert!(a.as_str().ends_with("49998,49999,") && b.as_str().ends_with("é-é-"));
}

#[test]
fn shared_beginnings_stay_apart() {
    let cx = Cx::with_limit(1 << 20);
    let start = text!(&cx, "ab{}", 1);
    let (left, right) = (start.concat(&cx, s!("L")), start.concat(&cx, s!("R")));
    assert_eq!(
        (start.as_str(), left.as_str(), right.as_str()),
        ("ab1", "ab1L", "ab1R")
    );
}

#[test]
fn a_region_has_a_limit() {
    let cx = Cx::with_limit(10_000);
    assert!(falls_back(|| rt::list(&cx, [0_i64]).repeat(&cx, 10_000)));
    assert!(falls_back(|| s!("xy").repeat_str(&cx, i64::MAX)));
}

#[test]
fn recursion_has_a_limit() {
    let cx = Cx::with_limit(10_000);
    let levels: Vec<_> = (0..400).map(|_| cx.enter()).collect();
    assert!(falls_back(|| cx.enter()));
    drop(levels);
    drop(cx.enter());
}

#[test]
fn walks_go_on_where_they_were_left() {
    let cx = Cx::with_limit(1 << 20);
    let (place, xs) = (rt::list(&cx, [0]), rt::list(&cx, [1, 2, 3, 4, 5, 6]));
    assert_eq!(rt::rest(place, xs).next(), Some(1));
    let cut: Vec<i64> = rt::islice(rt::rest(place, xs), 0, 4, 2).collect();
    assert_eq!(cut, [2, 4]); // the last place that it leaves out is taken, too
    let pairs: Vec<(i64, i64)> = rt::zip(rt::rest(place, xs), rt::rest(place, xs)).collect();
    assert!(pairs.is_empty());
    xs.push(7);
    assert_eq!(rt::rest(place, xs).next(), None);
    let (start, saved) = (rt::list(&cx, [0]), List::new(&cx));
    let turns: Vec<i64> = rt::cycle(start, rt::list(&cx, [1, 2]), saved)
        .take(5)
        .collect();
    assert_eq!(turns, [1, 2, 1, 2, 1]);
    assert!(falls_back(|| rt::islice(xs.iter(), -1, 2, 1)));
}

#[test]
fn a_deque_with_a_length_drops_the_other_end() {
    let cx = Cx::with_limit(1 << 20);
    let window = rt::deque_within(&cx, [1, 2, 3].into_iter(), 2);
    window.push_left(9);
    assert_eq!(window.copy(&cx).iter().collect::<Vec<i64>>(), [9, 2]);
    assert_eq!(rt::deque_within(&cx, [1].into_iter(), 0).len(), 0);
}
