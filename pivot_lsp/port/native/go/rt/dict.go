package rt

import "unsafe"

// Dict is a Python dict: entries in the order of insertion, and an index of open addresses into them. Its handle is
// *Dict. It must be made by NewDict.
type Dict[K, V any] struct {
	entries []entry[K, V]
	index   []int32 // 0: free; else the entry's place + 1, dead ones included
	live    int
	last    int // the place found or made last: d[k] = d[k] + x asks for one key twice
	asked   Str // the text that was found there; the empty one at no place for other keys
	changes int // grows whenever a key comes or goes
	kind    keyKind
	lasting bool // a module constant, which outlives the calls
	hash    func(K) uint64
	same    func(a, b K) bool
}

// entry has an odd hash while it lives, and 0 once deleted.
type entry[K, V any] struct {
	key   K
	value V
	hash  uint64
}

// smallDict is the number of entries up to which a dict is searched without an index.
const smallDict = 8

// firstRoom is the number of entries for which a dict makes room when it gets its first.
const firstRoom = 4

// NewDict is an empty dict.
func NewDict[K, V any]() *Dict[K, V] {
	d := &Dict[K, V]{kind: kindOf[K](), lasting: now.ctx == nil}
	d.hash, d.same = hasherOf[K]()
	return d
}

// MakeDict is a dict display.
func MakeDict[K, V any](items ...T2[K, V]) *Dict[K, V] {
	d := NewDict[K, V]()
	for _, item := range items {
		Set(d, item.A, item.B)
	}
	return d
}

// find is the place of key among the entries, or -1, and its hash.
func (d *Dict[K, V]) find(key K) (int, uint64) {
	switch d.kind {
	case intKeys:
		return d.findInt(*(*int)(unsafe.Pointer(&key)))
	case strKeys:
		return d.findStr(*(*Str)(unsafe.Pointer(&key)))
	}
	if d.last < len(d.entries) {
		if e := &d.entries[d.last]; e.hash != 0 && d.same(e.key, key) {
			return d.last, e.hash
		}
	}
	h := d.hash(key) | 1
	if d.index == nil {
		for i := range d.entries {
			if e := &d.entries[i]; e.hash == h && d.same(e.key, key) {
				d.last = i
				return i, h
			}
		}
		return -1, h
	}
	mask := len(d.index) - 1
	for slot := int(h>>1) & mask; ; slot = (slot + 1) & mask {
		place := int(d.index[slot])
		if place == 0 {
			return -1, h
		}
		if e := &d.entries[place-1]; e.hash == h && d.same(e.key, key) {
			d.last = place - 1
			return place - 1, h
		}
	}
}

// insert adds a key that is not there.
func (d *Dict[K, V]) insert(key K, value V, h uint64) {
	if len(d.entries) == cap(d.entries) {
		d.makeRoom()
	}
	d.last, d.asked = len(d.entries), Str{}
	d.entries = append(d.entries, entry[K, V]{key, value, h})
	d.live++
	d.changes++
	if d.index != nil {
		d.enter(len(d.entries), h)
	}
}

func (d *Dict[K, V]) enter(place int, h uint64) {
	mask := len(d.index) - 1
	slot := int(h>>1) & mask
	for d.index[slot] != 0 {
		slot = (slot + 1) & mask
	}
	d.index[slot] = int32(place)
}

// makeRoom drops deleted entries and doubles the memory when that gives too little.
func (d *Dict[K, V]) makeRoom() { d.resize(max(firstRoom, 2*d.live)) }

// resize drops deleted entries and makes room for size of them. The index has at least twice as many slots as there can
// be entries.
func (d *Dict[K, V]) resize(size int) {
	if size > 1<<30 {
		Fall(ReasonMemory)
	}
	charge(size * (sizeOf[entry[K, V]]() + 4*4))
	entries := make([]entry[K, V], 0, size)
	for _, e := range d.entries {
		if e.hash != 0 {
			entries = append(entries, e)
		}
	}
	d.entries = entries
	d.index = nil
	d.last, d.asked = 0, Str{}
	if size > smallDict {
		slots := 4 * smallDict
		for slots < 2*size {
			slots *= 2
		}
		d.index = make([]int32, slots)
		for i := range entries {
			d.enter(i+1, entries[i].hash)
		}
	}
}

