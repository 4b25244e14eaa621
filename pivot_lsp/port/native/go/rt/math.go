package rt

import "math"

// MathSqrt is math.sqrt(x); the processor rounds it correctly, as every libm does.
func MathSqrt(x float64) float64 {
	if x < 0 {
		Fall(ReasonValue)
	}
	return math.Sqrt(x)
}

// MathFabs is math.fabs(x).
func MathFabs(x float64) float64 { return math.Abs(x) }

// The factors are those of Modules/mathmodule.c: quotients of doubles. Go's constant Pi is longer than a double, so
// it is rounded into a variable first.
var (
	pi               float64 = math.Pi
	radiansToDegrees         = 180.0 / pi
	degreesToRadians         = pi / 180.0
)

// MathDegrees is math.degrees(x).
func MathDegrees(x float64) float64 { return x * radiansToDegrees }

// MathRadians is math.radians(x).
func MathRadians(x float64) float64 { return x * degreesToRadians }

// MathCopysign is math.copysign(x, y).
func MathCopysign(x, y float64) float64 { return math.Copysign(x, y) }

// MathFloor is math.floor(x).
func MathFloor(x float64) int { return intOfWhole(math.Floor(x)) }

// MathCeil is math.ceil(x).
func MathCeil(x float64) int { return intOfWhole(math.Ceil(x)) }

// MathTrunc is math.trunc(x).
func MathTrunc(x float64) int { return intOfWhole(math.Trunc(x)) }

// MathIsnan is math.isnan(x).
func MathIsnan(x float64) bool { return x != x }

// MathIsinf is math.isinf(x).
func MathIsinf(x float64) bool { return math.IsInf(x, 0) }

// MathIsfinite is math.isfinite(x).
func MathIsfinite(x float64) bool { return !math.IsInf(x, 0) && x == x }
