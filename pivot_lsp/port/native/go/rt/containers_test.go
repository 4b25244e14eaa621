package rt

import (
	"fmt"
	"slices"
	"testing"
)

func TestDictsKeepTheOrderOfInsertion(t *testing.T) {
	d := NewDict[int, int]()
	for i := range 40 {
		Set(d, i*7%40, i)
	}
	for i := range 30 {
		Delete(d, i*7%40)
	}
	Set(d, 0, -1)
	Set(d, 35, -2)
	wanted := []int{}
	for i := 30; i < 40; i++ {
		wanted = append(wanted, i*7%40)
	}
	if found := ListOf(Keys(d)).Items; !slices.Equal(found, append(wanted, 0, 35)) {
		t.Errorf("found %v", found)
	}
	expect(t, "set again", GetItem(d, 35), -2)
	expect(t, "gone", Get(d, 7).IsNone(), true)
	expect(t, "len", LenDict(d), 12)
}

func TestDictsAgainstAMap(t *testing.T) {
	d, m := NewDict[Str, int](), map[string]int{}
	for i := range 5000 {
		key := fmt.Sprint(i * i % 701)
		switch i % 5 {
		case 0:
			PopOr(d, S(key), 0)
			delete(m, key)
		case 1:
			if _, ok := m[key]; !ok {
				m[key] = i
			}
			expect(t, key, SetDefault(d, S(key), i), m[key])
		default:
			Set(d, S(key), GetOr(d, S(key), 0)+i)
			m[key] += i
		}
	}
	expect(t, "len", LenDict(d), len(m))
	for key, value := range Pairs(d) {
		expect(t, key.String(), value, m[key.String()])
	}
}

func TestKeysOfEveryKind(t *testing.T) {
	floats := MakeDict(P2(0.0, 1), P2(NegZero, 2), P2(1.5, 3))
	expect(t, "-0.0 is 0.0", LenDict(floats), 2)
	expect(t, "the later value", GetItem(floats, 0), 2)
	expect(t, "nan", fallbackOf(func() { Set(floats, NaN, 1) }), ReasonValue)
	pairs := MakeDict(P2(P2(1, S("a")), 10), P2(P2(1, S("b")), 20))
	expect(t, "a tuple", GetItem(pairs, P2(1, S("b"))), 20)
	expect(t, "a missing tuple", fallbackOf(func() { GetItem(pairs, P2(2, S("b"))) }), ReasonValue)
	expect(t, "a missing int", raisedBy(t, func() { GetItem(MakeDict(P2(1, 1)), 7) }).Text().String(), "7")
}

func TestADictThatChangesWhileItIsWalkedOverFallsBack(t *testing.T) {
	d := MakeDict(P2(1, 1), P2(2, 2))
	expect(t, "a new key", fallbackOf(func() {
		for key := range Keys(d) {
			Set(d, key+2, 0)
		}
	}), ReasonValue)
	expect(t, "a new value", fallbackOf(func() {
		for key := range Keys(d) {
			Set(d, key, 0)
		}
	}), 0)
}

func TestSortingIsStableBothWays(t *testing.T) {
	words := NewList[Str]()
	for i := range 300 {
		Push(words, S(fmt.Sprintf("%c%03d", 'a'+i*17%26, i)))
	}
	first := func(s Str) Str { return CharAt(s, 0) }
	for _, reverse := range []bool{false, true} {
		sorted := SortedBy(Iter(words), first, reverse).Items
		for i := 1; i < len(sorted); i++ {
			a, b := sorted[i-1].String(), sorted[i].String()
			ordered := a[0] < b[0]
			if reverse {
				ordered = a[0] > b[0]
			}
			if !ordered && (a[0] != b[0] || a[1:] > b[1:]) {
				t.Fatalf("reverse %v: %s before %s", reverse, a, b)
			}
		}
	}
	expect(t, "nan", fallbackOf(func() { Sorted(Iter(L(1.0, NaN, 0.5)), false) }), ReasonValue)
	expect(t, "nan inside", fallbackOf(func() { Sorted(Iter(L(P2(1, NaN), P2(1, 0.5))), false) }), ReasonValue)
}

func TestTheListIsEmptyWhileKeysAreAskedForAndWholeAfterwards(t *testing.T) {
	l := L(3, 1, 2)
	raisedBy(t, func() {
		SortBy(l, func(x int) int {
			expect(t, "len", Len(l), 0)
			return FloorDiv(1, x-1)
		}, false)
	})
	expect(t, "len", Len(l), 3)
}

