//! Python exceptions as values: an [`Outcome`] carries one, `?` hands it on.
//!
//! A kind is an index: the built-in ones in the order of `pivot_lsp/port/exceptions.py`, then the unit's own classes.

use std::sync::atomic::{AtomicU32, Ordering};

use crate::abi::{fallback, Reason};
use crate::region::Cx;
use crate::repr::{repr_of_float, repr_of_str};
use crate::str::{Builder, Str};

/// A value, or the Python exception that ended the computation.
pub type Outcome<T> = Result<T, Exc>;

/// The class of an exception.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub u32);

/// The built-in kinds, named as in Python.
#[allow(
    non_upper_case_globals,
    reason = "Python's own names are what a reader looks for"
)]
pub mod kinds {
    use super::Kind;

    pub const ValueError: Kind = Kind(0);
    pub const TypeError: Kind = Kind(1);
    pub const IndexError: Kind = Kind(2);
    pub const KeyError: Kind = Kind(3);
    pub const ZeroDivisionError: Kind = Kind(4);
    pub const OverflowError: Kind = Kind(5);
    pub const AssertionError: Kind = Kind(6);
    pub const RuntimeError: Kind = Kind(7);
    pub const NotImplementedError: Kind = Kind(8);
    pub const ArithmeticError: Kind = Kind(9);
    pub const LookupError: Kind = Kind(10);
    pub const AttributeError: Kind = Kind(11);
    pub const StopIteration: Kind = Kind(12);
    pub const PermissionError: Kind = Kind(13);
    pub const TimeoutError: Kind = Kind(14);
    pub const Exception: Kind = Kind(15);
    pub const SyntaxError: Kind = Kind(16);
    pub const EOFError: Kind = Kind(17);
    pub const RecursionError: Kind = Kind(18);
    pub const UnicodeError: Kind = Kind(19);
    pub const FloatingPointError: Kind = Kind(20);
    pub const BufferError: Kind = Kind(21);
    pub const NameError: Kind = Kind(22);
    pub const ImportError: Kind = Kind(23);
    pub const ReferenceError: Kind = Kind(24);
    pub const SystemError: Kind = Kind(25);
    pub const OSError: Kind = Kind(26);
    pub const FileNotFoundError: Kind = Kind(27);
    pub const FileExistsError: Kind = Kind(28);
    pub const ConnectionError: Kind = Kind(29);
    pub const Warning: Kind = Kind(30);
    pub const UserWarning: Kind = Kind(31);
    pub const DeprecationWarning: Kind = Kind(32);

    /// OSError and what comes from it.
    pub(crate) const SYSTEM: [Kind; 6] = [
        OSError,
        PermissionError,
        TimeoutError,
        FileNotFoundError,
        FileExistsError,
        ConnectionError,
    ];

    /// `__name__` of each, in order.
    pub(crate) const NAMES: [&str; 33] = [
        "ValueError",
        "TypeError",
        "IndexError",
        "KeyError",
        "ZeroDivisionError",
        "OverflowError",
        "AssertionError",
        "RuntimeError",
        "NotImplementedError",
        "ArithmeticError",
        "LookupError",
        "AttributeError",
        "StopIteration",
        "PermissionError",
        "TimeoutError",
        "Exception",
        "SyntaxError",
        "EOFError",
        "RecursionError",
        "UnicodeError",
        "FloatingPointError",
        "BufferError",
        "NameError",
        "ImportError",
        "ReferenceError",
        "SystemError",
        "OSError",
        "FileNotFoundError",
        "FileExistsError",
        "ConnectionError",
        "Warning",
        "UserWarning",
        "DeprecationWarning",
    ];
}

/// One argument of an exception. Text is owned: an exception outlives the values it was made from.
#[derive(Clone, Debug, PartialEq)]
pub enum Arg {
    None,
    Int(i64),
    Float(f64),
    Bool(bool),
    Str(Box<str>),
}

impl From<()> for Arg {
    fn from((): ()) -> Arg {
        Arg::None
    }
}

impl From<i64> for Arg {
    fn from(value: i64) -> Arg {
        Arg::Int(value)
    }
}

impl From<f64> for Arg {
    fn from(value: f64) -> Arg {
        Arg::Float(value)
    }
}

impl From<bool> for Arg {
    fn from(value: bool) -> Arg {
        Arg::Bool(value)
    }
}

impl From<Str<'_>> for Arg {
    fn from(value: Str<'_>) -> Arg {
        Arg::Str(value.as_str().into())
    }
}

impl From<&str> for Arg {
    fn from(value: &str) -> Arg {
        Arg::Str(value.into())
    }
}

impl<T: Into<Arg>> From<Option<T>> for Arg {
    fn from(value: Option<T>) -> Arg {
        value.map_or(Arg::None, Into::into)
    }
}

/// A value that an exception held, as its own type again.
pub trait Held<'a>: Sized {
    /// `arg` as this type; legacy answers where it is another, which generated code never asks for.
    fn held(cx: &'a Cx, arg: &Arg) -> Self;
}

impl Held<'_> for i64 {
    fn held(_: &Cx, arg: &Arg) -> i64 {
        match arg {
            Arg::Int(value) => *value,
            _ => fallback(Reason::Internal),
        }
    }
}

impl Held<'_> for f64 {
    fn held(_: &Cx, arg: &Arg) -> f64 {
        match arg {
            Arg::Float(value) => *value,
            _ => fallback(Reason::Internal),
        }
    }
}

