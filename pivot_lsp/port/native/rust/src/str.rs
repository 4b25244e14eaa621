//! `str`: an immutable view of UTF-8 text with its number of code points, 16 bytes as on the wire.
//!
//! Invariant: the bytes are valid UTF-8 and live as long as `'a`. ASCII text (bytes == chars) is indexed in O(1).

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;
use std::ptr::NonNull;

use crate::abi::{fallback, Reason};
use crate::exc::{kinds, raised, Outcome};
use crate::list::List;
use crate::region::Cx;

/// A Python string.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Str<'a> {
    start: NonNull<u8>,
    bytes: u32,
    chars: u32,
    text: PhantomData<&'a str>,
}

/// A literal as a [`Str`], measured at compile time.
#[macro_export]
macro_rules! s {
    ($text:literal) => {
        const { $crate::Str::literal($text) }
    };
}

impl<'a> Str<'a> {
    /// `""`.
    pub const EMPTY: Str<'static> = Str::literal("");

    /// A literal; meant for constants, where its length costs nothing.
    pub const fn literal(text: &'a str) -> Str<'a> {
        let bytes = text.as_bytes();
        let mut chars = 0;
        let mut at = 0;
        while at < bytes.len() {
            chars += (bytes[at] & 0xC0 != 0x80) as u32;
            at += 1;
        }
        assert!(bytes.len() < u32::MAX as usize);
        // SAFETY: a str never starts at address 0
        let start = unsafe { NonNull::new_unchecked(bytes.as_ptr().cast_mut()) };
        Str {
            start,
            bytes: bytes.len() as u32,
            chars,
            text: PhantomData,
        }
    }

    /// A view of `text`. Falls back at 4 GiB.
    #[inline]
    pub fn new(text: &'a str) -> Str<'a> {
        let chars = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        Str::measured(text, chars)
    }

    /// A view of `text`, which has `chars` code points.
    #[inline]
    pub(crate) fn measured(text: &'a str, chars: usize) -> Str<'a> {
        debug_assert_eq!(text.chars().count(), chars);
        let Ok(bytes) = u32::try_from(text.len()) else {
            fallback(Reason::Memory)
        };
        Str {
            start: NonNull::from(text.as_bytes()).cast(),
            bytes,
            chars: chars as u32,
            text: PhantomData,
        }
    }

    /// A view as the wire has it: start, and bytes and code points in one word.
    ///
    /// # Safety
    /// The view keeps this type's invariant.
    #[inline]
    pub(crate) unsafe fn from_wire(start: *const u8, lengths: u64) -> Str<'a> {
        let start = NonNull::new(start.cast_mut()).unwrap_or(NonNull::dangling());
        Str {
            start,
            bytes: lengths as u32,
            chars: (lengths >> 32) as u32,
            text: PhantomData,
        }
    }

    /// The view as the wire has it.
    pub(crate) fn to_wire(self) -> (*const u8, u64) {
        (
            self.start.as_ptr(),
            u64::from(self.chars) << 32 | u64::from(self.bytes),
        )
    }

    /// A copy of `text` in the region.
    pub fn copied(cx: &'a Cx, text: &str) -> Str<'a> {
        let mut out = Builder::with_room(cx, text.len());
        out.push(text);
        out.finish()
    }

    /// The text.
    #[inline]
    pub fn as_str(self) -> &'a str {
        // SAFETY: the invariant
        unsafe { std::str::from_utf8_unchecked(self.as_bytes()) }
    }

    /// The UTF-8 bytes.
    #[inline]
    pub fn as_bytes(self) -> &'a [u8] {
        // SAFETY: the invariant
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.bytes as usize) }
    }

    /// Whether the two are one view: texts never change where they lie.
    #[inline]
    pub(crate) fn lies_at(self, other: Str<'_>) -> bool {
        self.start == other.start && self.bytes == other.bytes
    }

    /// Whether every code point is one byte.
    #[inline]
    pub fn is_ascii(self) -> bool {
        self.bytes == self.chars
    }

    /// `len(s)`, as a count.
    #[inline]
    pub(crate) fn count(self) -> usize {
        self.chars as usize
    }

    /// `len(s)`.
    #[inline]
    pub fn len_str(self) -> i64 {
        i64::from(self.chars)
    }

    /// Whether it is `""`.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.bytes == 0
    }

    /// The part between two byte offsets that are code point boundaries.
    #[inline]
    pub(crate) fn part(self, from: usize, to: usize) -> Str<'a> {
        let text = &self.as_str()[from..to];
        if self.is_ascii() {
            Str::measured(text, text.len())
        } else {
            Str::new(text)
        }
    }

    /// The byte offset of code point `index`, which is at most `len`.
    #[inline]
    pub(crate) fn offset(self, index: usize) -> usize {
        if self.is_ascii() {
            return index;
        }
        self.as_str()
            .char_indices()
            .nth(index)
            .map_or(self.bytes as usize, |(at, _)| at)
    }

    /// The code points before a byte offset.
    #[inline]
    pub(crate) fn position(self, offset: usize) -> usize {
        if self.is_ascii() {
            return offset;
        }
        self.as_str()[..offset].chars().count()
    }

    /// `s[index]`.
    #[inline]
    pub fn char_at(self, index: i64) -> Outcome<Str<'a>> {
        let length = self.len_str();
        let place = if index < 0 {
            index.saturating_add(length)
        } else {
            index
        };
        if place < 0 || place >= length {
            return Err(raised(kinds::IndexError, "string index out of range"));
        }
        let from = self.offset(place as usize);
        if self.is_ascii() {
            return Ok(self.part(from, from + 1));
        }
        let text = &self.as_str()[from..];
        let width = text.chars().next().map_or(0, char::len_utf8);
        Ok(Str::measured(&text[..width], 1))
    }

    /// `ord(s[index])`.
    #[inline]
    pub fn point_at(self, index: i64) -> Outcome<i64> {
        // a negative index is a huge place
        if let (true, Some(&byte)) = (self.is_ascii(), self.as_bytes().get(index as usize)) {
            return Ok(i64::from(byte));
        }
        self.char_at(index)?.ord()
    }

    /// `for c in s`, each as its number.
    #[inline]
    pub fn points(self) -> Points<'a> {
        Points(self.as_str().chars())
    }

    /// `list(map(ord, s))`.
    pub fn point_list(self, cx: &'a Cx) -> List<'a, i64> {
        crate::consume::list_of(cx, self.points())
    }

    /// `for c in s`.
    #[inline]
    pub fn chars(self) -> Chars<'a> {
        Chars {
            rest: self.as_str(),
        }
    }

    /// `s + other`. A string that is built piece by piece grows in place, so that building it is linear.
    #[inline]
    pub fn concat(self, cx: &'a Cx, other: Str<'_>) -> Str<'a> {
        if other.is_empty() {
            return self;
        }
        let (bytes, more) = (self.bytes as usize, other.bytes as usize);
        let Ok(total) = u32::try_from(bytes + more) else {
            fallback(Reason::Memory)
        };
        let (stop, from) = (
            self.start.as_ptr().wrapping_add(bytes),
            other.start.as_ptr(),
        );
        let mut start = self.start;
        if !cx.follows(start.as_ptr(), stop, from) {
            if !cx.extend_text(stop, more) {
                start = cx.move_text(start, bytes, more);
            }
            // SAFETY: the region has just given these bytes to this string alone
            unsafe { std::ptr::copy_nonoverlapping(from, start.as_ptr().add(bytes), more) };
        }
        Str {
            start,
            bytes: total,
            chars: self.chars + other.chars,
            text: PhantomData,
        }
    }

    /// `s * times`.
    pub fn repeat_str(self, cx: &'a Cx, times: i64) -> Str<'a> {
        let times = usize::try_from(times).unwrap_or(0);
        let Some(bytes) = times.checked_mul(self.bytes as usize) else {
            fallback(Reason::Memory)
        };
        let mut out = Builder::with_room(cx, bytes);
        if bytes > 0 {
            for _ in 0..times {
                out.push_str(self);
            }
        }
        out.finish()
    }
}

