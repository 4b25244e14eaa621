//! What ports of Python functions to Rust compute with: CPython's semantics on 64-bit values, or a fallback.
//!
//! Every value is `Copy`. Lists, dicts and records are handles into the call's region ([`Cx`]): copying a handle
//! aliases the object, as in Python. A Python exception is an [`Exc`] in an [`Outcome`]; what leaves the exact subset
//! (an int beyond 64 bits, NaN where order matters) unwinds to the boundary, and legacy answers.
//! `+`, `-` and `*` are Rust's own, so everything must be compiled with overflow checks and `panic = "unwind"`.

#![warn(missing_docs)]
#![allow(
    clippy::should_implement_trait,
    clippy::new_ret_no_self,
    reason = "names follow the table of operations"
)]
#![allow(
    clippy::len_without_is_empty,
    clippy::wrong_self_convention,
    reason = "as above"
)]

#[allow(missing_docs, reason = "the names say it")]
pub mod abi;
mod array;
mod boundary;
mod bytes;
mod consume;
mod decimals;
mod deque;
mod described;
mod dict;
#[allow(missing_docs, reason = "the names say it")]
mod exc;
mod float;
mod format;
mod int;
mod iter;
pub mod linked;
mod linked_macros;
mod list;
mod list_compared;
pub mod math;
pub mod np;
mod option;
mod order;
mod printable;
mod python_hash;
mod region;
mod repr;
mod round;
mod set;
mod set_table;
mod slice;
mod step;
mod str;
mod text;
mod view;
pub mod wire;

pub use abi::{fallback, Ctx, Reason};
pub use array::{filled, filled2, Array1, Array2};
pub use boundary::{call, call_linked, Args, Constant, Reply};
pub use bytes::Bytes;
pub use consume::{
    list_of, max, max_by, max_or, min, min_by, min_or, next, sorted, sorted_by, sum_float,
    sum_float_from, sum_int, sum_int_from, try_max_by, try_min_by, try_sorted_by,
};
pub use deque::{deque_of, deque_within, Deque};
pub use dict::{dict, dict_of, Dict};
pub use exc::{kinds, never, python, set_python, unreachable, Arg, Exc, Kind, Outcome};
pub use iter::{all, any, enumerate, range_step, zip, zip3};
pub use linked::{is, Identity};
pub use list::{list, List};
pub use order::{eq, ge, gt, le, lt, max2, min2, Key, Order, Same};
pub use region::Cx;
pub use set::{give_up, set_of, set_of_dict, Set};
pub use step::{cycle, islice, rest};
pub use str::{formatted, Builder, Str};
pub use view::{Filling, View};
pub use wire::{Out, Wire};

/// What every port imports: types, exceptions, macros, and the traits that give numbers Python's operations.
pub mod prelude {
    pub use crate::exc::kinds::*;
    pub use crate::float::FloatExt as _;
    pub use crate::format::{FormatFloat as _, FormatInt as _};
    pub use crate::int::IntExt as _;
    pub use crate::option::OptionExt as _;
    pub use crate::repr::{BoolText as _, FloatText as _, IntText as _};
    pub use crate::round::RoundExt as _;
    pub use crate::text::Chr as _;
    pub use crate::{
        attempt, s, text, Array1, Array2, Bytes, Cx, Deque, Dict, Exc, Kind, List, Outcome, Set,
        Str,
    };
    pub use std::cell::Cell;
}
