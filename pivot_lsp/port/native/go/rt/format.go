package rt

import (
	"math"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"
)

// spec is a format specification: [[fill]align][sign][#][0][width][,|_][.precision][type] (Python/formatter_unicode.c).
type spec struct {
	fill      rune
	align     byte
	sign      byte
	alternate bool
	width     int
	group     byte // 0, ',' or '_'
	precision int  // -1: not given
	kind      byte // 0: not given
}

// parseSpec reads a specification; what it does not know Python answers. numeric: the value is a number.
func parseSpec(text string, numeric bool) spec {
	f := spec{fill: ' ', sign: '-', precision: -1, align: '<'}
	if numeric {
		f.align = '>'
	}
	isAlign := func(at int) bool { return at < len(text) && strings.IndexByte("<>^=", text[at]) >= 0 }
	fill, size := utf8.DecodeRuneInString(text)
	filled, aligned := false, false
	switch {
	case text != "" && isAlign(size):
		f.fill, f.align = fill, text[size]
		text = text[size+1:]
		filled, aligned = true, true
	case isAlign(0):
		f.align = text[0]
		text = text[1:]
		aligned = true
	}
	if text != "" && strings.IndexByte("+- ", text[0]) >= 0 {
		f.sign = text[0]
		text = text[1:]
		if !numeric {
			Fall(ReasonValue)
		}
	}
	if strings.HasPrefix(text, "#") {
		f.alternate = true
		text = text[1:]
	}
	if !filled && strings.HasPrefix(text, "0") {
		f.fill = '0'
		if !aligned && numeric {
			f.align = '='
		}
		text = text[1:]
	}
	f.width, text = leadingNumber(text, 0)
	if text != "" && (text[0] == ',' || text[0] == '_') {
		f.group = text[0]
		text = text[1:]
	}
	if strings.HasPrefix(text, ".") {
		f.precision, text = leadingNumber(text[1:], -1)
		if f.precision < 0 {
			Fall(ReasonValue)
		}
	}
	if len(text) == 1 {
		f.kind = text[0]
		text = ""
	}
	if text != "" || !numeric && (f.align == '=' || f.group != 0 || f.alternate) {
		Fall(ReasonValue)
	}
	return f
}

func leadingNumber(text string, absent int) (int, string) {
	rest := withoutDigits(text)
	if len(rest) == len(text) {
		return absent, text
	}
	n, err := strconv.Atoi(text[:len(text)-len(rest)])
	if err != nil || n > 1<<24 {
		Fall(ReasonValue)
	}
	return n, rest
}

// FormatStr is format(s, spec).
func FormatStr(s, how Str) Str {
	f := parseSpec(how.String(), false)
	if f.kind != 0 && f.kind != 's' {
		Fall(ReasonValue)
	}
	if f.precision >= 0 && f.precision < int(s.chars) {
		s = s.sub(0, f.precision)
	}
	return f.pad(Str{}, s)
}

// pad puts fill characters where the alignment wants them; '=' between sign and body.
func (f spec) pad(sign, body Str) Str {
	n := max(f.width-int(sign.chars)-int(body.chars), 0)
	if n == 0 {
		return Concat(sign, body)
	}
	left, middle, right := 0, 0, 0
	switch f.align {
	case '<':
		right = n
	case '^':
		left, right = n/2, n-n/2
	case '=':
		middle = n
	default:
		left = n
	}
	fill := view(string(f.fill), 1)
	var b builder
	b.fill(fill, left)
	b.add(sign)
	b.fill(fill, middle)
	b.add(body)
	b.fill(fill, right)
	return b.str()
}

// number lays out a number: its sign, its leading digits in groups, and the rest.
func (f spec) number(negative bool, prefix, digits, rest string) Str {
	sign := ""
	switch {
	case negative:
		sign = "-"
	case f.sign != '-':
		sign = string(f.sign)
	}
	sign += prefix
	if f.group != 0 && digits != "" {
		least := 0
		if f.fill == '0' && f.align == '=' {
			least = f.width - len(sign) - len(rest)
		}
		size := 3
		if f.group == '_' && strings.IndexByte("boxX", f.kind) >= 0 && f.kind != 0 {
			size = 4
		}
		digits = grouped(digits, f.group, size, least)
	}
	return f.pad(ascii(sign), ascii(digits+rest))
}

// grouped is Objects/stringlib/localeutil.h, _PyUnicode_InsertThousandsGrouping: zeros fill up to the least width,
// separators among them.
func grouped(digits string, separator byte, size, least int) string {
	out := []byte{}
	for left := len(digits); ; {
		n := min(size, max(left, least, 1))
		for i := 0; i < n; i++ {
			if left > 0 {
				left--
				out = append(out, digits[left])
			} else {
				out = append(out, '0')
			}
		}
		least -= n
		if left <= 0 && least <= 0 {
			break
		}
		out = append(out, separator)
		least--
	}
	for i, j := 0, len(out)-1; i < j; i, j = i+1, j-1 {
		out[i], out[j] = out[j], out[i]
	}
	return string(out)
}

