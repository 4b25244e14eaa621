//! Splitting, stripping and joining.

use crate::exc::{kinds, raised, Exc, Outcome};
use crate::list::List;
use crate::region::Cx;
use crate::repr::is_space;
use crate::str::{Builder, Str};

#[cold]
fn empty_separator() -> Exc {
    raised(kinds::ValueError, "empty separator")
}

fn separator(text: Str<'_>) -> Outcome<&str> {
    if text.is_empty() {
        return Err(empty_separator());
    }
    Ok(text.as_str())
}

/// How many parts at most: a negative `maxsplit` sets no limit.
fn parts(most: i64) -> usize {
    usize::try_from(most).map_or(usize::MAX, |most| most.saturating_add(1))
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n'..='\r' | '\x1c'..='\x1e' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl<'a> Str<'a> {
    /// A part of this text.
    fn piece(self, part: &'a str) -> Str<'a> {
        if self.is_ascii() {
            Str::measured(part, part.len())
        } else {
            Str::new(part)
        }
    }

    fn pieces(self, cx: &'a Cx, parts: impl Iterator<Item = &'a str>) -> List<'a, Str<'a>> {
        let list = List::new(cx);
        list.extend(parts.map(|part| self.piece(part)));
        list
    }

    /// `s.split()`.
    pub fn split_whitespace(self, cx: &'a Cx) -> List<'a, Str<'a>> {
        self.pieces(
            cx,
            self.as_str()
                .split(is_space)
                .filter(|part| !part.is_empty()),
        )
    }

    /// `s.split(sep)`.
    pub fn split_on(self, cx: &'a Cx, sep: Str<'_>) -> Outcome<List<'a, Str<'a>>> {
        let sep = separator(sep)?;
        Ok(self.pieces(cx, self.as_str().split(sep)))
    }

    /// `s.split(sep, maxsplit)`.
    pub fn split_on_max(self, cx: &'a Cx, sep: Str<'_>, most: i64) -> Outcome<List<'a, Str<'a>>> {
        let sep = separator(sep)?;
        Ok(self.pieces(cx, self.as_str().splitn(parts(most), sep)))
    }

    /// `s.rsplit(sep, maxsplit)`.
    pub fn rsplit_on_max(self, cx: &'a Cx, sep: Str<'_>, most: i64) -> Outcome<List<'a, Str<'a>>> {
        let sep = separator(sep)?;
        let list = self.pieces(cx, self.as_str().rsplitn(parts(most), sep));
        list.reverse();
        Ok(list)
    }

    /// `s.splitlines()`.
    pub fn split_lines(self, cx: &'a Cx) -> List<'a, Str<'a>> {
        let list = List::new(cx);
        let mut rest = self.as_str();
        while let Some(at) = rest.find(is_line_end) {
            let (line, ended) = rest.split_at(at);
            list.push(self.piece(line));
            let end = if ended.starts_with("\r\n") {
                2
            } else {
                ended.chars().next().map_or(0, char::len_utf8)
            };
            rest = &ended[end..];
        }
        if !rest.is_empty() {
            list.push(self.piece(rest));
        }
        list
    }

    /// `s.partition(sep)`.
    pub fn str_partition(self, sep: Str<'a>) -> Outcome<(Str<'a>, Str<'a>, Str<'a>)> {
        Ok(match self.as_str().split_once(separator(sep)?) {
            Some((head, tail)) => (self.piece(head), sep, self.piece(tail)),
            None => (self, Str::EMPTY, Str::EMPTY),
        })
    }

    /// `s.rpartition(sep)`.
    pub fn str_rpartition(self, sep: Str<'a>) -> Outcome<(Str<'a>, Str<'a>, Str<'a>)> {
        Ok(match self.as_str().rsplit_once(separator(sep)?) {
            Some((head, tail)) => (self.piece(head), sep, self.piece(tail)),
            None => (Str::EMPTY, Str::EMPTY, self),
        })
    }

    /// `s.strip()`.
    pub fn str_strip(self) -> Str<'a> {
        self.piece(self.as_str().trim_matches(is_space))
    }

    /// `s.lstrip()`.
    pub fn str_lstrip(self) -> Str<'a> {
        self.piece(self.as_str().trim_start_matches(is_space))
    }

    /// `s.rstrip()`.
    pub fn str_rstrip(self) -> Str<'a> {
        self.piece(self.as_str().trim_end_matches(is_space))
    }

    /// `s.strip(chars)`.
    pub fn str_strip_chars(self, chars: Str<'_>) -> Str<'a> {
        self.piece(self.as_str().trim_matches(|c| chars.as_str().contains(c)))
    }

    /// `s.lstrip(chars)`.
    pub fn str_lstrip_chars(self, chars: Str<'_>) -> Str<'a> {
        self.piece(
            self.as_str()
                .trim_start_matches(|c| chars.as_str().contains(c)),
        )
    }

    /// `s.rstrip(chars)`.
    pub fn str_rstrip_chars(self, chars: Str<'_>) -> Str<'a> {
        self.piece(
            self.as_str()
                .trim_end_matches(|c| chars.as_str().contains(c)),
        )
    }

    /// `s.join(items)`.
    pub fn join(self, cx: &'a Cx, items: impl Iterator<Item = Str<'a>>) -> Str<'a> {
        let mut out = Builder::new(cx);
        for (place, item) in items.enumerate() {
            if place > 0 {
                out.push_str(self);
            }
            out.push_str(item);
        }
        out.finish()
    }
}
