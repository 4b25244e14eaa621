//! `T | None`.

use crate::abi::{fallback, Reason};

/// What flow analysis knows about an optional.
pub trait OptionExt<T> {
    /// The value where Python's flow has shown that there is one; falls back should there be none.
    fn known(self) -> T;
}

impl<T> OptionExt<T> for Option<T> {
    #[inline]
    fn known(self) -> T {
        self.unwrap_or_else(|| fallback(Reason::Internal))
    }
}