/// Whether the bytes are the same. Most texts that are compared are short: those are not worth a call of memcmp.
#[inline]
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    macro_rules! ends {
        ($word:ty) => {{
            let last = a.len() - size_of::<$word>();
            // SAFETY: both texts are at least one word long, and equally long
            unsafe {
                let word =
                    |text: &[u8], at: usize| text.as_ptr().add(at).cast::<$word>().read_unaligned();
                (word(a, 0) ^ word(b, 0)) | (word(a, last) ^ word(b, last)) == 0
            }
        }};
    }
    if a.len() != b.len() {
        return false;
    }
    match a.len() {
        0 => true,
        1..=3 => {
            a[0] == b[0] && a[a.len() / 2] == b[a.len() / 2] && a[a.len() - 1] == b[a.len() - 1]
        }
        4..=7 => ends!(u32),
        8..=16 => ends!(u64),
        _ => a == b,
    }
}

impl PartialEq for Str<'_> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        same_bytes(self.as_bytes(), other.as_bytes())
    }
}

impl Eq for Str<'_> {}

impl PartialOrd for Str<'_> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Str<'_> {
    /// By code point, which is the order of UTF-8 bytes.
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

/// The code points of a string, each a string of one.
#[derive(Clone)]
pub struct Chars<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Chars<'a> {
    type Item = Str<'a>;

