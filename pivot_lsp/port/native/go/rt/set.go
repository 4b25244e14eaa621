package rt

import "iter"

// HashSet is a Python set or frozenset: the keys of a dict without values. Its handle is *HashSet. It stands in the
// order of insertion, which the compiler lets no port show, since CPython's order is that of its hash table. Of equal
// elements that can be told apart (0.0 and -0.0) the one stays that CPython keeps (Objects/setobject.c). It must be
// made by NewHashSet.
type HashSet[T any] struct{ items *Dict[T, None] }

// NewHashSet is an empty set.
func NewHashSet[T any]() *HashSet[T] { return &HashSet[T]{NewDict[T, None]()} }

// SetOf is set(items).
func SetOf[T any](items iter.Seq[T]) *HashSet[T] {
	s := NewHashSet[T]()
	ExtendSet(s, items)
	return s
}

// GiveUp leaves to legacy what the order of a set's elements would show.
func GiveUp() { Fall(ReasonValue) }

// LenSet is len(s).
func LenSet[T any](s *HashSet[T]) int { return s.items.live }

// HasElement is x in s.
func HasElement[T any](s *HashSet[T], x T) bool { return Has(s.items, x) }

// Elements walks over s, in an order that must not show; it falls back when the set changes meanwhile.
func Elements[T any](s *HashSet[T]) iter.Seq[T] { return Keys(s.items) }

// AddElement is s.add(x): an equal element that is there stays.
func AddElement[T any](s *HashSet[T], x T) { Set(s.items, x, None{}) }

// ExtendSet is s.update(items).
func ExtendSet[T any](s *HashSet[T], items iter.Seq[T]) {
	for item := range items {
		AddElement(s, item)
	}
}

// Discard is s.discard(x).
func Discard[T any](s *HashSet[T], x T) { PopOr(s.items, x, None{}) }

// RemoveElement is s.remove(x).
func RemoveElement[T any](s *HashSet[T], x T) { Delete(s.items, x) }

// ClearSet is s.clear().
func ClearSet[T any](s *HashSet[T]) { ClearDict(s.items) }

// CopySet is s.copy().
func CopySet[T any](s *HashSet[T]) *HashSet[T] { return &HashSet[T]{CopyDict(s.items)} }

// Union is s | t.
func Union[T any](s, t *HashSet[T]) *HashSet[T] {
	made := CopySet(s)
	UpdateSet(made, t)
	return made
}

// kept has the elements of s that are in t, or those that are not.
func kept[T any](s, t *HashSet[T], common bool) *HashSet[T] {
	made := NewHashSet[T]()
	for item := range Elements(s) {
		if HasElement(t, item) == common {
			AddElement(made, item)
		}
	}
	return made
}

// Intersection is s & t: the elements of the smaller one, of t when they are as large.
func Intersection[T any](s, t *HashSet[T]) *HashSet[T] {
	if LenSet(t) > LenSet(s) {
		return kept(s, t, true)
	}
	return kept(t, s, true)
}

// Difference is s - t.
func Difference[T any](s, t *HashSet[T]) *HashSet[T] { return kept(s, t, false) }

// SymmetricDifference is s ^ t.
func SymmetricDifference[T any](s, t *HashSet[T]) *HashSet[T] {
	made := Difference(t, s)
	ExtendSet(made, Elements(Difference(s, t)))
	return made
}

// UpdateSet is s |= t.
func UpdateSet[T any](s, t *HashSet[T]) {
	if s != t {
		ExtendSet(s, Elements(t))
	}
}

// Intersect is s &= t.
func Intersect[T any](s, t *HashSet[T]) {
	common := Intersection(s, t)
	ClearSet(s)
	ExtendSet(s, Elements(common))
}

// SubtractSet is s -= t.
func SubtractSet[T any](s, t *HashSet[T]) {
	if s == t {
		ClearSet(s)
		return
	}
	for item := range Elements(t) {
		Discard(s, item)
	}
}

// Toggle is s ^= t.
func Toggle[T any](s, t *HashSet[T]) {
	if s == t {
		ClearSet(s)
		return
	}
	for item := range Elements(t) {
		if HasElement(s, item) {
			Discard(s, item)
		} else {
			AddElement(s, item)
		}
	}
}

// IsSubset is s <= t.
func IsSubset[T any](s, t *HashSet[T]) bool {
	if LenSet(s) > LenSet(t) {
		return false
	}
	for item := range Elements(s) {
		if !HasElement(t, item) {
			return false
		}
	}
	return true
}

// IsProperSubset is s < t.
func IsProperSubset[T any](s, t *HashSet[T]) bool { return LenSet(s) < LenSet(t) && IsSubset(s, t) }

// EqualSet is s == t.
func EqualSet[T any](s, t *HashSet[T]) bool { return LenSet(s) == LenSet(t) && IsSubset(s, t) }

// IsDisjoint is s.isdisjoint(t).
func IsDisjoint[T any](s, t *HashSet[T]) bool {
	for item := range Elements(s) {
		if HasElement(t, item) {
			return false
		}
	}
	return true
}

func (s *HashSet[T]) equals(t *HashSet[T]) bool { return EqualSet(s, t) }

// hash does not depend on the order of the elements.
func (s *HashSet[T]) hash() uint64 {
	sum := uint64(0)
	for item := range Elements(s) {
		sum += s.items.hash(item)
	}
	return mix(sum, 2)
}

// ReadSet reads a set or frozenset.
func ReadSet[T any](r *Reader, read func(*Reader) T) *HashSet[T] {
	data, n := r.block()
	s := NewHashSet[T]()
	elements := Reader{at: data}
	for range n {
		AddElement(s, read(&elements))
	}
	return s
}

// WriteSet writes a set or frozenset whose elements take so many slots; a mutable one is met.
func WriteSet[T any](w *Writer, at int, s *HashSet[T], mutable bool, slots int, write func(w *Writer, at int, v T)) {
	if mutable {
		Met(w, s)
	}
	place := w.block(LenSet(s) * slots)
	w.pointer(at, place, LenSet(s))
	for item := range Elements(s) {
		write(w, place, item)
		place += slots
	}
}