// remove deletes the entry at place.
func (d *Dict[K, V]) remove(place int) V {
	value := d.entries[place].value
	d.entries[place] = entry[K, V]{}
	d.live--
	d.changes++
	return value
}

//go:noinline
func missing[K any](key K) {
	switch any(key).(type) {
	case int, float64, bool, Str:
		panic(NewExc(KeyError, key))
	}
	Fall(ReasonValue) // the key would have to be carried as an argument of the exception
}

// LenDict is len(d).
func LenDict[K, V any](d *Dict[K, V]) int { return d.live }

// GetItem is d[key].
func GetItem[K, V any](d *Dict[K, V], key K) V {
	place, _ := d.find(key)
	if place < 0 {
		missing(key)
	}
	return d.entries[place].value
}

// Set is d[key] = value; a key that is there keeps its place.
func Set[K, V any](d *Dict[K, V], key K, value V) {
	place, h := d.find(key)
	if place < 0 {
		d.insert(key, value, h)
	} else {
		d.entries[place].value = value
	}
}

// Delete is del d[key].
func Delete[K, V any](d *Dict[K, V], key K) { PopItem(d, key) }

// Has is key in d.
func Has[K, V any](d *Dict[K, V], key K) bool {
	place, _ := d.find(key)
	return place >= 0
}

// Get is d.get(key).
func Get[K, V any](d *Dict[K, V], key K) Opt[V] {
	if place, _ := d.find(key); place >= 0 {
		return Some(d.entries[place].value)
	}
	return Opt[V]{}
}

// GetOr is d.get(key, other).
func GetOr[K, V any](d *Dict[K, V], key K, other V) V {
	if place, _ := d.find(key); place >= 0 {
		return d.entries[place].value
	}
	return other
}

// SetDefault is d.setdefault(key, value).
func SetDefault[K, V any](d *Dict[K, V], key K, value V) V {
	place, h := d.find(key)
	if place >= 0 {
		return d.entries[place].value
	}
	d.insert(key, value, h)
	return value
}

// GetOrMake is d[key] of a defaultdict.
func GetOrMake[K, V any](d *Dict[K, V], key K, make func() V) V {
	place, h := d.find(key)
	if place >= 0 {
		return d.entries[place].value
	}
	value := make()
	d.insert(key, value, h)
	return value
}

// PopItem is d.pop(key).
func PopItem[K, V any](d *Dict[K, V], key K) V {
	place, _ := d.find(key)
	if place < 0 {
		missing(key)
	}
	return d.remove(place)
}

// PopOr is d.pop(key, other).
func PopOr[K, V any](d *Dict[K, V], key K, other V) V {
	if place, _ := d.find(key); place >= 0 {
		return d.remove(place)
	}
	return other
}

// ClearDict is d.clear().
func ClearDict[K, V any](d *Dict[K, V]) {
	d.entries, d.index, d.live, d.last, d.asked = nil, nil, 0, 0, Str{}
	d.changes++
}

// CopyDict is d.copy().
func CopyDict[K, V any](d *Dict[K, V]) *Dict[K, V] {
	c := NewDict[K, V]()
	Update(c, d)
	return c
}

// Update is d.update(other).
func Update[K, V any](d, other *Dict[K, V]) {
	for _, e := range other.entries {
		if e.hash != 0 {
			Set(d, e.key, e.value)
		}
	}
}

// EqualDict is d == e: the same keys, with equal values, in any order.
func EqualDict[K, V any](d, e *Dict[K, V]) bool {
	if d.live != e.live {
		return false
	}
	for i := range d.entries {
		one := &d.entries[i]
		if one.hash == 0 {
			continue
		}
		place, _ := e.find(one.key)
		if place < 0 || !equal(one.value, e.entries[place].value) {
			return false
		}
	}
	return true
}

// Pairs walks over d.items(), as two variables. A key that comes or goes meanwhile makes the walk fall back, where
// Python raises RuntimeError.
func Pairs[K, V any](d *Dict[K, V]) func(yield func(K, V) bool) {
	return func(yield func(K, V) bool) {
		changes := d.changes
		for i := 0; i < len(d.entries); i++ {
			e := &d.entries[i]
			if e.hash == 0 {
				continue
			}
			if !yield(e.key, e.value) {
				return
			}
			if d.changes != changes {
				Fall(ReasonValue)
			}
		}
	}
}
