package rt

import "unsafe"

// Linked calls may change what the caller can see: their lists, dicts and records cross as numbered objects. One object
// of the caller is one object here, under however many names it came, so aliases behave as in Python. What the call
// leaves behind is written as a table: the caller's objects first, then those it has made.

// contents are where the elements of an object lie, and how many there are.
type contents struct {
	data  unsafe.Pointer
	count int
}

// known is an object that has a number. fill is called once, for an object of the caller's.
type known struct {
	object unsafe.Pointer
	atOnce bool // filled as soon as it is met: what hashes its value may hold it
	fill   func(in *Reader, count int)
	store  func(w *Writer) (place, count int)
}

// links are the objects of a call.
type links struct {
	table   unsafe.Pointer
	known   []known
	pending []int
	numbers map[unsafe.Pointer]int
}

func (l *links) contents(number int) contents {
	return *(*contents)(unsafe.Add(l.table, number*int(unsafe.Sizeof(contents{}))))
}

// Fill reads the contents of every object that the arguments reach.
func (r *Reader) Fill() {
	l := r.links
	for len(l.pending) > 0 {
		number := l.pending[len(l.pending)-1]
		l.pending = l.pending[:len(l.pending)-1]
		from := l.contents(number)
		l.known[number].fill(&Reader{from.data, l}, from.count)
	}
}

// linked reads a reference to an object; one that is met first is made by shell, to be filled later.
func linked[T any](r *Reader, shell func() (*T, known)) *T {
	l := r.links
	number := r.Int()
	if found := l.known[number].object; found != nil {
		return (*T)(found)
	}
	made, entry := shell()
	entry.object = unsafe.Pointer(made)
	l.known[number] = entry
	l.numbers[entry.object] = number
	if entry.atOnce {
		from := l.contents(number)
		entry.fill(&Reader{from.data, l}, from.count)
	} else {
		l.pending = append(l.pending, number)
	}
	return made
}

// refer writes a reference to an object; one that is new gets the next number.
func refer[T any](w *Writer, at int, object *T, entry func() known) {
	l := w.links
	number, found := l.numbers[unsafe.Pointer(object)]
	if !found {
		made := entry()
		made.object = unsafe.Pointer(object)
		number = len(l.known)
		l.known = append(l.known, made)
		l.numbers[made.object] = number
		charge(int(unsafe.Sizeof(known{})) + 32)
	}
	w.Int(at, number)
}

func listEntry[T any](l *List[T], slots int, read func(*Reader) T, write func(w *Writer, at int, v T)) known {
	return known{
		fill: func(in *Reader, count int) {
			l.Items = made[T](count).Items
			for i := range l.Items {
				l.Items[i] = read(in)
			}
		},
		store: func(w *Writer) (int, int) {
			place := w.block(len(l.Items) * slots)
			for i, item := range l.Items {
				write(w, place+i*slots, item)
			}
			return place, len(l.Items)
		},
	}
}

// LinkedList reads a reference to a list whose elements take so many slots.
func LinkedList[T any](in *Reader, slots int, read func(*Reader) T, write func(w *Writer, at int, v T)) *List[T] {
	return linked(in, func() (*List[T], known) {
		l := NewList[T]()
		return l, listEntry(l, slots, read, write)
	})
}

// LinkedTuple reads a reference to a tuple of any length, which may be the key of a dict.
func LinkedTuple[T any](in *Reader, slots int, read func(*Reader) T, write func(w *Writer, at int, v T)) *List[T] {
	return linked(in, func() (*List[T], known) {
		l := NewList[T]()
		entry := listEntry(l, slots, read, write)
		entry.atOnce = true
		return l, entry
	})
}

// ReferTuple writes a reference to a tuple of any length.
func ReferTuple[T any](w *Writer, at int, l *List[T], slots int, read func(*Reader) T,
	write func(w *Writer, at int, v T)) {
	ReferList(w, at, l, slots, read, write)
}

// ReferList writes a reference to a list.
func ReferList[T any](w *Writer, at int, l *List[T], slots int, read func(*Reader) T,
	write func(w *Writer, at int, v T)) {
	refer(w, at, l, func() known { return listEntry(l, slots, read, write) })
}

func dictEntry[K, V any](d *Dict[K, V], keySlots, valueSlots int, readKey func(*Reader) K, readValue func(*Reader) V,
	writeKey func(w *Writer, at int, v K), writeValue func(w *Writer, at int, v V)) known {
	return known{
		fill: func(in *Reader, count int) {
			for range count {
				key := readKey(in)
				Set(d, key, readValue(in))
			}
		},
		store: func(w *Writer) (int, int) {
			place := w.block(d.live * (keySlots + valueSlots))
			at := place
			for key, value := range Pairs(d) {
				writeKey(w, at, key)
				writeValue(w, at+keySlots, value)
				at += keySlots + valueSlots
			}
			return place, d.live
		},
	}
}

