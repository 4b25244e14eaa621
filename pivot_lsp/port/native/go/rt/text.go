package rt

import (
	"strings"
	"unicode/utf8"
	"unsafe"
)

// Methods of str. What needs CPython's Unicode tables falls back on text that is not ASCII.

// isSpace is Objects/unicodetype_db.h, _PyUnicode_IsWhitespace.
func isSpace(r rune) bool {
	switch {
	case r == ' ' || r >= 0x09 && r <= 0x0D || r >= 0x1C && r <= 0x1F:
		return true
	case r < 0x80:
		return false
	case r >= 0x2000 && r <= 0x200A:
		return true
	}
	switch r {
	case 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	}
	return false
}

// needASCII hands text to Python whose treatment depends on Unicode's tables.
func needASCII(s Str) {
	if !s.isASCII() {
		Fall(ReasonValue)
	}
}

// mapped applies f to each byte of ASCII text; text that stays as it is is not copied.
func mapped(s Str, f func(c, before byte) byte) Str {
	needASCII(s)
	text := s.String()
	before := byte(0)
	for i := range len(text) {
		if f(text[i], before) != text[i] {
			return mappedFrom(text, i, before, f)
		}
		before = text[i]
	}
	return s
}

func mappedFrom(text string, start int, before byte, f func(c, before byte) byte) Str {
	into := room(len(text))
	copy(into, text[:start])
	for i := start; i < len(text); i++ {
		into[i] = f(text[i], before)
		before = text[i]
	}
	return ascii(unsafe.String(&into[0], len(into)))
}

func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
func isLower(c byte) bool { return c >= 'a' && c <= 'z' }
func isAlpha(c byte) bool { return isUpper(c) || isLower(c) }
func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func toUpper(c byte) byte {
	if isLower(c) {
		return c - 'a' + 'A'
	}
	return c
}

func toLower(c byte) byte {
	if isUpper(c) {
		return c - 'A' + 'a'
	}
	return c
}

// StrUpper is s.upper().
func StrUpper(s Str) Str { return mapped(s, func(c, _ byte) byte { return toUpper(c) }) }

// StrLower is s.lower().
func StrLower(s Str) Str { return mapped(s, func(c, _ byte) byte { return toLower(c) }) }

// StrSwapcase is s.swapcase().
func StrSwapcase(s Str) Str {
	return mapped(s, func(c, _ byte) byte {
		if isUpper(c) {
			return toLower(c)
		}
		return toUpper(c)
	})
}

// StrTitle is s.title().
func StrTitle(s Str) Str {
	return mapped(s, func(c, before byte) byte {
		if isAlpha(before) {
			return toLower(c)
		}
		return toUpper(c)
	})
}

// StrCapitalize is s.capitalize().
func StrCapitalize(s Str) Str {
	needASCII(s)
	if s.bytes == 0 {
		return s
	}
	return Concat(StrUpper(s.sub(0, 1)), StrLower(s.sub(1, int(s.chars))))
}

// trimmed is the part of s that a function of package strings left, which is a view into it.
func trimmed(s Str, text string) Str {
	if s.isASCII() || len(text) == int(s.bytes) {
		return view(text, int(s.chars)-(int(s.bytes)-len(text)))
	}
	return S(text)
}

// StrStrip is s.strip().
func StrStrip(s Str) Str { return StrLstrip(StrRstrip(s)) }

// StrLstrip is s.lstrip().
func StrLstrip(s Str) Str {
	text := s.String()
	if text == "" || isPlain(text[0]) {
		return s
	}
	return trimmed(s, strings.TrimLeftFunc(text, isSpace))
}

// StrRstrip is s.rstrip().
func StrRstrip(s Str) Str {
	text := s.String()
	if text == "" || isPlain(text[len(text)-1]) {
		return s
	}
	return trimmed(s, strings.TrimRightFunc(text, isSpace))
}

// isPlain tells whether a byte is a character of its own that is no blank.
func isPlain(c byte) bool { return c > ' ' && c < 0x80 }

// StrStripChars is s.strip(chars).
func StrStripChars(s, chars Str) Str { return trimmed(s, strings.Trim(s.String(), chars.String())) }

// StrLstripChars is s.lstrip(chars).
func StrLstripChars(s, chars Str) Str {
	return trimmed(s, strings.TrimLeft(s.String(), chars.String()))
}

// StrRstripChars is s.rstrip(chars).
func StrRstripChars(s, chars Str) Str {
	return trimmed(s, strings.TrimRight(s.String(), chars.String()))
}

// StartsWith is s.startswith(start).
func StartsWith(s, start Str) bool { return strings.HasPrefix(s.String(), start.String()) }

// EndsWith is s.endswith(end).
func EndsWith(s, end Str) bool { return strings.HasSuffix(s.String(), end.String()) }

// RemovePrefix is s.removeprefix(start).
func RemovePrefix(s, start Str) Str {
	if StartsWith(s, start) {
		return view(s.String()[start.bytes:], int(s.chars)-int(start.chars))
	}
	return s
}

