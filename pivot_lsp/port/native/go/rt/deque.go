package rt

import (
	"iter"
	"math"
)

// Deque is a Python deque: a ring, of which n items from first on are used. Its handle is *Deque. A walk falls back
// when the deque changes meanwhile, where CPython raises RuntimeError.
type Deque[T any] struct {
	ring    []T
	first   int
	n       int
	changes int
	most    int
}

// NewDeque is an empty deque.
func NewDeque[T any]() *Deque[T] { return &Deque[T]{most: math.MaxInt} }

// DequeWithin is deque(items, most): one that drops items at the other end. What is no length falls back: Python
// raises.
func DequeWithin[T any](items iter.Seq[T], most int) *Deque[T] {
	if most < 0 {
		Fall(ReasonValue)
	}
	d := &Deque[T]{most: most}
	ExtendDeque(d, items)
	return d
}

// DequeOf is deque(items).
func DequeOf[T any](items iter.Seq[T]) *Deque[T] {
	d := NewDeque[T]()
	ExtendDeque(d, items)
	return d
}

// spot is where item i of the ring lies.
func (d *Deque[T]) spot(i int) *T {
	at := d.first + i
	if at >= len(d.ring) {
		at -= len(d.ring)
	}
	return &d.ring[at]
}

// straighten moves the items to a ring of at least so much room, the first one in front.
func (d *Deque[T]) straighten(room int) {
	charge(room * max(sizeOf[T](), 1))
	ring := make([]T, room)
	for i := range d.n {
		ring[i] = *d.spot(i)
	}
	d.ring, d.first = ring, 0
}

func (d *Deque[T]) makeRoom() {
	d.changes++
	if d.n == len(d.ring) {
		d.straighten(max(8, 2*d.n))
	}
}

// LenDeque is len(d).
func LenDeque[T any](d *Deque[T]) int { return d.n }

// Append is d.append(x).
func Append[T any](d *Deque[T], x T) {
	if d.n == d.most {
		if d.n == 0 {
			return
		}
		PopLeft(d)
	}
	d.makeRoom()
	d.n++
	*d.spot(d.n - 1) = x
}

// AppendLeft is d.appendleft(x).
func AppendLeft[T any](d *Deque[T], x T) {
	if d.n == d.most {
		if d.n == 0 {
			return
		}
		PopRight(d)
	}
	d.makeRoom()
	if d.first == 0 {
		d.first = len(d.ring)
	}
	d.first--
	d.n++
	*d.spot(0) = x
}

func (d *Deque[T]) needItem() {
	if d.n == 0 {
		raise(IndexError, "pop from an empty deque")
	}
	d.changes++
}

// PopRight is d.pop().
func PopRight[T any](d *Deque[T]) T {
	d.needItem()
	d.n--
	return *d.spot(d.n)
}

// PopLeft is d.popleft().
func PopLeft[T any](d *Deque[T]) T {
	d.needItem()
	item := *d.spot(0)
	d.first++
	if d.first == len(d.ring) {
		d.first = 0
	}
	d.n--
	return item
}

// ExtendDeque is d.extend(items).
func ExtendDeque[T any](d *Deque[T], items iter.Seq[T]) {
	for item := range items {
		Append(d, item)
	}
}

// ExtendLeft is d.extendleft(items).
func ExtendLeft[T any](d *Deque[T], items iter.Seq[T]) {
	for item := range items {
		AppendLeft(d, item)
	}
}

func (d *Deque[T]) at(i int) *T {
	if i < 0 {
		i += d.n
	}
	if i < 0 || i >= d.n {
		raise(IndexError, "deque index out of range")
	}
	return d.spot(i)
}

// AtDeque is d[i].
func AtDeque[T any](d *Deque[T], i int) T { return *d.at(i) }

// SetDequeAt is d[i] = x.
func SetDequeAt[T any](d *Deque[T], i int, x T) { *d.at(i) = x }

// ClearDeque is d.clear().
func ClearDeque[T any](d *Deque[T]) {
	d.changes++
	d.n = 0
}

// Rotate is d.rotate(times).
func Rotate[T any](d *Deque[T], times int) {
	if d.n == 0 {
		return
	}
	for range FloorMod(times, d.n) {
		AppendLeft(d, PopRight(d))
	}
}

// ReverseDeque is d.reverse().
func ReverseDeque[T any](d *Deque[T]) {
	for i, j := 0, d.n-1; i < j; i, j = i+1, j-1 {
		a, b := d.spot(i), d.spot(j)
		*a, *b = *b, *a
	}
}

// walk yields the items at n places from start on, by step.
func (d *Deque[T]) walk(start, step int) iter.Seq[T] {
	return func(yield func(T) bool) {
		changes := d.changes
		for i := start; i >= 0 && i < d.n; i += step {
			if !yield(*d.spot(i)) {
				return
			}
			if d.changes != changes {
				Fall(ReasonValue)
			}
		}
	}
}

// IterDeque is iter(d).
func IterDeque[T any](d *Deque[T]) iter.Seq[T] { return d.walk(0, 1) }

// ReversedDeque is reversed(d).
func ReversedDeque[T any](d *Deque[T]) iter.Seq[T] { return d.walk(d.n-1, -1) }

// CopyDeque is d.copy().
func CopyDeque[T any](d *Deque[T]) *Deque[T] { return DequeWithin(IterDeque(d), d.most) }

// InDeque is x in d.
func InDeque[T any](d *Deque[T], x T) bool {
	for item := range IterDeque(d) {
		if equal(item, x) {
			return true
		}
	}
	return false
}

// CountInDeque is d.count(x).
func CountInDeque[T any](d *Deque[T], x T) int {
	n := 0
	for item := range IterDeque(d) {
		if equal(item, x) {
			n++
		}
	}
	return n
}

// EqualDeque is d == e.
func EqualDeque[T any](d, e *Deque[T]) bool {
	if d.n != e.n {
		return false
	}
	for i := range d.n {
		if !equal(*d.spot(i), *e.spot(i)) {
			return false
		}
	}
	return true
}

func (d *Deque[T]) equals(e *Deque[T]) bool { return EqualDeque(d, e) }