func TestListsIndexAsInPython(t *testing.T) {
	l := L(10, 20, 30)
	expect(t, "l[-1]", At(l, -1), 30)
	expect(t, "l[-4]", raisedBy(t, func() { At(l, -4) }).Text().String(), "list index out of range")
	expect(t, "l[3] = 0", raisedBy(t, func() { SetAt(l, 3, 0) }).Text().String(), "list assignment index out of range")
	expect(t, "pop", raisedBy(t, func() { Pop(NewList[int]()) }).Text().String(), "pop from empty list")
	expect(t, "index", raisedBy(t, func() { IndexOf(L(1, 2), 3) }).Text().String(), "3 is not in list")
	expect(t, "index of a tuple", fallbackOf(func() { IndexOf(L(P2(1, S("a"))), P2(2, S("b"))) }), ReasonValue)
	Insert(l, -100, 5)
	Insert(l, 100, 6)
	if !slices.Equal(l.Items, []int{5, 10, 20, 30, 6}) {
		t.Errorf("found %v", l.Items)
	}
	Extend(l, Iter(l))
	expect(t, "extended by itself", Len(l), 10)
	for name, found := range map[string][]int{
		"4:1:-2": Slice(l, Some(4), Some(1), Some(-2)).Items, "-3:": CutFrom(l, -3).Items[:0], "9:2": Cut(l, 9, 2).Items,
	} {
		wanted := []int{}
		if name == "4:1:-2" {
			wanted = []int{6, 20}
		}
		if !slices.Equal(found, wanted) {
			t.Errorf("l[%s]: found %v", name, found)
		}
	}
}

func TestEqualityInContainersLeavesNaNToPython(t *testing.T) {
	expect(t, "in", fallbackOf(func() { Contains(L(NaN), 1.0) }), ReasonValue)
	expect(t, "found before", Contains(L(1.0, NaN), 1.0), true)
	expect(t, "tuples that differ before", Eq(P2(1, NaN), P2(2, NaN)), false)
	expect(t, "lists of different length", Equal(L(NaN), L(NaN, NaN)), false)
	expect(t, "dicts", EqualDict(MakeDict(P2(1, S("a")), P2(2, S("b"))), MakeDict(P2(2, S("b")), P2(1, S("a")))), true)
}

func TestTheFirstOfEqualsIsTheExtreme(t *testing.T) {
	expectFloat(t, "min(0.0, -0.0)", MinFloat(0, NegZero), 0)
	expectFloat(t, "max(nan, 1.0)", MaxFloat(NaN, 1), NaN)
	expectFloat(t, "min of nan first", Min(Iter(L(NaN, 1.0))), NaN)
	expect(t, "max by key", MaxBy(Iter(L(P2(1, S("a")), P2(1, S("b")))), func(p T2[int, Str]) int { return p.A }).B.String(), "a")
	for version, wanted := range map[uint32]string{
		311: "max() arg is an empty sequence", 312: "max() iterable argument is empty",
	} {
		withPython(version, func() {
			expect(t, wanted, raisedBy(t, func() { Max(Iter(NewList[int]())) }).Text().String(), wanted)
		})
	}
}

func TestRangesEndAtTheEdgeOfInts(t *testing.T) {
	const most = 1<<63 - 1
	expect(t, "up", Len(ListOf(RangeStep(most-5, most, 3))), 2)
	expect(t, "down", Len(ListOf(RangeStep(-most+5, -most-1, -4))), 2)
	expect(t, "step 0", raisedBy(t, func() { RangeStep(0, 1, 0) }).Text().String(), "range() arg 3 must not be zero")
}

func TestTryHandlesWhatItNamesAndNothingElse(t *testing.T) {
	handled := func(kind Kind) Flow {
		return Try(func() Flow { panic(NewExc(kind)) }, func(e *Exc) Flow {
			if e.IsA(IndexError, KeyError) {
				return Handled
			}
			return Unhandled
		})
	}
	expect(t, "named", handled(KeyError), Handled)
	expect(t, "not named", raisedBy(t, func() { handled(ValueError) }).Kind, ValueError)
	expect(t, "a fallback", fallbackOf(func() {
		Try(func() Flow { overflow(); return Next }, func(*Exc) Flow { return Handled })
	}), ReasonOverflow)
}
