//! Filling a string up to a width.

use crate::exc::{kinds, raised, Outcome};
use crate::region::Cx;
use crate::str::{Builder, Str};

impl<'a> Str<'a> {
    fn padded(self, cx: &'a Cx, left: usize, right: usize, fill: Str<'_>) -> Str<'a> {
        if left + right == 0 {
            return self;
        }
        let size = self.as_bytes().len() + (left + right) * fill.as_bytes().len();
        let mut out = Builder::with_room(cx, size);
        (0..left).for_each(|_| out.push_str(fill));
        out.push_str(self);
        (0..right).for_each(|_| out.push_str(fill));
        out.finish()
    }

    fn missing(self, width: i64) -> usize {
        usize::try_from(width.saturating_sub(self.len_str())).unwrap_or(0)
    }

    fn one_char(self) -> Outcome<Str<'a>> {
        if self.count() == 1 {
            return Ok(self);
        }
        Err(raised(
            kinds::TypeError,
            "The fill character must be exactly one character long",
        ))
    }

    /// `s.ljust(width)`.
    pub fn ljust(self, cx: &'a Cx, width: i64) -> Str<'a> {
        self.padded(cx, 0, self.missing(width), Str::literal(" "))
    }

    /// `s.rjust(width)`.
    pub fn rjust(self, cx: &'a Cx, width: i64) -> Str<'a> {
        self.padded(cx, self.missing(width), 0, Str::literal(" "))
    }

    /// `s.ljust(width, fill)`.
    pub fn ljust_with(self, cx: &'a Cx, width: i64, fill: Str<'_>) -> Outcome<Str<'a>> {
        Ok(self.padded(cx, 0, self.missing(width), fill.one_char()?))
    }

    /// `s.rjust(width, fill)`.
    pub fn rjust_with(self, cx: &'a Cx, width: i64, fill: Str<'_>) -> Outcome<Str<'a>> {
        Ok(self.padded(cx, self.missing(width), 0, fill.one_char()?))
    }

    /// `s.center(width)`: an odd space goes left when the width is odd (unicode_center_impl).
    pub fn center(self, cx: &'a Cx, width: i64) -> Str<'a> {
        let missing = self.missing(width);
        let left = missing / 2 + (missing & width as usize & 1);
        self.padded(cx, left, missing - left, Str::literal(" "))
    }

    /// `s.zfill(width)`: zeros after a sign.
    pub fn zfill(self, cx: &'a Cx, width: i64) -> Str<'a> {
        let zeros = self.missing(width);
        if zeros == 0 {
            return self;
        }
        let text = self.as_str();
        let (sign, digits) = text.split_at(usize::from(text.starts_with(['+', '-'])));
        let mut out = Builder::with_room(cx, text.len() + zeros);
        out.push(sign);
        out.fill('0', zeros);
        out.push(digits);
        out.finish()
    }
}
