package rt

import (
	"math"
	"strconv"
	"strings"
)

// number takes the blanks and the underscores between digits out of text that Python is to read as a number; false
// when an underscore stands elsewhere. The blanks of ASCII text are those of C here, without 0x1c to 0x1f.
func number(s Str) (string, bool) {
	if s.bytes != s.chars {
		Fall(ReasonValue) // Python reads digits of all scripts
	}
	text := strings.Trim(s.String(), " \t\n\v\f\r")
	if len(text) > manyDigits {
		Fall(ReasonValue)
	}
	if strings.IndexByte(text, '_') < 0 {
		return text, true
	}
	for i := range len(text) {
		if text[i] == '_' && (i == 0 || i == len(text)-1 || !isDigit(text[i-1]) || !isDigit(text[i+1])) {
			return "", false
		}
	}
	return strings.ReplaceAll(text, "_", ""), true
}

// manyDigits is less than the digits CPython refuses to read at once.
const manyDigits = 4000

// IntOfStr is int(s).
func IntOfStr(s Str) int {
	text, ok := number(s)
	digits := strings.TrimPrefix(text, "-")
	if len(digits) == len(text) {
		digits = strings.TrimPrefix(text, "+")
	}
	if !ok || !every(ascii(digits), isDigit) {
		quoted := ReprStr(s)
		shown := quoted.sub(0, min(LenStr(quoted), 200))
		raise(ValueError, "invalid literal for int() with base 10: "+shown.String())
	}
	value, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		overflow()
	}
	return int(value)
}

// FloatOfStr is float(s).
func FloatOfStr(s Str) float64 {
	text, ok := number(s)
	if !ok || !isFloat(text) {
		raise(ValueError, "could not convert string to float: "+ReprStr(s).String())
	}
	value, err := strconv.ParseFloat(text, 64) // beyond the range it is an infinity, as in Python
	if err != nil && value == 0 {              // Go reads no NaN with a sign
		sign := 1.0
		if text[0] == '-' {
			sign = -1
		}
		return math.Copysign(math.NaN(), sign)
	}
	return value
}

// isFloat tells whether text is [sign] (inf | infinity | nan | digits [. digits] [e [sign] digits]).
func isFloat(text string) bool {
	text = withoutSign(text)
	switch strings.ToLower(text) {
	case "inf", "infinity", "nan":
		return true
	}
	rest := withoutDigits(text)
	n := len(text) - len(rest)
	if strings.HasPrefix(rest, ".") {
		after := withoutDigits(rest[1:])
		n += len(rest) - 1 - len(after)
		rest = after
	}
	if n == 0 {
		return false
	}
	if rest != "" && (rest[0] == 'e' || rest[0] == 'E') {
		digits := withoutSign(rest[1:])
		rest = withoutDigits(digits)
		if len(rest) == len(digits) {
			return false
		}
	}
	return rest == ""
}

func withoutSign(text string) string {
	if text != "" && (text[0] == '+' || text[0] == '-') {
		return text[1:]
	}
	return text
}

func withoutDigits(text string) string { return strings.TrimLeft(text, "0123456789") }
