package rt

import (
	"iter"
	"slices"
)

// Sorting is stable, and a reverse sort keeps the order of equals, as list.sort does. For a total order every stable
// sort gives the same. With a NaN there is none: comparing one falls back, and whatever order the pairs are compared
// in, every two neighbours of the result have been compared.

// Sort is l.sort(reverse=reverse).
func Sort[T any](l *List[T], reverse bool) { sortItems(l.Items, reverse) }

// Sorted is sorted(items, reverse=reverse).
func Sorted[T any](items iter.Seq[T], reverse bool) *List[T] {
	l := ListOf(items)
	sortItems(l.Items, reverse)
	return l
}

// SortBy is l.sort(key=key, reverse=reverse). As in CPython the list is empty while keys are asked for, and has its
// items again whatever the key function does.
func SortBy[T, K any](l *List[T], key func(T) K, reverse bool) {
	items := l.Items
	l.Items = nil
	defer func() { l.Items = items }()
	sortByKey(items, key, reverse)
}

// SortedBy is sorted(items, key=key, reverse=reverse).
func SortedBy[T, K any](items iter.Seq[T], key func(T) K, reverse bool) *List[T] {
	l := ListOf(items)
	sortByKey(l.Items, key, reverse)
	return l
}

func sortItems[T any](items []T, reverse bool) {
	switch typed := any(items).(type) {
	case []int: // equal ints cannot be told apart
		slices.Sort(typed)
		if reverse {
			slices.Reverse(typed)
		}
		return
	case []Str: // nor can equal strs
		slices.SortFunc(typed, func(a, b Str) int { return compareStrs(&a, &b) })
		if reverse {
			slices.Reverse(typed)
		}
		return
	}
	compare := comparerOf[T]()
	if reverse {
		mergeSort(items, func(a, b *T) bool { return compare(b, a) > 0 })
	} else {
		mergeSort(items, func(a, b *T) bool { return compare(b, a) < 0 })
	}
}

type keyed[T, K any] struct {
	key  K
	item T
}

func sortByKey[T, K any](items []T, key func(T) K, reverse bool) {
	charge(2 * len(items) * sizeOf[keyed[T, K]]())
	pairs := make([]keyed[T, K], len(items))
	for i, item := range items {
		pairs[i] = keyed[T, K]{key(item), item}
	}
	compare := comparerOf[K]()
	if reverse {
		mergeSort(pairs, func(a, b *keyed[T, K]) bool { return compare(&b.key, &a.key) > 0 })
	} else {
		mergeSort(pairs, func(a, b *keyed[T, K]) bool { return compare(&b.key, &a.key) < 0 })
	}
	for i := range pairs {
		items[i] = pairs[i].item
	}
}

// mergeSort sorts stably; swap(a, b) says that b must stand before a, which stands left of it.
func mergeSort[E any](items []E, swap func(a, b *E) bool) {
	const run = 12
	n := len(items)
	for low := 0; low < n; low += run {
		high := min(low+run, n)
		for i := low + 1; i < high; i++ {
			item := items[i]
			j := i
			for ; j > low && swap(&items[j-1], &item); j-- {
				items[j] = items[j-1]
			}
			items[j] = item
		}
	}
	if n <= run {
		return
	}
	from, into := items, make([]E, n)
	for width := run; width < n; width *= 2 {
		for low := 0; low < n; low += 2 * width {
			merge(into, from, low, min(low+width, n), min(low+2*width, n), swap)
		}
		from, into = into, from
	}
	if &from[0] != &items[0] {
		copy(items, from)
	}
}

// merge merges from[low:middle] and from[middle:high] into into[low:high].
func merge[E any](into, from []E, low, middle, high int, swap func(a, b *E) bool) {
	if middle >= high || !swap(&from[middle-1], &from[middle]) {
		copy(into[low:high], from[low:high])
		return
	}
	i, j := low, middle
	for k := low; k < high; k++ {
		if i < middle && (j >= high || !swap(&from[i], &from[j])) {
			into[k] = from[i]
			i++
		} else {
			into[k] = from[j]
			j++
		}
	}
}
