package rt

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strconv"
	"testing"
)

func TestFixedNotationIsExact(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	answered := 0
	for range 20_000 {
		some := math.Ldexp(random.Float64(), random.IntN(120)-60)
		tie := float64(random.IntN(1<<20)) / 8
		for _, x := range []float64{some, tie, tie + 0.005} {
			for _, places := range []int{0, 1, 2, 3, 9} {
				if whole, ok := scaled(x, places); ok {
					answered++
					expect(t, "digits", fixed(whole, places, false).String(), strconv.FormatFloat(x, 'f', places, 64))
				}
			}
		}
	}
	if answered < 200_000 {
		t.Errorf("only %d were answered", answered)
	}
	for _, x := range []float64{0, math.Inf(1), math.NaN(), 1e300, 5e-324} {
		if _, ok := scaled(x, 2); ok {
			t.Errorf("%v needs the long way", x)
		}
	}
}

func TestDivisionFloorsForAllSigns(t *testing.T) {
	for a := -9; a <= 9; a++ {
		for b := -4; b <= 4; b++ {
			if b != 0 {
				expect(t, "quotient", FloorDiv(a, b), int(math.Floor(float64(a)/float64(b))))
				expect(t, "rest", FloorMod(a, b), a-b*FloorDiv(a, b))
			}
		}
	}
	expect(t, "least", FloorDiv(math.MinInt, 2), math.MinInt/2)
	expect(t, "least by three", FloorMod(math.MinInt, 3), 1)
}

func TestWalksOverLettersOfAllWidths(t *testing.T) {
	found := ""
	points := []rune{}
	for text, at := S("aß€😀z").String(), 0; at < len(text); at = After(text, at) {
		expect(t, "length", LenStr(Letter(text, at)), 1)
		found += Letter(text, at).String() + "|"
		points = append(points, rune(Point(text, at)))
	}
	expect(t, "letters", found, "a|ß|€|😀|z|")
	expect(t, "points", string(points), "aß€😀z")
	for point := range Points(S("a€")) {
		points = append(points, rune(point))
	}
	expect(t, "iterated", string(points), "aß€😀za€")
	expect(t, "in front", PointAt(S("ab"), 1), 'b')
	expect(t, "from the end", PointAt(S("é€"), -1), '€')
}

func TestChecksOfKnownSignsAgreeWithThoseOfAny(t *testing.T) {
	edges := []int{math.MinInt, math.MinInt + 1, math.MinInt / 3, -2, -1, 0, 1, 2, math.MaxInt / 3, math.MaxInt/3 + 1, math.MaxInt - 1, math.MaxInt}
	same := func(what string, found, wanted func() int) {
		var got, want int
		if r, s := fallbackOf(func() { got = found() }), fallbackOf(func() { want = wanted() }); r != s || got != want {
			t.Error(what, got, r, want, s)
		}
	}
	for _, a := range edges {
		for _, b := range edges {
			same("product", func() int { return Mul(a, b) }, func() int {
				product := new(big.Int).Mul(big.NewInt(int64(a)), big.NewInt(int64(b)))
				if !product.IsInt64() {
					overflow()
				}
				return int(product.Int64())
			})
			if b < 0 {
				continue
			}
			same("sum", func() int { return AddNat(a, b) }, func() int { return Add(a, b) })
			same("difference", func() int { return SubNat(a, b) }, func() int { return Sub(a, b) })
			if b > 0 {
				same("multiple", func() int { return MulBy(a, b) }, func() int { return Mul(a, b) })
			}
		}
	}
}

func TestStepsAreThoseOfRange(t *testing.T) {
	for _, bounds := range [][3]int{{0, 7, 2}, {7, 0, -3}, {3, 3, 1}, {0, 3, -1}, {math.MaxInt - 4, math.MaxInt, 3}, {math.MinInt, math.MaxInt, 1 << 62}, {math.MaxInt, math.MinInt, math.MinInt}} {
		found, wanted := NewList[int](), ListOf(Range(bounds[0], bounds[1], bounds[2]))
		for i, by, rounds := Steps(bounds[0], bounds[1], bounds[2]); rounds > 0; i, rounds = i+by, rounds-1 {
			Push(found, i)
		}
		if !Equal(found, wanted) {
			t.Error(bounds, found.Items, wanted.Items)
		}
	}
	raisedBy(t, func() { Steps(0, 1, 0) })
}

func TestRepeatedItemsAreTheItem(t *testing.T) {
	minus := Repeat(L(math.Copysign(0, -1)), 3)
	expect(t, "minus zero", math.Signbit(minus.Items[2]), true)
	expect(t, "zeros", len(Repeat(L(0), 5).Items), 5)
	expect(t, "texts", Repeat(L(S("x")), 2).Items[1].String(), "x")
}
