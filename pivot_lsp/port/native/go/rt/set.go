package rt

import "iter"

// HashSet is a Python set or frozenset: the keys of a dict without values. Its handle is *HashSet. It stands in the
// order of insertion. CPython's order is that of its hash table: where the compiler sees that a walk shows it, the set
// keeps that table too, or legacy answers. Of equal elements that can be told apart (0.0 and -0.0) the one stays that CPython keeps (Objects/setobject.c). It must be
// made by NewHashSet.
type HashSet[T any] struct {
	items *Dict[T, None]
	past  past
	table *hashTable[T] // CPython's, where it is asked for and known
}

// NewHashSet is an empty set.
func NewHashSet[T any]() *HashSet[T] { return &HashSet[T]{items: NewDict[T, None]()} }

// SetOf is set(items).
func SetOf[T any](items iter.Seq[T]) *HashSet[T] {
	s := NewHashSet[T]()
	ExtendSet(s, items)
	return s
}

// SetOfDict is set(d), which keeps CPython's table: it makes room for all keys at once.
func SetOfDict[K, V any](d *Dict[K, V]) *HashSet[K] {
	s := NewHashSet[K]()
	if n := LenDict(d); n > smallest {
		s.table, s.past = newHashTable[K](), mixed
		s.table.makeRoom(n)
	}
	ExtendSet(s, Keys(d))
	return s
}

// GiveUp leaves to legacy what the order of a set's elements would show.
func GiveUp() { Fall(ReasonValue) }

// LenSet is len(s).
func LenSet[T any](s *HashSet[T]) int { return s.items.live }

// HasElement is x in s.
func HasElement[T any](s *HashSet[T], x T) bool { return Has(s.items, x) }

// Elements walks over s, in CPython's order where it is known, else in one that must not show; it falls back when the
// set changes meanwhile.
func Elements[T any](s *HashSet[T]) iter.Seq[T] {
	if s.table == nil {
		return Keys(s.items)
	}
	return func(yield func(T) bool) {
		changes, slots := s.items.changes, s.table.slots
		for i := range slots {
			if slots[i].state != live {
				continue
			}
			if !yield(slots[i].item) {
				return
			}
			if s.items.changes != changes {
				Fall(ReasonValue)
			}
		}
	}
}

// AddElement is s.add(x): an equal element that is there stays.
func AddElement[T any](s *HashSet[T], x T) {
	if (s.past != 0 || s.table != nil) && !HasElement(s, x) {
		if s.past != 0 {
			s.past = s.past.grow()
		}
		if s.table != nil {
			s.table.add(x)
		}
	}
	Set(s.items, x, None{})
}

// ExtendSet is s.update(items).
func ExtendSet[T any](s *HashSet[T], items iter.Seq[T]) {
	for item := range items {
		AddElement(s, item)
	}
}

// Discard is s.discard(x).
func Discard[T any](s *HashSet[T], x T) {
	before := LenSet(s)
	PopOr(s.items, x, None{})
	if LenSet(s) != before {
		s.taken(x)
	}
}

// taken notes that x was taken out.
func (s *HashSet[T]) taken(x T) {
	s.past = s.past.shrink()
	if s.table != nil {
		s.table.discard(x)
	}
}

// RemoveElement is s.remove(x).
func RemoveElement[T any](s *HashSet[T], x T) {
	Delete(s.items, x)
	s.taken(x)
}

// PopElement is s.pop().
func PopElement[T any](s *HashSet[T]) T {
	if LenSet(s) == 0 {
		panic(NewExc(KeyError, S("pop from an empty set")))
	}
	var found T
	switch {
	case s.table != nil:
		found = s.table.pop()
	case LenSet(s) == 1:
		for found = range Elements(s) {
			break
		}
	default:
		Fall(ReasonValue)
	}
	PopOr(s.items, found, None{})
	s.past |= shrunk | mixed | popped
	return found
}

// ClearSet is s.clear().
func ClearSet[T any](s *HashSet[T]) {
	ClearDict(s.items)
	if s.past &= given | popped; s.past&given != 0 {
		s.past |= mixed
	}
	if s.table != nil {
		s.table.clear()
	}
}

// CopySet is s.copy(): CPython takes over the table, or makes it as large as it will be.
func CopySet[T any](s *HashSet[T]) *HashSet[T] {
	made := &HashSet[T]{items: CopyDict(s.items), past: mixed}
	if s.table != nil {
		made.table = s.table.copied()
	}
	return made
}

