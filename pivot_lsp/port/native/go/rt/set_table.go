package rt

// hashTable is the hash table that CPython would have for a set, element by element (Objects/setobject.c), so that a
// walk gets its order: open addresses, runs of ten neighbours, then jumps; a deleted element leaves a mark that a
// later one may take. It is kept beside the native set, and only for sets whose order somebody asks for.
type hashTable[T any] struct {
	slots  []slot[T]
	fill   int // slots that are not free
	used   int
	finger int // where pop goes on looking
	hash   func(T) int
	same   func(a, b T) bool
}

type slot[T any] struct {
	hash  int
	state slotState
	item  T
}

type slotState uint8

const (
	free slotState = iota
	deleted
	live
)

const (
	smallestTable = 8
	neighbours    = 9      // looked at after the first slot
	manyElements  = 50_000 // from here on a full table doubles instead of growing fourfold
)

func newHashTable[T any]() *hashTable[T] {
	_, same := hasherOf[T]()
	return &hashTable[T]{slots: freeSlots[T](smallestTable), hash: pythonHasherOf[T](), same: same}
}

func freeSlots[T any](count int) []slot[T] {
	charge(count * sizeOf[slot[T]]())
	return make([]slot[T], count)
}

// search is the slot, of those where an element of this hash may stand, that ends the search.
func (t *hashTable[T]) search(hash int, ends func(s *slot[T]) bool) *slot[T] {
	mask := uint(len(t.slots) - 1)
	start, rest := uint(hash)&mask, uint(hash)
	for {
		run := uint(0)
		if start+neighbours <= mask {
			run = neighbours
		}
		for place := start; place <= start+run; place++ {
			if s := &t.slots[place]; ends(s) {
				return s
			}
		}
		rest >>= 5
		start = (start*5 + 1 + rest) & mask
	}
}

// insertClean adds what is not there to a table without deleted elements.
func (t *hashTable[T]) insertClean(hash int, item T) {
	found := t.search(hash, func(s *slot[T]) bool { return s.state == free })
	*found = slot[T]{hash, live, item}
}

// resize makes the table anew for more than wanted elements.
func (t *hashTable[T]) resize(wanted int) {
	size := smallestTable
	for size <= wanted {
		size *= 2
	}
	if size == smallestTable && len(t.slots) == smallestTable && t.fill == t.used {
		return
	}
	old := t.slots
	t.slots = freeSlots[T](size)
	t.fill = t.used
	for i := range old {
		if s := &old[i]; s.state == live {
			t.insertClean(s.hash, s.item)
		}
	}
}

// grow makes the table anew when it has become too full.
func (t *hashTable[T]) grow() {
	if t.used > manyElements {
		t.resize(2 * t.used)
	} else {
		t.resize(4 * t.used)
	}
}

// makeRoom is for more elements at once, as CPython does before it adds a set or a dict.
func (t *hashTable[T]) makeRoom(more int) {
	if (t.fill+more)*5 >= (len(t.slots)-1)*3 {
		t.resize(2 * (t.used + more))
	}
}

// add takes an element that may be there.
func (t *hashTable[T]) add(item T) { t.addEntry(t.hash(item), item) }

func (t *hashTable[T]) addEntry(hash int, item T) {
	var mark *slot[T]
	found := t.search(hash, func(s *slot[T]) bool {
		if s.state == deleted {
			mark = s
			return false
		}
		return s.state == free || s.hash == hash && t.same(s.item, item)
	})
	if found.state == live {
		return
	}
	t.used++
	if mark != nil {
		*mark = slot[T]{hash, live, item}
		return
	}
	*found = slot[T]{hash, live, item}
	t.fill++
	if t.fill*5 >= (len(t.slots)-1)*3 {
		t.grow()
	}
}

// discard takes out an element that is there, or nothing.
func (t *hashTable[T]) discard(item T) {
	hash := t.hash(item)
	found := t.search(hash, func(s *slot[T]) bool {
		return s.state == free || s.state == live && s.hash == hash && t.same(s.item, item)
	})
	if found.state == live {
		*found = slot[T]{state: deleted}
		t.used--
	}
}

// pop takes out the next element; there is one.
func (t *hashTable[T]) pop() T {
	place := t.finger & (len(t.slots) - 1)
	for t.slots[place].state != live {
		place = (place + 1) & (len(t.slots) - 1)
	}
	item := t.slots[place].item
	t.slots[place] = slot[T]{state: deleted}
	t.used--
	t.finger = place + 1
	return item
}

// purge makes the table anew when more than a quarter of it is deleted, as CPython does after s -= other.
func (t *hashTable[T]) purge() {
	if t.fill-t.used > (len(t.slots)-1)/4 {
		t.grow()
	}
}

// merge is s |= other.
func (t *hashTable[T]) merge(other *hashTable[T]) {
	if other.used == 0 {
		return
	}
	t.makeRoom(other.used)
	if t.fill != 0 {
		for i := range other.slots {
			if s := &other.slots[i]; s.state == live {
				t.addEntry(s.hash, s.item)
			}
		}
		return
	}
	if len(t.slots) == len(other.slots) && other.fill == other.used {
		copy(t.slots, other.slots)
	} else {
		for i := range other.slots {
			if s := &other.slots[i]; s.state == live {
				t.insertClean(s.hash, s.item)
			}
		}
	}
	t.fill, t.used = other.used, other.used
}

// copied is the table of a copy.
func (t *hashTable[T]) copied() *hashTable[T] {
	made := newHashTable[T]()
	made.merge(t)
	return made
}

// clear takes all elements out; where pop goes on looking stays.
func (t *hashTable[T]) clear() {
	t.slots, t.fill, t.used = freeSlots[T](smallestTable), 0, 0
}

// takeOver has the elements of other, which nobody uses any more.
func (t *hashTable[T]) takeOver(other *hashTable[T]) {
	t.slots, t.fill, t.used = other.slots, other.fill, other.used
}
