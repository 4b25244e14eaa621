package rt

import "unsafe"

// List is a Python list, or a tuple of any length; its handle is *List.
type List[T any] struct {
	Items []T
}

// L is a list display.
func L[T any](items ...T) *List[T] { return &List[T]{items} }

// NewList is an empty list.
func NewList[T any]() *List[T] { return &List[T]{} }

func sizeOf[T any]() int {
	var zero T
	return int(unsafe.Sizeof(zero))
}

// made is a list of n items that are yet to be set.
func made[T any](n int) *List[T] {
	if size := sizeOf[T](); size > 0 && n > now.memory/size {
		Fall(ReasonMemory)
	}
	charge(n * sizeOf[T]())
	return &List[T]{make([]T, n)}
}

// Len is len(l).
func Len[T any](l *List[T]) int { return len(l.Items) }

// At is l[i].
func At[T any](l *List[T], i int) T { return Item(l.Items, i) }

// AtNat is l[i] of an i that is not negative.
func AtNat[T any](l *List[T], i int) T { return Nth(l.Items, i) }

// fromEnd is the place that an index means which is not in 0..n-1. It stands apart so that what is common is inlined.
//
//go:noinline
func fromEnd(i, n int, message string) int {
	if i >= 0 || i < -n {
		raise(IndexError, message)
	}
	return i + n
}

// AtTuple is t[i] of a tuple of any length.
func AtTuple[T any](t *List[T], i int) T {
	if uint(i) >= uint(len(t.Items)) {
		i = fromEnd(i, len(t.Items), "tuple index out of range")
	}
	return t.Items[i]
}

// ByteAt is data[i] of bytes.
func ByteAt(data *List[int], i int) int {
	if uint(i) >= uint(len(data.Items)) {
		i = fromEnd(i, len(data.Items), "index out of range")
	}
	return data.Items[i]
}

// SetAt is l[i] = x.
func SetAt[T any](l *List[T], i int, x T) { SetItem(l.Items, i, x) }

// SetAtNat is l[i] = x of an i that is not negative.
func SetAtNat[T any](l *List[T], i int, x T) { SetNth(l.Items, i, x) }

const assignment = "list assignment index out of range"

// place is where a deletion finds item i.
func place[T any](l *List[T], i int, message string) int {
	if uint(i) >= uint(len(l.Items)) {
		return fromEnd(i, len(l.Items), message)
	}
	return i
}

// DeleteAt is del l[i].
func DeleteAt[T any](l *List[T], i int) {
	cutOut(l, place(l, i, assignment))
}

// cutOut removes item i and gives it.
func cutOut[T any](l *List[T], i int) T {
	item := l.Items[i]
	copy(l.Items[i:], l.Items[i+1:])
	l.Items = l.Items[:len(l.Items)-1]
	return item
}

// Push is l.append(x).
func Push[T any](l *List[T], x T) {
	if len(l.Items) == cap(l.Items) {
		grow(l, 1)
	}
	l.Items = append(l.Items, x)
}

// mostReserved is the number of items up to which a list makes room for what a loop will append.
const mostReserved = 1 << 16

// Reserve makes room in l for n items more.
func Reserve[T any](l *List[T], n int) {
	if n = min(n, mostReserved); n > cap(l.Items)-len(l.Items) {
		grow(l, n)
	}
}

// grow doubles the list's memory, so that n more items fit.
func grow[T any](l *List[T], n int) {
	size := max(4, 2*cap(l.Items), len(l.Items)+n)
	charge(size * max(sizeOf[T](), 1))
	l.Items = append(make([]T, 0, size), l.Items...)
}

// Extend is l.extend(items). A list that is extended by itself takes the items it has at the start.
func Extend[T any](l *List[T], items func(func(T) bool)) {
	more := ListOf(items).Items
	if len(l.Items)+len(more) > cap(l.Items) {
		grow(l, len(more))
	}
	l.Items = append(l.Items, more...)
}

// Insert is l.insert(i, x).
func Insert[T any](l *List[T], i int, x T) {
	n := len(l.Items)
	if i < 0 {
		i = max(i+n, 0)
	}
	i = min(i, n)
	Push(l, x)
	copy(l.Items[i+1:], l.Items[i:n])
	l.Items[i] = x
}

// Pop is l.pop().
func Pop[T any](l *List[T]) T {
	last := len(l.Items) - 1
	if last < 0 {
		raise(IndexError, "pop from empty list")
	}
	item := l.Items[last]
	l.Items = l.Items[:last]
	return item
}

// PopAt is l.pop(i).
func PopAt[T any](l *List[T], i int) T {
	if len(l.Items) == 0 {
		raise(IndexError, "pop from empty list")
	}
	return cutOut(l, place(l, i, "pop index out of range"))
}

// search is the first place from which on an item equals x, or -1. Items are asked in order, as CPython asks them.
func search[T any](l *List[T], x T) int {
	switch items := any(l.Items).(type) {
	case []int:
		wanted := any(x).(int)
		for i, item := range items {
			if item == wanted {
				return i
			}
		}
		return -1
	case []Str:
		wanted := any(x).(Str).String()
		for i, item := range items {
			if item.String() == wanted {
				return i
			}
		}
		return -1
	}
	for i, item := range l.Items {
		if equal(item, x) {
			return i
		}
	}
	return -1
}

