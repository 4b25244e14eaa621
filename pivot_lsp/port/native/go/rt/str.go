package rt

import (
	"math"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// Str is a Python str: a view of immutable UTF-8 with its number of code points. It is laid out as on the wire, so
// that the strings of arguments are used where they lie. It has no ==, which would compare places: use EqStr.
type Str struct {
	_     [0]func()
	data  *byte
	bytes uint32
	chars uint32
}

// S is a literal.
func S(text string) Str { return view(text, utf8.RuneCountInString(text)) }

// view makes a Str of text with its number of code points.
func view(text string, chars int) Str {
	if len(text) > math.MaxUint32 {
		Fall(ReasonMemory)
	}
	return Str{data: unsafe.StringData(text), bytes: uint32(len(text)), chars: uint32(chars)}
}

// ascii makes a Str of text that is ASCII.
func ascii(text string) Str { return view(text, len(text)) }

// String gives the text; nothing is copied.
func (s Str) String() string { return unsafe.String(s.data, int(s.bytes)) }

func (s Str) isASCII() bool { return s.bytes == s.chars }

// offset is the byte at which code point i begins; 0 <= i <= len.
func (s Str) offset(i int) int {
	if s.isASCII() {
		return i
	}
	at := 0
	for text := s.String(); i > 0; i-- {
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	return at
}

// sub is the code points from i to j; 0 <= i <= j <= len.
func (s Str) sub(i, j int) Str {
	text := s.String()
	if s.isASCII() {
		return ascii(text[i:j])
	}
	start := s.offset(i)
	rest := view(text[start:], int(s.chars)-i)
	return view(text[start:start+rest.offset(j-i)], j-i)
}

// cut is the bytes from i to j, both at the edge of a code point.
func (s Str) cut(i, j int) Str {
	text := s.String()[i:j]
	if s.isASCII() {
		return ascii(text)
	}
	return S(text)
}

// LenStr is len(s), in code points.
func LenStr(s Str) int { return int(s.chars) }

// EqStr is a == b.
func EqStr(a, b Str) bool {
	return a.bytes == b.bytes && (a.bytes == 0 || *a.data == *b.data && (a.bytes == 1 || a.String() == b.String()))
}

// NeStr is a != b.
func NeStr(a, b Str) bool { return !EqStr(a, b) }

// LtStr is a < b: UTF-8 sorts as code points do.
func LtStr(a, b Str) bool { return a.String() < b.String() }

// LeStr is a <= b.
func LeStr(a, b Str) bool { return a.String() <= b.String() }

// GtStr is a > b.
func GtStr(a, b Str) bool { return a.String() > b.String() }

// GeStr is a >= b.
func GeStr(a, b Str) bool { return a.String() >= b.String() }

// ContainsStr is part in s.
func ContainsStr(s, part Str) bool { return strings.Contains(s.String(), part.String()) }

// CharAt is s[i].
func CharAt(s Str, i int) Str {
	if uint(i) < uint(s.chars) && s.bytes == s.chars {
		return Str{data: (*byte)(unsafe.Add(unsafe.Pointer(s.data), i)), bytes: 1, chars: 1}
	}
	return charAt(s, i)
}

// charAt stands apart so that what is common is inlined.
//
//go:noinline
func charAt(s Str, i int) Str {
	n := int(s.chars)
	if i < 0 {
		i += n
	}
	if uint(i) >= uint(n) {
		raise(IndexError, "string index out of range")
	}
	return s.sub(i, i+1)
}

// PointAt is ord(s[i]).
func PointAt(s Str, i int) int {
	if uint(i) < uint(s.chars) && s.bytes == s.chars {
		return int(*(*byte)(unsafe.Add(unsafe.Pointer(s.data), i)))
	}
	return Ord(charAt(s, i))
}

// SliceStr is s[start:stop:step].
func SliceStr(s Str, start, stop, step Opt[int]) Str {
	i, j, by := sliceBounds(int(s.chars), start, stop, step)
	if by == 1 {
		return s.sub(i, max(i, j))
	}
	var b builder
	if s.isASCII() {
		for text := s.String(); by > 0 && i < j || by < 0 && i > j; i += by {
			b.text(text[i : i+1])
		}
		return b.str()
	}
	points := []rune(s.String())
	for ; by > 0 && i < j || by < 0 && i > j; i += by {
		b.point(points[i])
	}
	return b.str()
}

// sliceBounds is PySlice_AdjustIndices: where the walk starts, where it has ended, and its step.
func sliceBounds(n int, start, stop, step Opt[int]) (i, j, by int) {
	by = 1
	if step.ok {
		by = step.v
		if by == 0 {
			raise(ValueError, "slice step cannot be zero")
		}
		// Beyond the length every step does the same, and none can overflow; but none becomes 1, which alone may change
		// the length of what it is assigned to.
		by = min(max(by, -n-2), n+2)
	}
	low, high := 0, n
	if by < 0 {
		low, high = -1, n-1
	}
	clip := func(bound Opt[int], absent int) int {
		if !bound.ok {
			return absent
		}
		at := bound.v
		if at < 0 {
			at += n
		}
		return min(max(at, low), high)
	}
	if by > 0 {
		return clip(start, low), clip(stop, high), by
	}
	return clip(start, high), clip(stop, low), by
}

// Ord is ord(s).
func Ord(s Str) int {
	if s.chars != 1 {
		raise(TypeError, "ord() expected a character, but string of length "+
			StrOfInt(int(s.chars)).String()+" found")
	}
	point, _ := utf8.DecodeRuneInString(s.String())
	return int(point)
}

// Chr is chr(i); a surrogate has no UTF-8 and falls back.
func Chr(i int) Str {
	if int(int32(i)) != i || i >= 0xD800 && i < 0xE000 {
		Fall(ReasonValue)
	}
	if i < 0 || i > utf8.MaxRune {
		raise(ValueError, "chr() arg not in range(0x110000)")
	}
	return view(string(rune(i)), 1)
}

// CutStr is s[start:stop].
func CutStr(s Str, start, stop int) Str { return SliceStr(s, Some(start), Some(stop), Opt[int]{}) }

// CutFromStr is s[start:].
func CutFromStr(s Str, start int) Str { return SliceStr(s, Some(start), Opt[int]{}, Opt[int]{}) }

// CutToStr is s[:stop].
func CutToStr(s Str, stop int) Str { return SliceStr(s, Opt[int]{}, Some(stop), Opt[int]{}) }
