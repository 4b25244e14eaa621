//! By hand: boxed nodes.

use pivot_rt::prelude::*;

/// What the boundary knows of; the tree is made of leaves.
#[repr(C)]
pub struct Node<'a> {
    pub key: i64,
    pub left: Cell<Option<&'a Node<'a>>>,
    pub right: Cell<Option<&'a Node<'a>>>,
}

struct Leaf {
    key: i64,
    left: Option<Box<Leaf>>,
    right: Option<Box<Leaf>>,
}

fn insert(mut place: &mut Option<Box<Leaf>>, key: i64) {
    while let Some(leaf) = place {
        place = match key.cmp(&leaf.key) {
            std::cmp::Ordering::Less => &mut leaf.left,
            std::cmp::Ordering::Greater => &mut leaf.right,
            std::cmp::Ordering::Equal => return,
        };
    }
    *place = Some(Box::new(Leaf {
        key,
        left: None,
        right: None,
    }));
}

fn weigh(leaf: &Option<Box<Leaf>>, depth: i64) -> i64 {
    match leaf {
        Some(leaf) => {
            weigh(&leaf.left, depth + 1) + leaf.key * depth + weigh(&leaf.right, depth + 1)
        }
        None => 0,
    }
}

pub fn weight<'a>(_cx: &'a Cx, keys: List<'a, i64>, rounds: i64) -> Outcome<i64> {
    let mut root = None;
    for key in keys.iter() {
        insert(&mut root, key);
    }
    Ok((0..rounds).map(|_| weigh(&root, 1)).sum())
}
