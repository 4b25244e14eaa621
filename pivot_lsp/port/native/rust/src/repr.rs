//! `repr` and `str` of scalars, and the way back: `int(text)` and `float(text)`.

use std::fmt::Write;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Outcome};
use crate::printable::is_printable;
use crate::region::Cx;
use crate::str::{formatted, Str};

/// CPython refuses to convert more digits than this at once; well before, legacy is asked.
const MANY_DIGITS: usize = 4000;
/// How much of a literal the message of `int(text)` quotes.
const QUOTED: usize = 200;

/// The shortest digits that read back as `x`, without their point, and the decimal exponent of the first.
/// `x` is finite and not negative.
pub(crate) fn shortest(x: f64) -> (String, i32) {
    let (digits, exponent) = parts(&format!("{x:e}"));
    if digits.len() < TIES {
        return (digits, exponent);
    }
    // where two candidates are as near, CPython takes the even one, and Rust the greater
    let even = format!("{x:.*e}", digits.len() - 1);
    if even.parse() == Ok(x) {
        return parts(&even);
    }
    (digits, exponent)
}

/// With fewer digits than this, no two candidates are as near.
const TIES: usize = 15;

fn parts(text: &str) -> (String, i32) {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    (digits.replace('.', ""), exponent.parse().unwrap_or(0))
}

/// `repr(x)`: shortest round-trip digits, with an exponent below 1e-4 and from 1e16 on.
pub(crate) fn repr_of_float(x: f64) -> String {
    if x.is_nan() {
        return "nan".to_owned();
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    let (digits, exponent) = shortest(x.abs());
    let body = if (-4..16).contains(&exponent) {
        fixed(&digits, exponent, ".0")
    } else {
        scientific(&digits, exponent)
    };
    format!("{sign}{body}")
}

/// `digits` with the point after place `exponent`; `whole` follows a number that has no fraction.
pub(crate) fn fixed(digits: &str, exponent: i32, whole: &str) -> String {
    match usize::try_from(exponent) {
        Err(_) => format!(
            "0.{:0<width$}{digits}",
            "",
            width = exponent.unsigned_abs() as usize - 1
        ),
        Ok(places) if digits.len() > places + 1 => {
            format!("{}.{}", &digits[..=places], &digits[places + 1..])
        }
        Ok(places) => format!("{digits:0<width$}{whole}", width = places + 1),
    }
}

/// `digits` as `d.ddde+XX`.
pub(crate) fn scientific(digits: &str, exponent: i32) -> String {
    let (first, rest) = digits.split_at(1);
    let point = if rest.is_empty() { "" } else { "." };
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{first}{point}{rest}e{sign}{:02}", exponent.unsigned_abs())
}

/// `repr(s)`. Falls back where it depends on the version of Unicode.
pub(crate) fn repr_of_str(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') {
        '"'
    } else {
        '\''
    };
    let mut out = String::with_capacity(text.len() + 2);
    out.push(quote);
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => out.extend(['\\', c]),
            c if c < ' ' || c == '\x7f' => push_escaped(&mut out, c),
            c if c.is_ascii() => out.push(c),
            c => match is_printable(c) {
                Some(true) => out.push(c),
                Some(false) => push_escaped(&mut out, c),
                None => fallback(Reason::Value),
            },
        }
    }
    out.push(quote);
    out
}

/// `\x..`, `\u....` or `\U........`.
fn push_escaped(out: &mut String, c: char) {
    let code = u32::from(c);
    // writing to a String cannot fail
    let _ = match code {
        0..=0xff => write!(out, "\\x{code:02x}"),
        0x100..=0xffff => write!(out, "\\u{code:04x}"),
        _ => write!(out, "\\U{code:08x}"),
    };
}

/// Whether CPython strips and splits at it (_PyUnicode_IsWhitespace).
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\x1c'..=' ' | '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}'
        | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// A number's text without underscores, when every underscore stands between two digits.
fn without_underscores(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let digit = |place: Option<usize>| {
            place
                .and_then(|p| bytes.get(p))
                .is_some_and(u8::is_ascii_digit)
        };
        if byte == b'_' && !(digit(at.checked_sub(1)) && digit(Some(at + 1))) {
            return None;
        }
    }
    Some(text.replace('_', ""))
}

fn ascii_number(text: Str<'_>) -> &str {
    // beyond ASCII there are digits and spaces that only CPython's tables know
    if !text.is_ascii() || text.count() > MANY_DIGITS {
        fallback(Reason::Value);
    }
    // the blanks of ASCII text are those of C here, without 0x1c to 0x1f
    text.as_str()
        .trim_matches([' ', '\t', '\n', '\x0b', '\x0c', '\r'])
}

fn parse_int(text: &str) -> Option<i64> {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let digits = without_underscores(unsigned)?;
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    Some(
        format!("{sign}{digits}")
            .parse()
            .unwrap_or_else(|_| fallback(Reason::Overflow)),
    )
}

fn parse_float(text: &str) -> Option<f64> {
    without_underscores(text)?.parse().ok()
}

impl<'a> Str<'a> {
    /// `int(s)`.
    pub fn int_of_str(self) -> Outcome<i64> {
        parse_int(ascii_number(self)).ok_or_else(|| {
            let quoted: String = repr_of_str(self.as_str()).chars().take(QUOTED).collect();
            raised(
                kinds::ValueError,
                &format!("invalid literal for int() with base 10: {quoted}"),
            )
        })
    }

    /// `float(s)`.
    pub fn float_of_str(self) -> Outcome<f64> {
        parse_float(ascii_number(self)).ok_or_else(|| {
            let quoted = repr_of_str(self.as_str());
            raised(
                kinds::ValueError,
                &format!("could not convert string to float: {quoted}"),
            )
        })
    }

    /// `repr(s)`.
    pub fn repr_str(self, cx: &'a Cx) -> Str<'a> {
        Str::copied(cx, &repr_of_str(self.as_str()))
    }
}

/// `str` of an int.
pub trait IntText {
    /// `str(i)`.
    fn str_of_int<'a>(self, cx: &'a Cx) -> Str<'a>;
}

impl IntText for i64 {
    #[inline]
    fn str_of_int<'a>(self, cx: &'a Cx) -> Str<'a> {
        formatted(cx, format_args!("{self}"))
    }
}

/// `str` of a float.
pub trait FloatText {
    /// `str(x)`.
    fn str_of_float<'a>(self, cx: &'a Cx) -> Str<'a>;
}

impl FloatText for f64 {
    fn str_of_float<'a>(self, cx: &'a Cx) -> Str<'a> {
        Str::copied(cx, &repr_of_float(self))
    }
}

/// `str` of a bool.
pub trait BoolText {
    /// `str(b)`.
    fn str_of_bool<'a>(self) -> Str<'a>;
}

impl BoolText for bool {
    #[inline]
    fn str_of_bool<'a>(self) -> Str<'a> {
        if self {
            Str::literal("True")
        } else {
            Str::literal("False")
        }
    }
}
