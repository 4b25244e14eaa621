package rt

import (
	"unicode/utf8"
	"unsafe"
)

// tail is the newest piece of text memory. Strings made by the runtime lie in it one after the other; the last one
// grows in place when something is joined to it, so that building a string piece by piece takes linear time. What
// is written is never written again, so older views stay true.
var tail []byte

const pieceSize = 4096

// room makes n bytes at the end of tail and gives them.
func room(n int) []byte {
	if cap(tail)-len(tail) < n {
		size := max(pieceSize, n)
		charge(size)
		tail = make([]byte, 0, size)
	}
	start := len(tail)
	tail = tail[:start+n]
	return tail[start : start+n : start+n]
}

// Concat joins the parts.
func Concat(parts ...Str) Str {
	bytes, chars := 0, 0
	for _, part := range parts {
		bytes += int(part.bytes)
		chars += int(part.chars)
	}
	if bytes == 0 {
		return Str{}
	}
	first := parts[0]
	if int(first.bytes) == bytes {
		return first
	}
	if extended, ok := extend(parts, bytes, chars); ok {
		return extended
	}
	size := bytes
	if bytes > pieceSize/2 {
		size = 2 * bytes
	}
	into := room(size)[:bytes]
	tail = tail[:len(tail)-(size-bytes)]
	at := 0
	for _, part := range parts {
		at += copy(into[at:], part.String())
	}
	return view(unsafe.String(&into[0], bytes), chars)
}

// extend writes the later parts behind the first when that is the last text in tail and there is room.
func extend(parts []Str, bytes, chars int) (Str, bool) {
	first := parts[0]
	n := int(first.bytes)
	start := len(tail) - n
	if n == 0 || start < 0 || &tail[start] != first.data || cap(tail)-len(tail) < bytes-n {
		return Str{}, false
	}
	for _, part := range parts[1:] {
		tail = append(tail, part.String()...)
	}
	return view(unsafe.String(first.data, bytes), chars), true
}

// Join is separator.join(parts).
func Join(separator Str, parts func(func(Str) bool)) Str {
	var b builder
	first := true
	for part := range parts {
		if !first {
			b.add(separator)
		}
		first = false
		b.add(part)
	}
	return b.str()
}

// builder makes one Str of many pieces.
type builder struct {
	buffer []byte
	chars  int
}

func (b *builder) grow(n int) {
	if cap(b.buffer)-len(b.buffer) < n {
		charge(cap(b.buffer) + n)
	}
}

func (b *builder) add(s Str) {
	b.grow(int(s.bytes))
	b.buffer = append(b.buffer, s.String()...)
	b.chars += int(s.chars)
}

// text adds ASCII.
func (b *builder) text(s string) {
	b.grow(len(s))
	b.buffer = append(b.buffer, s...)
	b.chars += len(s)
}

// fill adds n times one code point.
func (b *builder) fill(s Str, n int) {
	for ; n > 0; n-- {
		b.add(s)
	}
}

func (b *builder) point(r rune) {
	b.grow(utf8.UTFMax)
	b.buffer = utf8.AppendRune(b.buffer, r)
	b.chars++
}

func (b *builder) str() Str {
	return view(unsafe.String(unsafe.SliceData(b.buffer), len(b.buffer)), b.chars)
}

// RepeatStr is s * n.
func RepeatStr(s Str, n int) Str {
	if n <= 0 || s.bytes == 0 {
		return Str{}
	}
	if n > now.memory/int(s.bytes) {
		Fall(ReasonMemory)
	}
	var b builder
	b.buffer = make([]byte, 0, n*int(s.bytes))
	charge(cap(b.buffer))
	b.fill(s, n)
	return b.str()
}
