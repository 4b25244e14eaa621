//! The methods of `str`, a file a family.

mod case;
pub use case::Chr;
mod pad;
mod search;
mod split;
