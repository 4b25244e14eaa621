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

// ReprStr is repr(s); which other characters are printable only Python's tables tell.
func ReprStr(s Str) Str {
	needASCII(s)
	text := s.String()
	quote := byte('\'')
	if strings.IndexByte(text, '\'') >= 0 && strings.IndexByte(text, '"') < 0 {
		quote = '"'
	}
	const hex = "0123456789abcdef"
	out := []byte{quote}
	for i := range len(text) {
		switch c := text[i]; {
		case c == quote || c == '\\':
			out = append(out, '\\', c)
		case c == '\n':
			out = append(out, '\\', 'n')
		case c == '\r':
			out = append(out, '\\', 'r')
		case c == '\t':
			out = append(out, '\\', 't')
		case c < ' ' || c == 0x7F:
			out = append(out, '\\', 'x', hex[c>>4], hex[c&15])
		default:
			out = append(out, c)
		}
	}
	charge(len(out) + 1)
	return ascii(string(append(out, quote)))
}

// reprOf is repr of any value that messages may hold.
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
	case T0:
		return "()"
	case interface{ repr() string }:
		return v.repr()
	}
	Fall(ReasonValue)
	return ""
}

func (o Opt[T]) repr() string { return reprOf(o.value()) }
