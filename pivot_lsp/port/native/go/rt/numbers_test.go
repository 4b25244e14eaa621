package rt

import (
	"fmt"
	"math"
	"testing"
)

func TestIntegersOverflowIntoFallbacks(t *testing.T) {
	const most, least = math.MaxInt, math.MinInt
	for name, f := range map[string]func() int{
		"add":     func() int { return Add(most, 1) },
		"sub":     func() int { return Sub(least, 1) },
		"mul":     func() int { return Mul(1<<62, 2) },
		"mul low": func() int { return Mul(least, -1) },
		"neg":     func() int { return Neg(least) },
		"abs":     func() int { return AbsInt(least) },
		"div":     func() int { return FloorDiv(least, -1) },
		"pow":     func() int { return IntPow(10, 19) },
		"shift":   func() int { return ShiftLeft(1, 63) },
		"float":   func() int { return IntOfFloat(1 << 63) },
		"nan":     func() int { return MathFloor(NaN) },
	} {
		expect(t, name, fallbackOf(func() { f() }), ReasonOverflow)
	}
	expect(t, "mul at the edge", Mul(-1<<31, 1<<32), least)
	expect(t, "pow at the edge", IntPow(-2, 63), least)
	expect(t, "shift at the edge", ShiftLeft(-1, 62), -1<<62)
}

func TestDivisionFloors(t *testing.T) {
	for _, c := range [][4]int{{7, 2, 3, 1}, {-7, 2, -4, 1}, {7, -2, -4, -1}, {-7, -2, 3, -1}, {6, -3, -2, 0}, {0, 5, 0, 0}} {
		expect(t, fmt.Sprint(c[0], "//", c[1]), FloorDiv(c[0], c[1]), c[2])
		expect(t, fmt.Sprint(c[0], "%", c[1]), FloorMod(c[0], c[1]), c[3])
	}
	expect(t, "smallest % -1", FloorMod(math.MinInt, -1), 0)
	expect(t, "message", raisedBy(t, func() { FloorMod(1, 0) }).Text().String(), "integer modulo by zero")
}

func TestFloatDivisionIsCPythons(t *testing.T) {
	negZero := math.Copysign(0, -1)
	for _, c := range [][4]float64{
		{7.0, 2.0, 3.0, 1.0}, {-7.0, 2.0, -4.0, 1.0}, {7.0, -2.0, -4.0, -1.0}, {negZero, 2.0, negZero, 0.0},
		{0.0, -2.0, negZero, negZero}, {1e+308, 1e-308, Inf, 3.498445546245627e-309},
		{5.5, 0.1, 54.0, 0.0999999999999997}, {-5.5, 0.1, -55.0, 3.0531133177191805e-16}, {Inf, 2.0, NaN, NaN},
		{3.0, Inf, 0.0, 3.0}, {-3.0, Inf, -1.0, Inf}, {1.0, 0.1, 9.0, 0.09999999999999995},
	} {
		expectFloat(t, fmt.Sprint(c[0], "//", c[1]), FloorDivFloat(c[0], c[1]), c[2])
		expectFloat(t, fmt.Sprint(c[0], "%", c[1]), FloorModFloat(c[0], c[1]), c[3])
	}
}

func TestRoundingIsExact(t *testing.T) {
	for _, c := range []struct {
		x      float64
		digits int
		wanted float64
	}{
		{2.675, 2, 2.67}, {0.125, 2, 0.12}, {0.375, 2, 0.38}, {1.005, 2, 1.0}, {2.5, 0, 2.0}, {3.5, 0, 4.0},
		{-2.5, 0, -2.0}, {1234.5, -2, 1200.0}, {1250.0, -2, 1200.0}, {1350.0, -2, 1400.0}, {5.0, -1, 0.0},
		{15.0, -1, 20.0}, {0.5, -1, 0.0}, {9.995e+22, -20, 1e+23}, {1e+308, -308, 1e+308}, {1e+22, 5, 1e+22},
		{0.1, 400, 0.1}, {5e-324, 323, 0.0}, {1.0000000000000002, 15, 1.0}, {-0.4, 0, NegZero},
		{99999.995, 2, 99999.99}, {Inf, 2, Inf}, {NaN, -400, NaN},
	} {
		expectFloat(t, fmt.Sprint("round ", c.x, c.digits), RoundTo(c.x, c.digits), c.wanted)
	}
	expect(t, "too large", fallbackOf(func() { RoundTo(1.7e308, -308) }), ReasonOverflow)
}

func TestTheFastRoundingAgreesWithTheExactOne(t *testing.T) {
	for i := range 20000 {
		x := float64(i*7919%200003)/1000 + float64(i%2)*0.0005
		for digits := range 5 {
			expectFloat(t, fmt.Sprint(x, digits), RoundTo(x, digits), roundExactly(x, digits))
		}
	}
}

func TestIntAndFloatCompareExactly(t *testing.T) {
	expect(t, "2**53+1 == 2.0**53", EqIntFloat(1<<53+1, 1<<53), false)
	expect(t, "2**53+1 > 2.0**53", GtIntFloat(1<<53+1, 1<<53), true)
	expect(t, "2**63-1 < 2.0**63", LtIntFloat(math.MaxInt, 1<<63), true)
	expect(t, "-2**63 == -2.0**63", EqIntFloat(math.MinInt, -(1<<63)), true)
	expect(t, "1 < 1.5", LtIntFloat(1, 1.5), true)
	expect(t, "0 != nan", NeIntFloat(0, NaN), true)
	expect(t, "0 <= nan", LeIntFloat(0, NaN), false)
}

func TestPowersAreThePlatforms(t *testing.T) {
	expectFloat(t, "2.0 ** 0.5", PowFloat(2, 0.5), 1.4142135623730951)
	expectFloat(t, "(-8.0) ** 3.0", PowFloat(-8, 3), -512)
	expectFloat(t, "(-2.0) ** -1075.0", PowFloat(-2, -1075), NegZero)
	expectFloat(t, "nan ** 0.0", PowFloat(NaN, 0), 1)
	expect(t, "complex", fallbackOf(func() { PowFloat(-8, 0.5) }), ReasonValue)
	expect(t, "too large", raisedBy(t, func() { PowFloat(1e308, 2) }).Text().String(), "(34, 'Numerical result out of range')")
	expect(t, "pole", raisedBy(t, func() { PowFloat(0, -1) }).Kind, ZeroDivisionError)
}

func TestFloatSumsFollowTheVersion(t *testing.T) {
	tenths := L(0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)
	for version, wanted := range map[uint32]float64{311: 0.9999999999999999, 312: 1.0, 313: 1.0} {
		withPython(version, func() {
			expectFloat(t, fmt.Sprint("sum on ", version), SumFloats(tenths), wanted)
			expectFloat(t, fmt.Sprint("sum of an iterator on ", version), SumFloat(Iter(tenths)), wanted)
		})
	}
	expect(t, "no floats", fallbackOf(func() { SumFloats(NewList[float64]()) }), ReasonValue)
}
