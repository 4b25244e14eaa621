package rt

import (
	"strings"
	"unicode/utf8"
)

// SplitWhitespace is s.split().
func SplitWhitespace(s Str) *List[Str] {
	parts := NewList[Str]()
	start := -1
	for i, r := range s.String() {
		switch {
		case !isSpace(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			Push(parts, s.cut(start, i))
			start = -1
		}
	}
	if start >= 0 {
		Push(parts, s.cut(start, int(s.bytes)))
	}
	return parts
}

func needSeparator(separator Str) {
	if separator.bytes == 0 {
		raise(ValueError, "empty separator")
	}
}

// SplitOn is s.split(separator).
func SplitOn(s, separator Str) *List[Str] { return SplitOnMax(s, separator, -1) }

// SplitOnMax is s.split(separator, most).
func SplitOnMax(s, separator Str, most int) *List[Str] {
	needSeparator(separator)
	parts := NewList[Str]()
	start := 0
	for text := s.String(); most != 0; most-- {
		at := strings.Index(text[start:], separator.String())
		if at < 0 {
			break
		}
		Push(parts, s.cut(start, start+at))
		start += at + int(separator.bytes)
	}
	Push(parts, s.cut(start, int(s.bytes)))
	return parts
}

// RsplitOnMax is s.rsplit(separator, most).
func RsplitOnMax(s, separator Str, most int) *List[Str] {
	needSeparator(separator)
	parts := NewList[Str]()
	end := int(s.bytes)
	for text := s.String(); most != 0; most-- {
		at := strings.LastIndex(text[:end], separator.String())
		if at < 0 {
			break
		}
		Push(parts, s.cut(at+int(separator.bytes), end))
		end = at
	}
	Push(parts, s.cut(0, end))
	Reverse(parts)
	return parts
}

// SplitLines is s.splitlines().
func SplitLines(s Str) *List[Str] {
	parts := NewList[Str]()
	text := s.String()
	start := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		end := i
		i += size
		switch r {
		case '\r':
			if strings.HasPrefix(text[i:], "\n") {
				i++
			}
		case '\n', '\v', '\f', 0x1C, 0x1D, 0x1E, 0x85, 0x2028, 0x2029:
		default:
			continue
		}
		Push(parts, s.cut(start, end))
		start = i
	}
	if start < len(text) {
		Push(parts, s.cut(start, len(text)))
	}
	return parts
}

// StrPartition is s.partition(separator).
func StrPartition(s, separator Str) T3[Str, Str, Str] {
	needSeparator(separator)
	at := strings.Index(s.String(), separator.String())
	if at < 0 {
		return T3[Str, Str, Str]{s, Str{}, Str{}}
	}
	return T3[Str, Str, Str]{s.cut(0, at), separator, s.cut(at+int(separator.bytes), int(s.bytes))}
}

// StrRpartition is s.rpartition(separator).
func StrRpartition(s, separator Str) T3[Str, Str, Str] {
	needSeparator(separator)
	at := strings.LastIndex(s.String(), separator.String())
	if at < 0 {
		return T3[Str, Str, Str]{Str{}, Str{}, s}
	}
	return T3[Str, Str, Str]{s.cut(0, at), separator, s.cut(at+int(separator.bytes), int(s.bytes))}
}