// Contains is x in l.
func Contains[T any](l *List[T], x T) bool { return search(l, x) >= 0 }

// Remove is l.remove(x).
func Remove[T any](l *List[T], x T) {
	i := search(l, x)
	if i < 0 {
		raise(ValueError, "list.remove(x): x not in list")
	}
	cutOut(l, i)
}

// IndexOf is l.index(x).
func IndexOf[T any](l *List[T], x T) int {
	i := search(l, x)
	if i < 0 {
		raise(ValueError, reprOf(any(x))+" is not in list")
	}
	return i
}

// CountOf is l.count(x).
func CountOf[T any](l *List[T], x T) int {
	n := 0
	for _, item := range l.Items {
		if equal(item, x) {
			n++
		}
	}
	return n
}

// Clear is l.clear().
func Clear[T any](l *List[T]) { l.Items = nil }

// Copy is l.copy().
func Copy[T any](l *List[T]) *List[T] {
	c := made[T](len(l.Items))
	copy(c.Items, l.Items)
	return c
}

// Reverse is l.reverse().
func Reverse[T any](l *List[T]) {
	for i, j := 0, len(l.Items)-1; i < j; i, j = i+1, j-1 {
		l.Items[i], l.Items[j] = l.Items[j], l.Items[i]
	}
}

// Slice is l[start:stop:step].
func Slice[T any](l *List[T], start, stop, step Opt[int]) *List[T] {
	i, j, by := sliceBounds(len(l.Items), start, stop, step)
	if by == 1 {
		c := made[T](max(j-i, 0))
		if i < j {
			copy(c.Items, l.Items[i:j])
		}
		return c
	}
	c := NewList[T]()
	for ; by > 0 && i < j || by < 0 && i > j; i += by {
		Push(c, l.Items[i])
	}
	return c
}

// DeleteSlice is del l[start:stop:step].
func DeleteSlice[T any](l *List[T], start, stop, step Opt[int]) {
	i, j, by := sliceBounds(len(l.Items), start, stop, step)
	gone := map[int]bool{}
	for ; by > 0 && i < j || by < 0 && i > j; i += by {
		gone[i] = true
	}
	kept := made[T](len(l.Items) - len(gone)).Items[:0]
	for place, item := range l.Items {
		if !gone[place] {
			kept = append(kept, item)
		}
	}
	l.Items = kept
}

// SetSlice is l[start:stop:step] = items.
func SetSlice[T any](l *List[T], start, stop, step Opt[int], items *List[T]) {
	i, j, by := sliceBounds(len(l.Items), start, stop, step)
	given := Copy(items).Items
	if by == 1 {
		j = max(i, j)
		joined := made[T](i + len(given) + len(l.Items) - j)
		copy(joined.Items, l.Items[:i])
		copy(joined.Items[i:], given)
		copy(joined.Items[i+len(given):], l.Items[j:])
		l.Items = joined.Items
		return
	}
	places := []int{}
	for ; by > 0 && i < j || by < 0 && i > j; i += by {
		places = append(places, i)
	}
	if len(places) != len(given) {
		raise(ValueError, "attempt to assign sequence of size "+StrOfInt(len(given)).String()+
			" to extended slice of size "+StrOfInt(len(places)).String())
	}
	for n, place := range places {
		l.Items[place] = given[n]
	}
}

// ConcatList is a + b.
func ConcatList[T any](a, b *List[T]) *List[T] {
	c := made[T](len(a.Items) + len(b.Items))
	copy(c.Items[copy(c.Items, a.Items):], b.Items)
	return c
}

// Repeat is l * n; the items are aliased, as in Python.
func Repeat[T any](l *List[T], n int) *List[T] {
	one := len(l.Items)
	if n <= 0 || one == 0 {
		return NewList[T]()
	}
	if n > now.memory/one {
		Fall(ReasonMemory)
	}
	c := made[T](one * n)
	if one == 1 && isZero(l.Items[0]) {
		return c
	}
	for done := copy(c.Items, l.Items); done < len(c.Items); done *= 2 {
		copy(c.Items[done:], c.Items[:done])
	}
	return c
}

// isZero tells whether x is what Go's memory holds at first.
func isZero[T any](x T) bool {
	for _, b := range unsafe.Slice((*byte)(unsafe.Pointer(&x)), unsafe.Sizeof(x)) {
		if b != 0 {
			return false
		}
	}
	return true
}

// Equal is a == b.
func Equal[T any](a, b *List[T]) bool {
	if len(a.Items) != len(b.Items) {
		return false
	}
	for i, item := range a.Items {
		if !equal(item, b.Items[i]) {
			return false
		}
	}
	return true
}

// Cut is l[start:stop].
func Cut[T any](l *List[T], start, stop int) *List[T] {
	return Slice(l, Some(start), Some(stop), Opt[int]{})
}

// CutFrom is l[start:].
func CutFrom[T any](l *List[T], start int) *List[T] {
	return Slice(l, Some(start), Opt[int]{}, Opt[int]{})
}

// CutTo is l[:stop].
func CutTo[T any](l *List[T], stop int) *List[T] {
	return Slice(l, Opt[int]{}, Some(stop), Opt[int]{})
}