// Union is s | t.
func Union[T any](s, t *HashSet[T]) *HashSet[T] {
	made := CopySet(s)
	if s != t {
		UpdateSet(made, t)
	}
	return made
}

// kept has the elements of s that are in t, or those that are not.
func kept[T any](s, t *HashSet[T], common bool) *HashSet[T] {
	made := NewHashSet[T]()
	if !s.ordered() || t.past&mixed != 0 && t.table == nil {
		made.past = mixed
	}
	for item := range Elements(s) {
		if HasElement(t, item) == common {
			AddElement(made, item)
		}
	}
	return made
}

// Intersection is s & t: the elements of the smaller one, of t when they are as large.
func Intersection[T any](s, t *HashSet[T]) *HashSet[T] {
	if s == t {
		return CopySet(s)
	}
	if LenSet(t) > LenSet(s) {
		return kept(s, t, true)
	}
	return kept(t, s, true)
}

// Difference is s - t: where s is much the larger, CPython takes from a copy of it.
func Difference[T any](s, t *HashSet[T]) *HashSet[T] {
	copied := LenSet(s)>>2 > LenSet(t)
	if copied && s.table != nil {
		made := CopySet(s)
		SubtractSet(made, t)
		return made
	}
	made := kept(s, t, false)
	if copied {
		made.past = mixed
	}
	return made
}

// SymmetricDifference is s ^ t.
func SymmetricDifference[T any](s, t *HashSet[T]) *HashSet[T] {
	if t.table != nil {
		made := CopySet(t)
		Toggle(made, s)
		return made
	}
	made := Difference(t, s)
	ExtendSet(made, Elements(Difference(s, t)))
	return Blurred(made)
}

// UpdateSet is s |= t: CPython makes room for all at once, which shows unless the smallest table has it.
func UpdateSet[T any](s, t *HashSet[T]) {
	if s == t || LenSet(t) == 0 {
		return
	}
	alike := t.ordered()
	if LenSet(s) == 0 { // CPython takes the table over as it is, which the order of a walk does not tell
		alike = LenSet(t) < 2 || t.past == 0
	}
	if s.past != 0 || !alike || LenSet(s)+LenSet(t) > smallest {
		s.past |= mixed
	}
	switch {
	case s.table == nil:
	case t.table != nil:
		s.table.merge(t.table)
	case t.ordered() && (s.table.used != 0 || LenSet(t) < 2):
		s.table.makeRoom(LenSet(t))
		for item := range Elements(t) {
			s.table.add(item)
		}
	default:
		s.loseTable()
	}
	for item := range Elements(t) {
		Set(s.items, item, None{})
	}
}

// loseTable says that CPython's table is not known from now on.
func (s *HashSet[T]) loseTable() {
	s.table = nil
	s.past |= mixed
}

// Intersect is s &= t.
func Intersect[T any](s, t *HashSet[T]) {
	common := Intersection(s, t)
	ClearSet(s)
	for item := range Elements(common) {
		Set(s.items, item, None{})
	}
	s.past |= common.past
	if s.table == nil {
		return
	}
	if Tabled(common).table == nil {
		s.loseTable()
	} else {
		s.table.takeOver(common.table)
	}
}

// SubtractSet is s -= t.
func SubtractSet[T any](s, t *HashSet[T]) {
	if s == t {
		ClearSet(s)
		return
	}
	before := LenSet(s)
	for item := range Elements(t) {
		Discard(s, item)
	}
	if s.table != nil {
		s.table.purge()
	}
	if s.past != 0 || LenSet(s) != before {
		s.past |= mixed // CPython makes the table anew when much of it was taken
	}
}

// Toggle is s ^= t.
func Toggle[T any](s, t *HashSet[T]) {
	if s == t {
		ClearSet(s)
		return
	}
	if LenSet(t) != 0 {
		s.past |= mixed
	}
	if s.table != nil && !t.ordered() {
		s.loseTable()
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
	s.past = given
	return s
}

// WriteSet writes a set or frozenset whose elements take so many slots; a mutable one is met.
func WriteSet[T any](w *Writer, at int, s *HashSet[T], mutable bool, slots int, write func(w *Writer, at int, v T)) {
	if mutable {
		Met(w, s)
	}
	s.settledAnew()
	place := w.block(LenSet(s) * slots)
	w.pointer(at, place, LenSet(s))
	for item := range Elements(s) {
		write(w, place, item)
		place += slots
	}
}
