//! Sets: handles, algebra, which of two equal floats stays, and what happens when one changes under a walk.

use std::panic::{catch_unwind, AssertUnwindSafe};

use pivot_rt::{self as rt, prelude::*};

fn sorted<T: Copy + PartialOrd>(set: Set<'_, T>) -> Vec<T> {
    let mut items: Vec<T> = set.iter().collect();
    items.sort_by(|a, b| a.partial_cmp(b).unwrap());
    items
}

#[test]
fn a_copied_handle_is_the_same_set() {
    let cx = Cx::with_limit(1 << 20);
    let set = rt::set_of(&cx, [1, 2, 2].into_iter());
    let alias = set;
    alias.add(3);
    assert_eq!(sorted(set), [1, 2, 3]);
    assert_eq!(set.remove(9).unwrap_err().kind(), KeyError);
    set.toggle(alias);
    assert!(alias.is_empty());
}

#[test]
fn algebra_is_cpythons() {
    let cx = Cx::with_limit(1 << 20);
    let (a, b) = (rt::set_of(&cx, 0..6), rt::set_of(&cx, 4..20));
    assert_eq!(a.union(&cx, b).len(), 20);
    assert_eq!(sorted(a.intersection(&cx, b)), [4, 5]);
    assert_eq!(sorted(a.difference(&cx, b)), [0, 1, 2, 3]);
    assert_eq!(a.symmetric_difference(&cx, b).len(), 18);
    a.intersect(b);
    assert!(a.is_proper_subset(b) && !b.is_subset(a) && !a.is_disjoint(b));
}

#[test]
fn of_equal_floats_the_same_one_stays() {
    let cx = Cx::with_limit(1 << 20);
    let a = rt::set_of(&cx, [0.0].into_iter());
    let b = rt::set_of(&cx, [-0.0].into_iter());
    let sign = |set: Set<'_, f64>| set.iter().next().unwrap().is_sign_negative();
    assert!(!sign(a.union(&cx, b)));
    assert!(sign(a.intersection(&cx, b)));
    b.add(1.0);
    assert!(!sign(a.intersection(&cx, b)));
}

#[test]
fn a_change_under_a_walk_falls_back() {
    let cx = Cx::with_limit(1 << 20);
    let set = rt::set_of(&cx, 0..3);
    let walk = || set.iter().for_each(|item| set.add(item + 10));
    assert!(catch_unwind(AssertUnwindSafe(walk)).is_err());
}
