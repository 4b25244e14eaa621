//! `format(value, spec)`: the mini-language of Python/formatter_unicode.c, for specs without `z`, `c` and `n`, and `#` of ints.
//!
//! A spec outside of that, or one that CPython would refuse, falls back.

use crate::abi::{fallback, Reason};
use crate::decimals::{scaled, Decimals};
use crate::region::Cx;
use crate::repr::{fixed, scientific, shortest};
use crate::str::{Builder, Str};

#[derive(Clone, Copy)]
struct Spec {
    fill: char,
    align: char,
    sign: char,
    alternate: bool,
    width: usize,
    group: Option<char>,
    precision: Option<usize>,
    kind: char,
}

/// Significant digits of `e`, `f`, `g` and `%` without a precision.
const DEFAULT_PRECISION: usize = 6;

impl Spec {
    fn parse(text: &str, default_align: char) -> Option<Spec> {
        let mut rest = text.chars().peekable();
        let is_align = |c: Option<char>| c.is_some_and(|c| "<>=^".contains(c));
        let mut spec = Spec {
            fill: ' ',
            align: default_align,
            sign: '-',
            alternate: false,
            width: 0,
            group: None,
            precision: None,
            kind: '\0',
        };
        let (first, second) = (text.chars().next(), text.chars().nth(1));
        let (filled, aligned) = (is_align(second), is_align(second) || is_align(first));
        if filled {
            spec.fill = rest.next()?;
        }
        if aligned {
            spec.align = rest.next()?;
        }
        if let Some(sign) = rest.next_if(|c| "+- ".contains(*c)) {
            spec.sign = sign;
        }
        spec.alternate = rest.next_if_eq(&'#').is_some();
        if !filled && rest.next_if_eq(&'0').is_some() {
            spec.fill = '0';
            if !aligned && default_align == '>' {
                spec.align = '=';
            }
        }
        let mut number = || {
            let mut digits = String::new();
            while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                digits.push(digit);
            }
            (digits, rest.next_if(|c| ",_.".contains(*c)))
        };
        let (width, mut next) = number();
        spec.width = if width.is_empty() {
            0
        } else {
            width.parse().ok()?
        };
        if let Some(separator @ (',' | '_')) = next {
            spec.group = Some(separator);
            let (digits, dot) = number();
            if !digits.is_empty() || !matches!(dot, None | Some('.')) {
                return None;
            }
            next = dot;
        }
        if next == Some('.') {
            let (digits, more) = number();
            spec.precision = Some(digits.parse().ok()?);
            if more.is_some() {
                return None;
            }
        }
        if let Some(kind) = rest.next() {
            spec.kind = kind;
        }
        rest.next().is_none().then_some(spec)
    }

    fn of(text: Str<'_>, default_align: char) -> Spec {
        Spec::parse(text.as_str(), default_align).unwrap_or_else(|| fallback(Reason::Value))
    }

    /// Writes sign, grouped digits and the rest, padded.
    fn number<'a>(
        &self,
        cx: &'a Cx,
        negative: bool,
        prefix: &str,
        digits: &str,
        rest: &str,
        group_by: usize,
    ) -> Str<'a> {
        let sign = match (negative, self.sign) {
            (true, _) => "-",
            (false, '+') => "+",
            (false, ' ') => " ",
            _ => "",
        };
        let around = sign.len() + prefix.len() + rest.len();
        let zeros = self.fill == '0' && self.align == '=';
        let least = if zeros {
            self.width.saturating_sub(around)
        } else {
            0
        };
        let digits = match self.group {
            Some(separator) if !digits.is_empty() => grouped(digits, separator, group_by, least),
            _ => digits.to_owned(),
        };
        let padding = self.width.saturating_sub(around + digits.len());
        let mut out =
            Builder::with_room(cx, around + digits.len() + padding * self.fill.len_utf8());
        let (left, inner) = match self.align {
            '<' => (0, 0),
            '^' => (padding / 2, 0),
            '=' => (0, padding),
            _ => (padding, 0),
        };
        out.fill(self.fill, left);
        out.push(sign);
        out.push(prefix);
        out.fill(self.fill, inner);
        out.push(&digits);
        out.push(rest);
        out.fill(self.fill, padding - left - inner);
        out.finish()
    }
}

/// Digits with a separator between groups, filled with zeros to a width (_PyUnicode_InsertThousandsGrouping).
fn grouped(digits: &str, separator: char, group_by: usize, least: usize) -> String {
    let mut reversed = Vec::new();
    let mut source = digits.chars().rev();
    let (mut remaining, mut least) = (digits.len(), least as isize);
    loop {
        let size = group_by.min(remaining.max(usize::try_from(least).unwrap_or(0)).max(1));
        reversed.extend((0..size).map(|_| source.next().unwrap_or('0')));
        remaining = remaining.saturating_sub(size);
        least -= size as isize;
        if remaining == 0 && least <= 0 {
            return reversed.into_iter().rev().collect();
        }
        reversed.push(separator);
        least -= 1;
    }
}

/// `format` of an int.
pub trait FormatInt {
    /// `format(i, spec)`.
    fn format_int<'a>(self, cx: &'a Cx, spec: Str<'_>) -> Str<'a>;
}

