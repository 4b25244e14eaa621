package rt

import (
	"math"
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
	for letters := Letters(S("aß€😀z")); letters.Next(); {
		expect(t, "length", LenStr(letters.Char()), 1)
		found += letters.Char().String() + "|"
	}
	expect(t, "letters", found, "a|ß|€|😀|z|")
}
