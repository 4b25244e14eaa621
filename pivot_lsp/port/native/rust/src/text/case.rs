//! Case and classes of characters. Beyond ASCII only CPython's Unicode tables know: such text falls back.

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Outcome};
use crate::region::Cx;
use crate::repr::is_space;
use crate::str::{Builder, Str};

impl<'a> Str<'a> {
    /// The bytes of ASCII text.
    fn ascii(self) -> &'a [u8] {
        if !self.is_ascii() {
            fallback(Reason::Value);
        }
        self.as_bytes()
    }

    fn mapped(self, cx: &'a Cx, mut map: impl FnMut(u8) -> u8) -> Str<'a> {
        let mut out = Builder::with_room(cx, self.count());
        out.push_ascii(self.ascii().iter().map(|&byte| map(byte)));
        out.finish()
    }

    /// `s.upper()`.
    pub fn str_upper(self, cx: &'a Cx) -> Str<'a> {
        self.mapped(cx, |c| c.to_ascii_uppercase())
    }

    /// `s.lower()`.
    pub fn str_lower(self, cx: &'a Cx) -> Str<'a> {
        self.mapped(cx, |c| c.to_ascii_lowercase())
    }

    /// `s.swapcase()`.
    pub fn str_swapcase(self, cx: &'a Cx) -> Str<'a> {
        self.mapped(cx, |c| {
            if c.is_ascii_uppercase() {
                c.to_ascii_lowercase()
            } else {
                c.to_ascii_uppercase()
            }
        })
    }

    /// `s.capitalize()`.
    pub fn str_capitalize(self, cx: &'a Cx) -> Str<'a> {
        let mut first = true;
        self.mapped(cx, |c| {
            if std::mem::take(&mut first) {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
    }

    /// `s.title()`.
    pub fn str_title(self, cx: &'a Cx) -> Str<'a> {
        let mut in_word = false;
        self.mapped(cx, |c| {
            let begun = std::mem::replace(&mut in_word, c.is_ascii_alphabetic());
            if begun {
                c.to_ascii_lowercase()
            } else {
                c.to_ascii_uppercase()
            }
        })
    }

    fn every(self, class: impl Fn(u8) -> bool) -> bool {
        !self.is_empty() && self.ascii().iter().all(|&byte| class(byte))
    }

    fn cased(self, wanted: impl Fn(u8) -> bool) -> bool {
        let mut letters = self
            .ascii()
            .iter()
            .filter(|byte| byte.is_ascii_alphabetic())
            .peekable();
        letters.peek().is_some() && letters.all(|&byte| wanted(byte))
    }

    /// `s.isdigit()`.
    pub fn is_digit(self) -> bool {
        self.every(|byte| byte.is_ascii_digit())
    }

    /// `s.isdecimal()`.
    pub fn is_decimal(self) -> bool {
        self.is_digit()
    }

    /// `s.isnumeric()`.
    pub fn is_numeric(self) -> bool {
        self.is_digit()
    }

    /// `s.isalpha()`.
    pub fn is_alpha(self) -> bool {
        self.every(|byte| byte.is_ascii_alphabetic())
    }

    /// `s.isalnum()`.
    pub fn is_alnum(self) -> bool {
        self.every(|byte| byte.is_ascii_alphanumeric())
    }

    /// `s.isupper()`.
    pub fn is_upper(self) -> bool {
        self.cased(|byte| byte.is_ascii_uppercase())
    }

    /// `s.islower()`.
    pub fn is_lower(self) -> bool {
        self.cased(|byte| byte.is_ascii_lowercase())
    }

    /// `s.isspace()`.
    pub fn is_space(self) -> bool {
        !self.is_empty() && self.as_str().chars().all(is_space)
    }

    /// `s.isascii()`.
    pub fn is_ascii_str(self) -> bool {
        self.is_ascii()
    }

    /// `ord(s)`.
    pub fn ord(self) -> Outcome<i64> {
        let mut chars = self.as_str().chars();
        match (chars.next(), chars.next()) {
            (Some(only), None) => Ok(i64::from(u32::from(only))),
            _ => {
                let found = self.count();
                let message =
                    format!("ord() expected a character, but string of length {found} found");
                Err(raised(kinds::TypeError, &message))
            }
        }
    }
}

/// `chr` of an int.
pub trait Chr {
    /// `chr(i)`; a surrogate falls back.
    fn chr<'a>(self, cx: &'a Cx) -> Outcome<Str<'a>>;
}

impl Chr for i64 {
    fn chr<'a>(self, cx: &'a Cx) -> Outcome<Str<'a>> {
        const LAST: i64 = char::MAX as i64;
        if i32::try_from(self).is_err() {
            fallback(Reason::Value) // an OverflowError before 3.13
        }
        if !(0..=LAST).contains(&self) {
            return Err(raised(
                kinds::ValueError,
                "chr() arg not in range(0x110000)",
            ));
        }
        let Some(one) = char::from_u32(self as u32) else {
            fallback(Reason::Value)
        };
        let mut out = Builder::with_room(cx, one.len_utf8());
        out.fill(one, 1);
        Ok(out.finish())
    }
}