// LinkedDict reads a reference to a dict whose keys and values take so many slots.
func LinkedDict[K, V any](in *Reader, keySlots, valueSlots int, readKey func(*Reader) K, readValue func(*Reader) V,
	writeKey func(w *Writer, at int, v K), writeValue func(w *Writer, at int, v V)) *Dict[K, V] {
	return linked(in, func() (*Dict[K, V], known) {
		d := NewDict[K, V]()
		return d, dictEntry(d, keySlots, valueSlots, readKey, readValue, writeKey, writeValue)
	})
}

// ReferDict writes a reference to a dict.
func ReferDict[K, V any](w *Writer, at int, d *Dict[K, V], keySlots, valueSlots int, readKey func(*Reader) K,
	readValue func(*Reader) V, writeKey func(w *Writer, at int, v K), writeValue func(w *Writer, at int, v V)) {
	refer(w, at, d, func() known {
		return dictEntry(d, keySlots, valueSlots, readKey, readValue, writeKey, writeValue)
	})
}

func setEntry[T any](s *HashSet[T], slots int, read func(*Reader) T, write func(w *Writer, at int, v T)) known {
	return known{
		atOnce: true,
		fill: func(in *Reader, count int) {
			for range count {
				AddElement(s, read(in))
			}
			s.past = given
		},
		store: func(w *Writer) (int, int) {
			place := w.block(LenSet(s) * slots)
			at := place
			for item := range Elements(s.settled()) {
				write(w, at, item)
				at += slots
			}
			return place, LenSet(s)
		},
	}
}

// LinkedSet reads a reference to a set whose elements take so many slots.
func LinkedSet[T any](in *Reader, slots int, read func(*Reader) T, write func(w *Writer, at int, v T)) *HashSet[T] {
	return linked(in, func() (*HashSet[T], known) {
		s := NewHashSet[T]()
		return s, setEntry(s, slots, read, write)
	})
}

// ReferSet writes a reference to a set.
func ReferSet[T any](w *Writer, at int, s *HashSet[T], slots int, read func(*Reader) T,
	write func(w *Writer, at int, v T)) {
	refer(w, at, s, func() known { return setEntry(s, slots, read, write) })
}

func recordEntry[R any](record *R, slots int, read func(*Reader, *R), write func(w *Writer, at int, r *R)) known {
	return known{
		fill: func(in *Reader, _ int) { read(in, record) },
		store: func(w *Writer) (int, int) {
			place := w.block(slots)
			write(w, place, record)
			return place, 1
		},
	}
}

// LinkedRecord reads a reference to a record whose fields take so many slots.
func LinkedRecord[R any](in *Reader, slots int, read func(*Reader, *R), write func(w *Writer, at int, r *R)) *R {
	return linked(in, func() (*R, known) {
		record := new(R)
		return record, recordEntry(record, slots, read, write)
	})
}

// ReferRecord writes a reference to a record.
func ReferRecord[R any](w *Writer, at int, record *R, slots int, read func(*Reader, *R),
	write func(w *Writer, at int, r *R)) {
	refer(w, at, record, func() known { return recordEntry(record, slots, read, write) })
}

// LinkedBoundary is Boundary for a linked function. body reads the arguments, fills their objects and returns what
// calls the function and writes its result; an exception leaves it only after the objects have been written.
func LinkedBoundary(args, out, ctx unsafe.Pointer, slots int,
	body func(in *Reader) func(out *Writer)) (status int32) {
	return Boundary(args, out, ctx, slots+2, func(in *Reader, w *Writer) {
		l := &links{table: *(*unsafe.Pointer)(in.next())}
		l.known = make([]known, in.Int())
		l.numbers = make(map[unsafe.Pointer]int, len(l.known))
		in.links, w.links = l, l
		call := body(in)
		in.Fill()
		raised := outcome(func() { call(w) })
		l.store(w)
		if raised != nil {
			w.finish((*context)(ctx), out, slots+2)
			panic(raised)
		}
	})
}

// outcome runs body; it is the Python exception that ended it, or nil.
func outcome(body func()) (raised *Exc) {
	defer func() {
		if cause := recover(); cause != nil {
			if raised = thrown(cause); raised == nil {
				panic(cause)
			}
		}
	}()
	body()
	return nil
}

// store writes every object, those too that are met on the way, and the table of them.
func (l *links) store(w *Writer) {
	type stored struct{ place, count int }
	var all []stored
	for i := 0; i < len(l.known); i++ {
		place, count := l.known[i].store(w)
		all = append(all, stored{place, count})
	}
	table := w.block(2 * len(all))
	for i, one := range all {
		w.pointer(table+2*i, one.place, one.count)
	}
	w.pointer(0, table, len(all))
}