impl Held<'_> for bool {
    fn held(_: &Cx, arg: &Arg) -> bool {
        match arg {
            Arg::Bool(value) => *value,
            _ => fallback(Reason::Internal),
        }
    }
}

impl<'a> Held<'a> for Str<'a> {
    fn held(cx: &'a Cx, arg: &Arg) -> Str<'a> {
        match arg {
            Arg::Str(text) => Str::copied(cx, text),
            _ => fallback(Reason::Internal),
        }
    }
}

impl<'a, T: Held<'a>> Held<'a> for Option<T> {
    fn held(cx: &'a Cx, arg: &Arg) -> Option<T> {
        match arg {
            Arg::None => None,
            given => Some(T::held(cx, given)),
        }
    }
}

/// A raised exception: one word, so that an [`Outcome`] stays small. The last of its values are the attributes of the
/// instance, as many as it says.
#[derive(Clone, Debug)]
pub struct Exc(Box<(Kind, Vec<Arg>, usize)>);

impl Exc {
    /// `kind(*args)`.
    #[cold]
    #[inline(never)]
    pub fn new<const N: usize>(kind: Kind, args: [Arg; N]) -> Exc {
        Exc(Box::new((kind, args.into(), 0)))
    }

    /// The same, the last `count` of its values being attributes.
    #[cold]
    #[inline(never)]
    pub fn with_fields(mut self, count: usize) -> Exc {
        self.0 .2 = count;
        self
    }

    /// The attribute at `place`.
    pub fn field<'a, T: Held<'a>>(&self, cx: &'a Cx, place: usize) -> T {
        T::held(cx, &self.values()[self.args().len() + place])
    }

    /// Its `args`, and the attributes behind them.
    pub fn values(&self) -> &[Arg] {
        &self.0 .1
    }

    /// Its class.
    pub fn kind(&self) -> Kind {
        self.0 .0
    }

    /// Its `args`.
    pub fn args(&self) -> &[Arg] {
        &self.0 .1[..self.0 .1.len() - self.0 .2]
    }

    /// `type(exc).__name__`; `own` are the unit's own classes, in order.
    pub fn class_name<'a>(&self, own: &[&'a str]) -> Str<'a> {
        let place = self.kind().0 as usize;
        let builtin = kinds::NAMES.get(place).copied();
        match builtin.or_else(|| own.get(place - kinds::NAMES.len()).copied()) {
            Some(name) => Str::literal(name),
            None => fallback(Reason::Internal),
        }
    }

    /// Whether an `except` for these classes, each given with all its subclasses, takes it.
    pub fn is(&self, kinds: &[Kind]) -> bool {
        kinds.contains(&self.kind())
    }

    /// `str(exc)`. What depends on a class this crate does not know in full is left to legacy.
    pub fn text<'a>(&self, cx: &'a Cx) -> Str<'a> {
        let quoted = self.kind() == kinds::KeyError;
        match self.args() {
            [] => Str::EMPTY,
            [Arg::Str(text)] if !quoted => Str::copied(cx, text),
            [only] => {
                let mut out = Builder::new(cx);
                write_arg(&mut out, only);
                out.finish()
            }
            _ if kinds::SYSTEM.contains(&self.kind()) => fallback(Reason::Value),
            several => {
                let mut out = Builder::new(cx);
                out.push("(");
                for (place, arg) in several.iter().enumerate() {
                    out.push(if place == 0 { "" } else { ", " });
                    write_arg(&mut out, arg);
                }
                out.push(")");
                out.finish()
            }
        }
    }
}

fn write_arg(out: &mut Builder<'_>, arg: &Arg) {
    match arg {
        Arg::None => out.push("None"),
        Arg::Int(value) => out.push(&value.to_string()),
        Arg::Float(value) => out.push(repr_of_float(*value).as_str()),
        Arg::Bool(value) => out.push(if *value { "True" } else { "False" }),
        Arg::Str(text) => out.push(&repr_of_str(text)),
    }
}

/// `raise kind(message)`, out of the way of the code that does not raise.
#[cold]
#[inline(never)]
pub(crate) fn raised(kind: Kind, message: &str) -> Exc {
    Exc::new(kind, [message.into()])
}

/// The outcome of something that was shown not to raise.
#[inline]
pub fn never<T>(outcome: Outcome<T>) -> T {
    match outcome {
        Ok(value) => value,
        Err(_) => fallback(Reason::Internal),
    }
}

/// What no path reaches; legacy answers, should one do so all the same.
#[cold]
pub fn unreachable() -> ! {
    fallback(Reason::Internal)
}

/// The value of an outcome; an exception leaves the labelled block with it. The `?` of a `try` body.
#[macro_export]
macro_rules! attempt {
    ($label:lifetime, $outcome:expr) => {
        match $outcome {
            Ok(value) => value,
            Err(exc) => break $label Err(exc),
        }
    };
}

static PYTHON: AtomicU32 = AtomicU32::new(311);

/// The running Python, as 311, 312 or 313: messages and sums of floats differ.
#[inline]
pub fn python() -> u32 {
    PYTHON.load(Ordering::Relaxed)
}

/// Says which Python runs; one process has one.
pub fn set_python(version: u32) {
    PYTHON.store(version, Ordering::Relaxed);
}
