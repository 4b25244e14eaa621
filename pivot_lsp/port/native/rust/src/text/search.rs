//! Finding, counting, replacing, prefixes and suffixes.

use crate::exc::{kinds, raised, Outcome};
use crate::region::Cx;
use crate::slice::slice_places;
use crate::str::{Builder, Str};

impl<'a> Str<'a> {
    /// `part in s`.
    #[inline]
    pub fn contains(self, part: Str<'_>) -> bool {
        self.as_str().contains(part.as_str())
    }

    fn found(self, offset: Option<usize>) -> i64 {
        offset.map_or(-1, |offset| self.position(offset) as i64)
    }

    /// `s.find(part)`.
    pub fn find_str(self, part: Str<'_>) -> i64 {
        self.found(self.as_str().find(part.as_str()))
    }

    /// `s.rfind(part)`.
    pub fn rfind_str(self, part: Str<'_>) -> i64 {
        self.found(self.as_str().rfind(part.as_str()))
    }

    /// `s.index(part)`.
    pub fn index_str(self, part: Str<'_>) -> Outcome<i64> {
        match self.find_str(part) {
            -1 => Err(raised(kinds::ValueError, "substring not found")),
            place => Ok(place),
        }
    }

    /// `s.count(part)`: without overlaps; the empty string is between all characters.
    pub fn count_str(self, part: Str<'_>) -> i64 {
        self.as_str().matches(part.as_str()).count() as i64
    }

    /// `s.startswith(prefix)`.
    #[inline]
    pub fn starts_with(self, prefix: Str<'_>) -> bool {
        self.as_bytes().starts_with(prefix.as_bytes())
    }

    /// `s.endswith(suffix)`.
    #[inline]
    pub fn ends_with(self, suffix: Str<'_>) -> bool {
        self.as_bytes().ends_with(suffix.as_bytes())
    }

    /// `s.removeprefix(prefix)`.
    pub fn remove_prefix(self, prefix: Str<'_>) -> Str<'a> {
        self.as_str()
            .strip_prefix(prefix.as_str())
            .map_or(self, Str::new)
    }

    /// `s.removesuffix(suffix)`.
    pub fn remove_suffix(self, suffix: Str<'_>) -> Str<'a> {
        self.as_str()
            .strip_suffix(suffix.as_str())
            .map_or(self, Str::new)
    }

    /// `s.replace(old, new)`; an empty `old` is between all characters.
    pub fn replace_str(self, cx: &'a Cx, old: Str<'_>, new: Str<'_>) -> Str<'a> {
        let text = self.as_str();
        let mut places = text.match_indices(old.as_str()).peekable();
        if places.peek().is_none() {
            return self;
        }
        let mut out = Builder::new(cx);
        let mut from = 0;
        for (at, part) in places {
            out.push(&text[from..at]);
            out.push_str(new);
            from = at + part.len();
        }
        out.push(&text[from..]);
        out.finish()
    }

    /// `s[start:stop:step]`.
    pub fn slice_str(
        self,
        cx: &'a Cx,
        start: Option<i64>,
        stop: Option<i64>,
        step: Option<i64>,
    ) -> Outcome<Str<'a>> {
        let places = slice_places(self.len_str(), start, stop, step)?;
        let first = places.first as usize;
        if places.count == 0 {
            return Ok(Str::EMPTY);
        }
        if places.step == 1 {
            return Ok(self.part(self.offset(first), self.offset(first + places.count)));
        }
        let mut out = Builder::new(cx);
        if self.is_ascii() {
            for round in 0..places.count {
                let place = places.first + round as i64 * places.step;
                out.push_str(self.part(place as usize, place as usize + 1));
            }
            return Ok(out.finish());
        }
        let chars: Vec<char> = self.as_str().chars().collect();
        for round in 0..places.count {
            out.fill(
                chars[(places.first + round as i64 * places.step) as usize],
                1,
            );
        }
        Ok(out.finish())
    }
}
