package rt

import (
	"math"
	"slices"
	"testing"
)

func numbers(from, to int) *HashSet[int] { return SetOf(Range(from, to, 1)) }

func sortedElements(s *HashSet[int]) []int { return Sorted(Elements(s), false).Items }

func TestSetsAreHandles(t *testing.T) {
	s := numbers(1, 4)
	alias := s
	AddElement(alias, 9)
	if found := sortedElements(s); !slices.Equal(found, []int{1, 2, 3, 9}) {
		t.Errorf("found %v", found)
	}
	expect(t, "remove", raisedBy(t, func() { RemoveElement(s, 7) }).Kind, KeyError)
	Toggle(s, alias)
	expect(t, "s ^= s", LenSet(alias), 0)
}

func TestSetAlgebra(t *testing.T) {
	a, b := numbers(0, 6), numbers(4, 20)
	expect(t, "|", LenSet(Union(a, b)), 20)
	expect(t, "^", LenSet(SymmetricDifference(a, b)), 18)
	if found := sortedElements(Difference(a, b)); !slices.Equal(found, []int{0, 1, 2, 3}) {
		t.Errorf("found %v", found)
	}
	Intersect(a, b)
	expect(t, "<", IsProperSubset(a, b), true)
	expect(t, "isdisjoint", IsDisjoint(a, b), false)
}

func TestOfEqualFloatsTheSameOneStays(t *testing.T) {
	a, b := NewHashSet[float64](), NewHashSet[float64]()
	AddElement(a, 0)
	AddElement(b, math.Copysign(0, -1))
	negative := func(s *HashSet[float64]) bool { return math.Signbit(ListOf(Elements(s)).Items[0]) }
	expect(t, "a | b", negative(Union(a, b)), false)
	expect(t, "a & b", negative(Intersection(a, b)), true)
	AddElement(b, 1)
	expect(t, "a & larger", negative(Intersection(a, b)), false)
}

func TestAChangeUnderAWalkFallsBack(t *testing.T) {
	s := numbers(0, 3)
	expect(t, "reason", fallbackOf(func() {
		for item := range Elements(s) {
			AddElement(s, item+10)
		}
	}), ReasonValue)
}
