package rt

import "math"

// compareIntFloat orders an int and a float by their exact values (Objects/floatobject.c, float_richcompare);
// f is not NaN.
func compareIntFloat(i int, f float64) int {
	switch {
	case f >= 1<<63:
		return -1
	case f < -(1 << 63):
		return 1
	}
	whole := math.Trunc(f)
	switch n := int(whole); {
	case i < n:
		return -1
	case i > n:
		return 1
	case whole < f:
		return -1
	case whole > f:
		return 1
	}
	return 0
}

// EqIntFloat is i == f.
func EqIntFloat(i int, f float64) bool { return f == f && compareIntFloat(i, f) == 0 }

// NeIntFloat is i != f.
func NeIntFloat(i int, f float64) bool { return !EqIntFloat(i, f) }

// LtIntFloat is i < f.
func LtIntFloat(i int, f float64) bool { return f == f && compareIntFloat(i, f) < 0 }

// LeIntFloat is i <= f.
func LeIntFloat(i int, f float64) bool { return f == f && compareIntFloat(i, f) <= 0 }

// GtIntFloat is i > f.
func GtIntFloat(i int, f float64) bool { return f == f && compareIntFloat(i, f) > 0 }

// GeIntFloat is i >= f.
func GeIntFloat(i int, f float64) bool { return f == f && compareIntFloat(i, f) >= 0 }

// EqFloatInt is f == i.
func EqFloatInt(f float64, i int) bool { return EqIntFloat(i, f) }

// NeFloatInt is f != i.
func NeFloatInt(f float64, i int) bool { return !EqIntFloat(i, f) }

// LtFloatInt is f < i.
func LtFloatInt(f float64, i int) bool { return GtIntFloat(i, f) }

// LeFloatInt is f <= i.
func LeFloatInt(f float64, i int) bool { return GeIntFloat(i, f) }

// GtFloatInt is f > i.
func GtFloatInt(f float64, i int) bool { return LtIntFloat(i, f) }

// GeFloatInt is f >= i.
func GeFloatInt(f float64, i int) bool { return LeIntFloat(i, f) }
