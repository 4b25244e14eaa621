package rt

import "unsafe"

// In a loop that makes no list longer or shorter, a list is indexed through the slice of its items, and a row of a table
// through its own. A row that is not there is a slice without items at a place of its own: its IndexError is that of
// asking for the row.

var notThere uint64

// Item is items[i] of a list.
func Item[T any](items []T, i int) T {
	if uint(i) < uint(len(items)) {
		return items[i]
	}
	if i += len(items); uint(i) < uint(len(items)) {
		return items[i]
	}
	panic(noItem)
}

// Nth is items[i] of a list, of an i that is not negative.
func Nth[T any](items []T, i int) T {
	if uint(i) >= uint(len(items)) {
		panic(noItem)
	}
	return items[i]
}

var noItem = NewExc(IndexError, S("list index out of range"))

// SetItem is items[i] = x of a list.
func SetItem[T any](items []T, i int, x T) {
	if uint(i) < uint(len(items)) {
		items[i] = x
		return
	}
	if i += len(items); uint(i) < uint(len(items)) {
		items[i] = x
		return
	}
	panic(noPlace{unsafe.Pointer(unsafe.SliceData(items))})
}

// SetNth is items[i] = x of a list, of an i that is not negative.
func SetNth[T any](items []T, i int, x T) {
	if uint(i) >= uint(len(items)) {
		panic(noPlace{unsafe.Pointer(unsafe.SliceData(items))})
	}
	items[i] = x
}

// noPlace is the exception of an assignment to an item that is not there, of the items at that address.
type noPlace struct{ items unsafe.Pointer }

func (n noPlace) exc() *Exc {
	if n.items == unsafe.Pointer(&notThere) {
		return noItem
	}
	return NewExc(IndexError, S(assignment))
}

// Appended is items with x behind them, of a list that a loop fills: the list gets them back when the loop has ended.
func Appended[T any](items []T, x T) []T {
	if len(items) == cap(items) {
		items = roomier(items)
	}
	return append(items, x)
}

//go:noinline
func roomier[T any](items []T) []T {
	l := List[T]{items}
	grow(&l, 1)
	return l.Items
}

// Row is the items of rows[i].
func Row[T any](rows []*List[T], i int) []T {
	if uint(i) >= uint(len(rows)) {
		if i >= 0 || i < -len(rows) {
			return unsafe.Slice((*T)(unsafe.Pointer(&notThere)), 0)
		}
		i += len(rows)
	}
	return rows[i].Items
}
