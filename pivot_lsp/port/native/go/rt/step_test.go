package rt

import (
	"slices"
	"testing"
)

func TestWalksGoOnWhereTheyWereLeft(t *testing.T) {
	place, xs := L(0), L(1, 2, 3, 4, 5)
	for x := range Rest(place, xs) {
		expect(t, "first", x, 1)
		break
	}
	if cut := ListOf(Islice(Rest(place, xs), 0, 4, 2)).Items; !slices.Equal(cut, []int{2, 4}) {
		t.Errorf("islice gave %v", cut)
	}
	Push(xs, 6)
	expect(t, "left", Len(ListOf(Rest(place, xs))), 1)
	Push(xs, 7)
	expect(t, "exhausted", Len(ListOf(Rest(place, xs))), 0)
	turns := ListOf(Islice(Cycle(L(0), L(1, 2), NewList[int]()), 0, 5, 1)).Items
	if !slices.Equal(turns, []int{1, 2, 1, 2, 1}) {
		t.Errorf("cycle gave %v", turns)
	}
}

func TestADequeWithALengthDropsTheOtherEnd(t *testing.T) {
	window := DequeWithin(Iter(L(1, 2, 3)), 2)
	AppendLeft(window, 9)
	if found := ListOf(IterDeque(CopyDeque(window))).Items; !slices.Equal(found, []int{9, 2}) {
		t.Errorf("found %v", found)
	}
	expect(t, "room for none", LenDeque(DequeWithin(Iter(L(1)), 0)), 0)
}
