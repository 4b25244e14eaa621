//! What `[start:stop:step]` takes from a sequence.

use crate::exc::{kinds, raised, Outcome};

/// The places a slice takes: `first`, `first + step` ..., `count` of them.
pub(crate) struct Places {
    pub first: i64,
    pub step: i64,
    pub count: usize,
}

/// What `[start:stop:step]` means for a sequence of `len` items (PySlice_AdjustIndices).
pub(crate) fn slice_places(
    len: i64,
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
) -> Outcome<Places> {
    let step = step.unwrap_or(1).max(-i64::MAX);
    if step == 0 {
        return Err(raised(kinds::ValueError, "slice step cannot be zero"));
    }
    let (lowest, highest) = if step < 0 { (-1, len - 1) } else { (0, len) };
    let clamp = |index: i64| {
        if index < 0 {
            (index + len).max(lowest)
        } else {
            index.min(highest)
        }
    };
    let first = start.map_or(if step < 0 { highest } else { lowest }, clamp);
    let last = stop.map_or(if step < 0 { lowest } else { highest }, clamp);
    let count = match step {
        1.. if first < last => (last - first - 1) / step + 1,
        ..=-1 if last < first => (first - last - 1) / -step + 1,
        _ => 0,
    };
    Ok(Places {
        first,
        step,
        count: count as usize,
    })
}
