package rt

import (
	"strconv"
	"strings"
)

// StrOfInt is str(i).
func StrOfInt(i int) Str { return ascii(strconv.Itoa(i)) }

// StrOfBool is str(b).
func StrOfBool(b bool) Str {
	if b {
		return ascii("True")
	}
	return ascii("False")
}

// StrOfFloat is str(f) and repr(f).
func StrOfFloat(f float64) Str { return ascii(reprFloat(f)) }

// reprFloat lays out the shortest digits that read back as f, as Python/pystrtod.c does: with an exponent below 1e-4
// and from 1e16 on.
func reprFloat(f float64) string {
	switch {
	case f != f:
		return "nan"
	case f == Inf:
		return "inf"
	case f == -Inf:
		return "-inf"
	}
	text := strconv.FormatFloat(f, 'e', -1, 64)
	exponent, _ := strconv.Atoi(text[strings.IndexByte(text, 'e')+1:])
	if exponent < -4 || exponent >= 16 {
		return text
	}
	text = strconv.FormatFloat(f, 'f', -1, 64)
	if strings.IndexByte(text, '.') < 0 {
		text += ".0"
	}
	return text
}

// ReprStr is repr(s) (Objects/unicodeobject.c, unicode_repr).
func ReprStr(s Str) Str {
	text := s.String()
	quote := '\''
	if strings.IndexByte(text, '\'') >= 0 && strings.IndexByte(text, '"') < 0 {
		quote = '"'
	}
	var b builder
	b.point(quote)
	for _, r := range text {
		switch {
		case r == quote || r == '\\':
			b.point('\\')
			b.point(r)
		case r == '\n':
			b.text(`\n`)
		case r == '\r':
			b.text(`\r`)
		case r == '\t':
			b.text(`\t`)
		case r >= ' ' && r < 0x7F || r >= 0x80 && isPrintable(r):
			b.point(r)
		case r < 0x100:
			b.text(`\x` + hex(r, 2))
		case r < 0x10000:
			b.text(`\u` + hex(r, 4))
		default:
			b.text(`\U` + hex(r, 8))
		}
	}
	b.point(quote)
	return b.str()
}

// hex is r in so many hexadecimal digits.
func hex(r rune, digits int) string {
	text := strconv.FormatInt(int64(r), 16)
	return strings.Repeat("0", digits-len(text)) + text
}

// reprOf is repr of any value that messages may hold. A tuple may be a NamedTuple, a member of an Enum or a date in
// Python, which spell themselves otherwise: legacy does.
func reprOf(value any) string {
	switch v := value.(type) {
	case int:
		return strconv.Itoa(v)
	case float64:
		return reprFloat(v)
	case bool:
		return StrOfBool(v).String()
	case Str:
		return ReprStr(v).String()
	case None:
		return "None"
	case interface{ repr() string }:
		return v.repr()
	}
	Fall(ReasonValue)
	return ""
}

func (o Opt[T]) repr() string { return reprOf(o.value()) }