impl FormatInt for i64 {
    fn format_int<'a>(self, cx: &'a Cx, spec: Str<'_>) -> Str<'a> {
        let parsed = Spec::of(spec, '>');
        let size = self.unsigned_abs();
        let digits = match parsed.kind {
            '\0' | 'd' => size.to_string(),
            'b' => format!("{size:b}"),
            'o' => format!("{size:o}"),
            'x' => format!("{size:x}"),
            'X' => format!("{size:X}"),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%' => return (self as f64).format_float(cx, spec),
            _ => fallback(Reason::Value),
        };
        let decimal = matches!(parsed.kind, '\0' | 'd');
        if parsed.precision.is_some() || (parsed.group == Some(',') && !decimal) {
            fallback(Reason::Value);
        }
        let prefix = match (parsed.alternate, parsed.kind) {
            (true, 'b') => "0b",
            (true, 'o') => "0o",
            (true, 'x') => "0x",
            (true, 'X') => "0X",
            _ => "",
        };
        parsed.number(
            cx,
            self < 0,
            prefix,
            &digits,
            "",
            if decimal { 3 } else { 4 },
        )
    }
}

/// `format` of a float.
pub trait FormatFloat {
    /// `format(x, spec)`.
    fn format_float<'a>(self, cx: &'a Cx, spec: Str<'_>) -> Str<'a>;
}

impl FormatFloat for f64 {
    fn format_float<'a>(self, cx: &'a Cx, spec: Str<'_>) -> Str<'a> {
        if let [b'.', places @ b'0'..=b'9', b'f'] = spec.as_bytes() {
            let places = usize::from(places - b'0');
            if let Some(whole) = scaled(self.abs(), places) {
                return Decimals::new(whole, places, self.is_sign_negative()).text(cx);
            }
        }
        let parsed = Spec::of(spec, '>');
        if parsed.alternate {
            fallback(Reason::Value);
        }
        let value = if parsed.kind == '%' {
            self * 100.0
        } else {
            self
        };
        let upper = matches!(parsed.kind, 'E' | 'F' | 'G');
        let mut body = match (parsed.kind, value.is_finite()) {
            (kind, false) if "\0eEfFgG%".contains(kind) => {
                if value.is_nan() { "nan" } else { "inf" }.to_owned()
            }
            ('\0' | 'e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%', _) => finite(value.abs(), &parsed),
            _ => fallback(Reason::Value),
        };
        if upper {
            body.make_ascii_uppercase();
        }
        if parsed.kind == '%' {
            body.push('%');
        }
        let whole = body.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = body.split_at(whole);
        parsed.number(
            cx,
            value.is_sign_negative() && !value.is_nan(),
            "",
            digits,
            rest,
            3,
        )
    }
}

fn decimals(value: f64, places: usize) -> Option<String> {
    let whole = scaled(value, places)?;
    Some(Decimals::new(whole, places, false).as_str().to_owned())
}

/// The digits of a finite float that is not negative, without padding.
fn finite(value: f64, spec: &Spec) -> String {
    let precision = spec.precision.unwrap_or(DEFAULT_PRECISION);
    match (spec.kind.to_ascii_lowercase(), spec.precision) {
        ('f' | '%', _) => {
            decimals(value, precision).unwrap_or_else(|| format!("{value:.precision$}"))
        }
        ('e', _) => {
            let text = format!("{value:.precision$e}");
            let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let tail = scientific("0", exponent.parse().unwrap_or(0));
            format!("{digits}{}", &tail[1..])
        }
        ('\0', None) => {
            let (digits, exponent) = shortest(value);
            if (-4..16).contains(&exponent) {
                fixed(&digits, exponent, ".0")
            } else {
                scientific(&digits, exponent)
            }
        }
        (kind, _) => general(value, precision.max(1), kind == '\0'),
    }
}

/// `g`: `precision` significant digits without trailing zeros; with `dot`, a float still looks like one.
fn general(value: f64, precision: usize, dot: bool) -> String {
    let text = format!("{value:.*e}", precision - 1);
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let plain = digits.replace('.', "");
    let kept = plain.trim_end_matches('0');
    let kept = if kept.is_empty() { "0" } else { kept };
    let most = precision as i64 - i64::from(dot);
    if exponent < -4 || i64::from(exponent) >= most {
        scientific(kept, exponent)
    } else {
        fixed(kept, exponent, if dot { ".0" } else { "" })
    }
}

impl<'a> Str<'a> {
    /// `format(s, spec)`.
    pub fn format_str(self, cx: &'a Cx, spec: Str<'_>) -> Str<'a> {
        let parsed = Spec::of(spec, '<');
        let signed = parsed.sign != '-' || parsed.align == '=' || parsed.alternate;
        if signed || parsed.group.is_some() || !matches!(parsed.kind, '\0' | 's') {
            fallback(Reason::Value);
        }
        let kept = self.part(
            0,
            self.offset(parsed.precision.unwrap_or(usize::MAX).min(self.count())),
        );
        let padding = parsed.width.saturating_sub(kept.count());
        let left = match parsed.align {
            '<' => 0,
            '^' => padding / 2,
            _ => padding,
        };
        let mut out =
            Builder::with_room(cx, kept.as_bytes().len() + padding * parsed.fill.len_utf8());
        out.fill(parsed.fill, left);
        out.push_str(kept);
        out.fill(parsed.fill, padding - left);
        out.finish()
    }
}