    #[inline]
    fn next(&mut self) -> Option<Str<'a>> {
        let width = match self.rest.as_bytes().first()? {
            ..=0x7F => 1,
            ..=0xDF => 2,
            ..=0xEF => 3,
            _ => 4,
        };
        // SAFETY: a code point of well-formed UTF-8 has the width that its first byte says
        let (one, rest) = unsafe {
            (
                self.rest.get_unchecked(..width),
                self.rest.get_unchecked(width..),
            )
        };
        self.rest = rest;
        Some(Str::measured(one, 1))
    }
}

/// The code points of a string, each its number.
#[derive(Clone)]
pub struct Points<'a>(std::str::Chars<'a>);

impl Iterator for Points<'_> {
    type Item = i64;

    #[inline]
    fn next(&mut self) -> Option<i64> {
        self.0.next().map(|c| i64::from(u32::from(c)))
    }
}

/// Text that grows in the region; linear also when others allocate in between.
pub struct Builder<'a> {
    cx: &'a Cx,
    start: NonNull<u8>,
    bytes: usize,
    chars: usize,
    room: usize,
}

impl<'a> Builder<'a> {
    /// An empty one.
    pub fn new(cx: &'a Cx) -> Builder<'a> {
        Builder {
            cx,
            start: NonNull::dangling(),
            bytes: 0,
            chars: 0,
            room: 0,
        }
    }

    /// An empty one with room for that many bytes.
    pub fn with_room(cx: &'a Cx, room: usize) -> Builder<'a> {
        let start = if room == 0 {
            NonNull::dangling()
        } else {
            cx.allocate(room, 1)
        };
        Builder {
            cx,
            start,
            bytes: 0,
            chars: 0,
            room,
        }
    }

    /// Appends a string.
    #[inline]
    pub fn push_str(&mut self, text: Str<'_>) {
        self.append(text.as_bytes(), text.count());
    }

    /// Appends text.
    #[inline]
    pub fn push(&mut self, text: &str) {
        let chars = if text.is_ascii() {
            text.len()
        } else {
            text.chars().count()
        };
        self.append(text.as_bytes(), chars);
    }

    /// Appends ASCII characters, for which there is room.
    #[inline]
    pub(crate) fn push_ascii(&mut self, bytes: impl Iterator<Item = u8>) {
        for byte in bytes.take(self.room - self.bytes) {
            debug_assert!(byte.is_ascii());
            // SAFETY: bytes < room
            unsafe { self.start.as_ptr().add(self.bytes).write(byte) };
            self.bytes += 1;
            self.chars += 1;
        }
    }

    /// Appends the same code point several times.
    pub fn fill(&mut self, one: char, times: usize) {
        let mut buffer = [0; 4];
        let text = one.encode_utf8(&mut buffer);
        for _ in 0..times {
            self.append(text.as_bytes(), 1);
        }
    }

    #[inline]
    fn append(&mut self, bytes: &[u8], chars: usize) {
        if bytes.len() > self.room - self.bytes {
            self.grow(bytes.len());
        }
        // SAFETY: there is room, and nobody else sees the bytes behind the text
        unsafe {
            let end = self.start.as_ptr().add(self.bytes);
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), end, bytes.len());
        }
        self.bytes += bytes.len();
        self.chars += chars;
    }

    #[cold]
    fn grow(&mut self, more: usize) {
        let least = self.bytes + more;
        let wished = least.max(self.room * 2).max(64);
        let stop = self.start.as_ptr().wrapping_add(self.room);
        if self.room > 0 && self.cx.extend_in_place(stop, wished - self.room) {
            self.room = wished;
            return;
        }
        let start = self.cx.allocate(wished, 1);
        // SAFETY: both blocks hold at least `bytes` bytes and are distinct
        unsafe { std::ptr::copy_nonoverlapping(self.start.as_ptr(), start.as_ptr(), self.bytes) };
        (self.start, self.room) = (start, wished);
    }

    /// The text so far; its spare room goes back to the region.
    pub fn finish(self) -> Str<'a> {
        self.cx.shrink_in_place(
            self.start.as_ptr().wrapping_add(self.room),
            self.room - self.bytes,
        );
        let Ok(bytes) = u32::try_from(self.bytes) else {
            fallback(Reason::Memory)
        };
        Str {
            start: self.start,
            bytes,
            chars: self.chars as u32,
            text: PhantomData,
        }
    }
}

impl fmt::Write for Builder<'_> {
    #[inline]
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        Ok(())
    }
}

/// The text that `arguments` describe, in the region.
pub fn formatted<'a>(cx: &'a Cx, arguments: fmt::Arguments<'_>) -> Str<'a> {
    let mut out = Builder::new(cx);
    match fmt::write(&mut out, arguments) {
        Ok(()) => out.finish(),
        Err(fmt::Error) => fallback(Reason::Internal),
    }
}

/// An f-string: `text!(cx, "{name}: {}", total)`. Ints and strings print as in Python; other values are made
/// strings first.
#[macro_export]
macro_rules! text {
    ($cx:expr, $($arguments:tt)*) => {
        $crate::formatted($cx, format_args!($($arguments)*))
    };
}