// RemoveSuffix is s.removesuffix(end).
func RemoveSuffix(s, end Str) Str {
	if EndsWith(s, end) {
		return view(s.String()[:s.bytes-end.bytes], int(s.chars)-int(end.chars))
	}
	return s
}

// ReplaceStr is s.replace(old, by).
func ReplaceStr(s, old, by Str) Str {
	text := s.String()
	n := strings.Count(text, old.String())
	if n == 0 {
		return s
	}
	charge(int(s.bytes) + n*int(by.bytes))
	return view(strings.ReplaceAll(text, old.String(), by.String()), int(s.chars)+n*(int(by.chars)-int(old.chars)))
}

// position turns a place in bytes into one in code points.
func (s Str) position(at int) int {
	if s.isASCII() || at < 0 {
		return at
	}
	return utf8.RuneCountInString(s.String()[:at])
}

// FindStr is s.find(part).
func FindStr(s, part Str) int { return s.position(strings.Index(s.String(), part.String())) }

// RfindStr is s.rfind(part).
func RfindStr(s, part Str) int { return s.position(strings.LastIndex(s.String(), part.String())) }

// IndexStr is s.index(part).
func IndexStr(s, part Str) int {
	at := FindStr(s, part)
	if at < 0 {
		raise(ValueError, "substring not found")
	}
	return at
}

// CountStr is s.count(part), without overlaps.
func CountStr(s, part Str) int { return strings.Count(s.String(), part.String()) }

// every tells whether s has characters and all of them are of the class.
func every(s Str, class func(c byte) bool) bool {
	needASCII(s)
	text := s.String()
	for i := range len(text) {
		if !class(text[i]) {
			return false
		}
	}
	return text != ""
}

// IsDigit is s.isdigit().
func IsDigit(s Str) bool { return every(s, isDigit) }

// IsDecimal is s.isdecimal().
func IsDecimal(s Str) bool { return every(s, isDigit) }

// IsNumeric is s.isnumeric().
func IsNumeric(s Str) bool { return every(s, isDigit) }

// IsAlpha is s.isalpha().
func IsAlpha(s Str) bool { return every(s, isAlpha) }

// IsAlnum is s.isalnum().
func IsAlnum(s Str) bool { return every(s, func(c byte) bool { return isAlpha(c) || isDigit(c) }) }

// IsSpace is s.isspace().
func IsSpace(s Str) bool {
	for _, r := range s.String() {
		if !isSpace(r) {
			return false
		}
	}
	return s.bytes != 0
}

// IsUpper is s.isupper(): some letter, and none in lower case.
func IsUpper(s Str) bool {
	needASCII(s)
	return strings.ContainsFunc(s.String(), func(r rune) bool { return isUpper(byte(r)) }) &&
		!strings.ContainsFunc(s.String(), func(r rune) bool { return isLower(byte(r)) })
}

// IsLower is s.islower(): some letter, and none in upper case.
func IsLower(s Str) bool {
	needASCII(s)
	return strings.ContainsFunc(s.String(), func(r rune) bool { return isLower(byte(r)) }) &&
		!strings.ContainsFunc(s.String(), func(r rune) bool { return isUpper(byte(r)) })
}

// IsAsciiStr is s.isascii().
func IsAsciiStr(s Str) bool { return s.isASCII() }

// padded is s between so many fill characters.
func padded(s Str, left, right int, fill Str) Str {
	if left+right > now.memory {
		Fall(ReasonMemory)
	}
	var b builder
	b.fill(fill, left)
	b.add(s)
	b.fill(fill, right)
	return b.str()
}

var space, zero = ascii(" "), ascii("0")

func fillCharacter(fill Str) {
	if fill.chars != 1 {
		raise(TypeError, "The fill character must be exactly one character long")
	}
}

// missingWidth is by how much s is shorter than width.
func missingWidth(s Str, width int) int {
	if width <= int(s.chars) {
		return 0
	}
	return width - int(s.chars)
}

// Ljust is s.ljust(width).
func Ljust(s Str, width int) Str { return LjustWith(s, width, space) }

// Rjust is s.rjust(width).
func Rjust(s Str, width int) Str { return RjustWith(s, width, space) }

// LjustWith is s.ljust(width, fill).
func LjustWith(s Str, width int, fill Str) Str {
	fillCharacter(fill)
	return padded(s, 0, missingWidth(s, width), fill)
}

// RjustWith is s.rjust(width, fill).
func RjustWith(s Str, width int, fill Str) Str {
	fillCharacter(fill)
	return padded(s, missingWidth(s, width), 0, fill)
}

// Center is s.center(width); where the odd blank goes is CPython's choice.
func Center(s Str, width int) Str {
	n := missingWidth(s, width)
	left := n/2 + n&width&1
	return padded(s, left, n-left, space)
}

// Zfill is s.zfill(width): zeros come behind a sign.
func Zfill(s Str, width int) Str {
	n := missingWidth(s, width)
	if text := s.String(); n > 0 && text != "" && (text[0] == '+' || text[0] == '-') {
		return Concat(s.sub(0, 1), padded(s.sub(1, int(s.chars)), n, 0, zero))
	}
	return padded(s, n, 0, zero)
}
