package rt

import (
	"math"
	"strconv"
	"strings"
)

// Inf and NaN are float('inf') and float('nan'), NegZero is -0.0: Go has no literals for them.
var (
	Inf     = math.Inf(1)
	NaN     = math.NaN()
	NegZero = math.Copysign(0, -1)
)

// TrueDivFloat is a / b.
func TrueDivFloat(a, b float64) float64 {
	if b == 0 {
		floatDivisionByZero()
	}
	return a / b
}

//go:noinline
func floatDivisionByZero() { raise(ZeroDivisionError, "float division by zero") }

// floatDivMod is Objects/floatobject.c, _float_div_mod.
func floatDivMod(x, y float64) (floor, mod float64) {
	mod = math.Mod(x, y)
	div := (x - mod) / y
	if mod != 0 {
		if (y < 0) != (mod < 0) {
			mod += y
			div -= 1.0
		}
	} else {
		mod = math.Copysign(0, y)
	}
	if div != 0 {
		floor = math.Floor(div)
		if div-floor > 0.5 {
			floor += 1.0
		}
	} else {
		floor = math.Copysign(0, x/y)
	}
	return floor, mod
}

// FloorDivFloat is a // b.
func FloorDivFloat(a, b float64) float64 {
	if b == 0 {
		raise(ZeroDivisionError, "float floor division by zero")
	}
	floor, _ := floatDivMod(a, b)
	return floor
}

// FloorModFloat is a % b.
func FloorModFloat(a, b float64) float64 {
	if b == 0 {
		raise(ZeroDivisionError, byVersion("float modulo", "float modulo", "float modulo by zero"))
	}
	mod := math.Mod(a, b)
	if mod == 0 {
		return math.Copysign(0, b)
	}
	if (b < 0) != (mod < 0) {
		mod += b
	}
	return mod
}

// AbsFloat is abs(a).
func AbsFloat(a float64) float64 { return math.Abs(a) }

// IsInteger is a.is_integer().
func IsInteger(a float64) bool { return math.Floor(a) == a && !math.IsInf(a, 0) }

// intOfWhole converts a float without fraction; what is no 64-bit int falls back.
func intOfWhole(a float64) int {
	if !(a >= -(1<<63) && a < 1<<63) {
		overflow()
	}
	return int(a)
}

// IntOfFloat is int(a).
func IntOfFloat(a float64) int { return intOfWhole(math.Trunc(a)) }

// RoundHalfEven is round(a).
func RoundHalfEven(a float64) int { return intOfWhole(math.RoundToEven(a)) }

var powersOfTen = [...]float64{
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10,
	1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
}

// RoundTo is round(a, digits): the double nearest to the decimal that is nearest to a (Objects/floatobject.c,
// double_round).
func RoundTo(a float64, digits int) float64 {
	if uint(digits) < uint(len(powersOfTen)) {
		power := powersOfTen[digits]
		// The product's error is below 2**-10 here, so away from a tie its nearest integer is certain; that integer
		// and the power are exact, and one division rounds once.
		if scaled := math.Abs(a) * power; scaled < 1<<42 {
			whole := math.Floor(scaled)
			part := scaled - whole
			if part > 0.501 {
				whole++
			}
			if part < 0.499 || part > 0.501 {
				return math.Copysign(whole/power, a)
			}
		}
	}
	return roundExactly(a, digits)
}

// roundExactly goes through the exact decimal expansion, as CPython does.
func roundExactly(a float64, digits int) float64 {
	const mostDigits, fewestDigits = 323, -308
	if a == 0 || math.IsInf(a, 0) || a != a || digits > mostDigits {
		return a
	}
	if digits < fewestDigits {
		return 0 * a
	}
	if digits < 0 {
		return roundWhole(a, -digits)
	}
	return parseRounded(strconv.FormatFloat(a, 'f', digits, 64))
}

func parseRounded(decimal string) float64 {
	rounded, err := strconv.ParseFloat(decimal, 64)
	if err != nil {
		overflow() // CPython: OverflowError, rounded value too large to represent
	}
	return rounded
}

// roundWhole rounds a to a multiple of 10**places, half to even; places > 0.
func roundWhole(a float64, places int) float64 {
	const longestFraction = 1074
	exact := strconv.FormatFloat(math.Abs(a), 'f', longestFraction, 64)
	keep := strings.IndexByte(exact, '.') - places
	if keep < 0 {
		return math.Copysign(0, a)
	}
	number := []byte("0" + exact[:keep])
	half := compareToHalf(exact[keep:])
	up := half > 0 || half == 0 && (number[keep]-'0')%2 == 1
	for i := keep; up; i-- {
		if number[i] == '9' {
			number[i] = '0'
			continue
		}
		number[i]++
		up = false
	}
	return math.Copysign(parseRounded(string(number)+"e"+strconv.Itoa(places)), a)
}

// compareToHalf compares the digits after a cut (a point among them does not count) with 5000...
func compareToHalf(rest string) int {
	if rest[0] != '5' {
		if rest[0] > '5' {
			return 1
		}
		return -1
	}
	for _, c := range rest[1:] {
		if c != '0' && c != '.' {
			return 1
		}
	}
	return 0
}
