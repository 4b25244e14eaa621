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
	return itemAtEnd(items, i)
}

//go:noinline
func itemAtEnd[T any](items []T, i int) T {
	return items[fromEnd(i, len(items), "list index out of range")]
}

// SetItem is items[i] = x of a list.
func SetItem[T any](items []T, i int, x T) {
	if uint(i) < uint(len(items)) {
		items[i] = x
		return
	}
	setItemAtEnd(items, i, x)
}

//go:noinline
func setItemAtEnd[T any](items []T, i int, x T) {
	message := assignment
	if unsafe.Pointer(unsafe.SliceData(items)) == unsafe.Pointer(&notThere) {
		message = "list index out of range"
	}
	items[fromEnd(i, len(items), message)] = x
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
