package rt

import (
	"math"
	"testing"
)

func indexError(t *testing.T, f func()) string {
	t.Helper()
	return raisedBy(t, f).Text().String()
}

func TestViewIsTheListItself(t *testing.T) {
	xs := L(1, 2, 3)
	items := xs.Items
	SetItem(items, -1, 30)
	SetAt(xs, 0, 10)
	if At(xs, 2) != 30 || Item(items, 0) != 10 || Item(items, -3) != 10 {
		t.Error(xs.Items, items)
	}
}

func TestWhatIsNotThereIsToldAsOfAList(t *testing.T) {
	xs := L(1, 2)
	for _, i := range []int{2, -3, math.MaxInt, math.MinInt} {
		if got, want := indexError(t, func() { Item(xs.Items, i) }), indexError(t, func() { At(xs, i) }); got != want {
			t.Error(i, got, want)
		}
		if got, want := indexError(t, func() { SetItem(xs.Items, i, 0) }), indexError(t, func() { SetAt(xs, i, 0) }); got != want {
			t.Error(i, got, want)
		}
	}
}

func TestRowThatIsNotThereIsToldWhenItIsAsked(t *testing.T) {
	table := L(L(1, 2))
	if got := Item(Row(table.Items, -1), 1); got != 2 {
		t.Error(got)
	}
	want := indexError(t, func() { At(table, 1) })
	for _, i := range []int{1, -2} {
		row := Row(table.Items, i)
		if got := indexError(t, func() { Item(row, 0) }); got != want {
			t.Error(i, got, want)
		}
		if got := indexError(t, func() { SetItem(row, 0, 5) }); got != want {
			t.Error(i, got, want)
		}
	}
}