// FormatInt is format(i, spec).
func FormatInt(i int, how Str) Str {
	f := parseSpec(how.String(), true)
	base := 10
	switch f.kind {
	case 0, 'd':
	case 'b':
		base = 2
	case 'o':
		base = 8
	case 'x', 'X':
		base = 16
	case 'e', 'E', 'f', 'F', 'g', 'G', '%':
		return f.float(float64(i))
	default:
		Fall(ReasonValue)
	}
	if f.precision >= 0 || f.group == ',' && base != 10 {
		Fall(ReasonValue)
	}
	digits := strconv.FormatUint(magnitude(i), base)
	if f.kind == 'X' {
		digits = strings.ToUpper(digits)
	}
	prefix := ""
	if f.alternate && base != 10 {
		prefix = "0" + string(rune(f.kind))
	}
	return f.number(i < 0, prefix, digits, "")
}

// FormatFloat is format(x, spec).
func FormatFloat(x float64, how Str) Str {
	if spec := how.String(); len(spec) == 3 && spec[0] == '.' && '0' <= spec[1] && spec[1] <= '9' && spec[2] == 'f' {
		places := int(spec[1] - '0')
		if whole, ok := scaled(math.Abs(x), places); ok {
			return fixed(whole, places, math.Signbit(x))
		}
	}
	return parseSpec(how.String(), true).float(x)
}

// scaled is x, which is not negative, times 10**places, rounded half to even, exactly; false where it takes more than
// 63 bits. The significand times the power is a number of at most 83 bits; the exponent says how many of them to drop.
func scaled(x float64, places int) (uint64, bool) {
	form := math.Float64bits(x)
	drop := 1075 - int(form>>52&0x7FF)
	if drop < 1 || drop > 120 {
		return 0, false
	}
	high, low := bits.Mul64(form&(1<<52-1)|1<<52, powers[places])
	var whole, restHigh, restLow, halfHigh, halfLow uint64
	if drop < 64 {
		if high>>drop != 0 {
			return 0, false
		}
		whole, restLow, halfLow = high<<(64-drop)|low>>drop, low&(1<<drop-1), 1<<(drop-1)
	} else {
		whole, restHigh, restLow = high>>(drop-64), high&(1<<(drop-64)-1), low
		if drop == 64 {
			halfLow = 1 << 63
		} else {
			halfHigh = 1 << (drop - 65)
		}
	}
	above := restHigh > halfHigh || restHigh == halfHigh && restLow > halfLow
	tie := restHigh == halfHigh && restLow == halfLow
	if above || tie && whole&1 == 1 {
		whole++
	}
	return whole, whole < 1<<63
}

var powers = [10]uint64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}

// fixed writes a number of 10**-places.
func fixed(whole uint64, places int, negative bool) Str {
	var digits [32]byte
	at := len(digits)
	for n := 0; n <= places || whole > 0; n++ {
		if n == places && places > 0 {
			at--
			digits[at] = '.'
		}
		at--
		digits[at] = '0' + byte(whole%10)
		whole /= 10
	}
	if negative {
		at--
		digits[at] = '-'
	}
	into := room(len(digits) - at)
	copy(into, digits[at:])
	return ascii(unsafe.String(&into[0], len(into)))
}

func (f spec) float(x float64) Str {
	kind, precision, percent := f.kind, f.precision, ""
	if kind == '%' {
		kind, x, percent = 'f', x*100, "%"
	}
	if f.alternate {
		Fall(ReasonValue)
	}
	negative := math.Signbit(x) && x == x
	text := floatText(math.Abs(x), kind, precision)
	if kind == 'E' || kind == 'F' || kind == 'G' {
		text = strings.ToUpper(text)
	}
	rest := withoutDigits(text)
	return f.number(negative, "", text[:len(text)-len(rest)], rest+percent)
}

// floatText is the text of x, which is not negative, as Python/pystrtod.c writes it.
func floatText(x float64, kind byte, precision int) string {
	if math.IsInf(x, 0) {
		return "inf"
	}
	if x != x {
		return "nan"
	}
	if kind == 0 && precision < 0 {
		return reprFloat(x)
	}
	if precision < 0 {
		precision = 6
	}
	switch kind {
	case 'e', 'E':
		return strconv.FormatFloat(x, 'e', precision, 64)
	case 'f', 'F':
		return strconv.FormatFloat(x, 'f', precision, 64)
	case 'g', 'G':
		return general(x, max(precision, 1), false)
	case 0:
		return general(x, max(precision, 1), true)
	}
	Fall(ReasonValue)
	return ""
}

// general is the g format; withPoint asks for a digit after the point, as the format without a type does.
func general(x float64, precision int, withPoint bool) string {
	text := strconv.FormatFloat(x, 'e', precision-1, 64)
	mantissa, power, _ := strings.Cut(text, "e")
	exponent, _ := strconv.Atoi(power)
	most := precision
	if withPoint {
		most--
	}
	if exponent < -4 || exponent >= most {
		return withoutZeros(mantissa) + "e" + power
	}
	text = withoutZeros(strconv.FormatFloat(x, 'f', max(precision-1-exponent, 0), 64))
	if withPoint && strings.IndexByte(text, '.') < 0 {
		text += ".0"
	}
	return text
}

// withoutZeros drops zeros at the end of a fraction.
func withoutZeros(text string) string {
	if strings.IndexByte(text, '.') < 0 {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
