//! The calling convention, as `pivot_lsp/runtime/abi.py` defines it. Nothing else in this crate knows it by heart.

use std::ffi::c_void;

/// The version of the convention.
pub const ABI: u32 = 2;
/// The vessel answered; `out` holds the result.
pub const RESULT: i32 = 0;
/// Legacy must answer; `Ctx::reason` says why.
pub const FALLBACK: i32 = 1;
/// A Python exception; `Ctx::exc_*` describe it.
pub const RAISED: i32 = 2;

/// What the bridge hands to every call.
#[repr(C)]
pub struct Ctx {
    pub abi: u32,
    /// 311, 312 or 313: sums of floats and some messages differ.
    pub python: u32,
    /// Memory that lives until the result is built; 8-aligned; null when there is none.
    pub alloc: Option<unsafe extern "C" fn(*mut Ctx, usize) -> *mut c_void>,
    /// Not 0: stop and fall back with [`Reason::Interrupt`].
    pub poll: Option<unsafe extern "C" fn(*mut Ctx) -> i32>,
    pub reason: i64,
    pub exc_kind: i64,
    pub exc_args: *const u64,
    pub exc_count: i64,
    /// Bytes that the vessel may take for itself in this call.
    pub memory: u64,
    /// Keeps UTF-8 to be written when the call has ended; null asks for a flush. Not 0: there is no memory.
    pub print: Option<unsafe extern "C" fn(*mut Ctx, *const u8, usize) -> i32>,
}

/// Why legacy must answer (`REASONS` in abi.py).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Reason {
    /// An int left 64 bits.
    Overflow = 1,
    /// A value whose exact treatment is left to legacy: NaN in a sort, non-ASCII upper ...
    Value = 2,
    /// The call's own memory limit.
    Memory = 3,
    /// Recursion close to where CPython would stop.
    Depth = 4,
    /// A signal handler wants to run.
    Interrupt = 5,
    /// A defect caught at the boundary.
    Internal = 6,
}

/// Tags of exception arguments on the wire.
pub mod tag {
    pub const NONE: u64 = 0;
    pub const INT: u64 = 1;
    pub const FLOAT: u64 = 2;
    pub const BOOL: u64 = 3;
    pub const STR: u64 = 4;
}

/// What a fallback unwinds with.
pub(crate) struct Fallback(pub Reason);

/// Gives the call up: unwinds through every handler to the boundary, and legacy answers.
#[cold]
#[inline(never)]
pub fn fallback(reason: Reason) -> ! {
    // resume_unwind, not panic: no hook runs and nothing is printed
    std::panic::resume_unwind(Box::new(Fallback(reason)))
}
