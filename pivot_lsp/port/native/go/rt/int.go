package rt

import (
	"math"
	"math/bits"
)

//go:noinline
func overflow() { panic(Fallback{ReasonOverflow}) }

// What is inlined panics where it stands, and calls no function for it: the compiler then knows that nothing follows,
// and need not keep for afterwards what a loop has in registers.

// Add is a + b.
func Add(a, b int) int {
	c := a + b
	if (a^c)&(b^c) < 0 {
		panic(Fallback{ReasonOverflow})
	}
	return c
}

// AddNat is a + b of a b that is not negative.
func AddNat(a, b int) int {
	c := a + b
	if c < a {
		panic(Fallback{ReasonOverflow})
	}
	return c
}

// Sub is a - b.
func Sub(a, b int) int {
	c := a - b
	if (a^b)&(a^c) < 0 {
		panic(Fallback{ReasonOverflow})
	}
	return c
}

// SubNat is a - b of a b that is not negative.
func SubNat(a, b int) int {
	c := a - b
	if c > a {
		panic(Fallback{ReasonOverflow})
	}
	return c
}

// Mul is a * b.
func Mul(a, b int) int {
	high, low := bits.Mul64(uint64(a), uint64(b))
	// a negative factor counts 2**64 too much
	if int(high)-a>>63&b-b>>63&a != int(low)>>63 {
		panic(Fallback{ReasonOverflow})
	}
	return int(low)
}

// MulBy is a * by of a constant above 0.
func MulBy(a, by int) int {
	if a > math.MaxInt/by || a < math.MinInt/by {
		panic(Fallback{ReasonOverflow})
	}
	return a * by
}

// magnitude is |a|, which for the smallest int is no int.
func magnitude(a int) uint64 {
	if a < 0 {
		return -uint64(a)
	}
	return uint64(a)
}

// Neg is -a.
func Neg(a int) int {
	if a == math.MinInt {
		panic(Fallback{ReasonOverflow})
	}
	return -a
}

// AbsInt is abs(a).
func AbsInt(a int) int {
	if a < 0 {
		return Neg(a)
	}
	return a
}

// FloorDiv is a // b, rounded towards minus infinity.
func FloorDiv(a, b int) int {
	if b > 0 {
		return a/b + a%b>>63 // minus 1 where the rest is negative
	}
	return floorDivRare(a, b)
}

// floorDivRare stands apart so that what is common is inlined.
//
//go:noinline
func floorDivRare(a, b int) int {
	if b == 0 {
		raise(ZeroDivisionError, "integer division or modulo by zero")
	}
	if b == -1 {
		return Neg(a)
	}
	q := a / b
	if a%b != 0 && a > 0 {
		q--
	}
	return q
}

// FloorMod is a % b, which has the sign of b.
func FloorMod(a, b int) int {
	if b > 0 {
		return a%b + b&(a%b>>63) // plus b where the rest is negative
	}
	return floorModRare(a, b)
}

// floorModRare stands apart so that what is common is inlined.
//
//go:noinline
func floorModRare(a, b int) int {
	if b == 0 {
		raise(ZeroDivisionError, "integer modulo by zero")
	}
	if b == -1 {
		return 0
	}
	r := a % b
	if r > 0 {
		r += b
	}
	return r
}

// DivMod is divmod(a, b).
func DivMod(a, b int) T2[int, int] {
	q := FloorDiv(a, b)
	return T2[int, int]{q, FloorMod(a, b)}
}

// TrueDiv is a / b; operands that a float cannot hold exactly go back to Python.
func TrueDiv(a, b int) float64 {
	if b == 0 {
		raise(ZeroDivisionError, "division by zero")
	}
	if magnitude(a) > 1<<53 || magnitude(b) > 1<<53 {
		overflow()
	}
	return float64(a) / float64(b)
}

// IntPow is a ** b; a negative exponent gives a float in Python and falls back.
func IntPow(a, b int) int {
	if b < 0 {
		Fall(ReasonValue)
	}
	result := 1
	for {
		if b&1 == 1 {
			result = Mul(result, a)
		}
		b >>= 1
		if b == 0 {
			return result
		}
		a = Mul(a, a)
	}
}

// ShiftLeft is a << b.
func ShiftLeft(a, b int) int {
	if b < 0 {
		raise(ValueError, "negative shift count")
	}
	if a == 0 {
		return 0
	}
	if b > 62 || a<<b>>b != a {
		overflow()
	}
	return a << b
}

// ShiftRight is a >> b.
func ShiftRight(a, b int) int {
	if b < 0 {
		raise(ValueError, "negative shift count")
	}
	return a >> uint(b)
}

// BitLength is a.bit_length().
func BitLength(a int) int { return bits.Len64(magnitude(a)) }

// MathGcd is math.gcd(a, b).
func MathGcd(a, b int) int {
	x, y := magnitude(a), magnitude(b)
	for y != 0 {
		x, y = y, x%y
	}
	if x > math.MaxInt {
		overflow()
	}
	return int(x)
}

// MathIsqrt is math.isqrt(a); the error for a negative number is Python's to raise.
func MathIsqrt(a int) int {
	if a < 0 {
		Fall(ReasonValue)
	}
	// The float root is off by one at most.
	root := uint64(math.Sqrt(float64(a)))
	for root*root > uint64(a) {
		root--
	}
	for (root+1)*(root+1) <= uint64(a) {
		root++
	}
	return int(root)
}

// IntOfBool is int(b).
func IntOfBool(b bool) int {
	if b {
		return 1
	}
	return 0
}

// FloatOfBool is float(b).
func FloatOfBool(b bool) float64 { return float64(IntOfBool(b)) }

// AndBool is a & b of two bools: both are evaluated.
func AndBool(a, b bool) bool { return a && b }

// OrBool is a | b of two bools: both are evaluated.
func OrBool(a, b bool) bool { return a || b }
