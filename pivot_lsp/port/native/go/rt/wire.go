package rt

import "unsafe"

// Reader walks over the slots of arguments (the wire of pivot_lsp/runtime/abi.py). Lists of int, float, str and tuples
// of those, and rows of records that hold only those, are used where they lie: nothing here writes to them.
type Reader struct {
	at    unsafe.Pointer
	links *links // of a linked call
}

func (r *Reader) next() unsafe.Pointer {
	at := r.at
	r.at = unsafe.Add(at, 8)
	return at
}

// Int reads an int.
func (r *Reader) Int() int { return *(*int)(r.next()) }

// Float reads a float.
func (r *Reader) Float() float64 { return *(*float64)(r.next()) }

// Bool reads a bool.
func (r *Reader) Bool() bool { return *(*uint64)(r.next()) != 0 }

// None reads None.
func (r *Reader) None() None {
	r.next()
	return None{}
}

// Str reads a str.
func (r *Reader) Str() Str {
	at := r.next()
	r.next()
	return *(*Str)(at)
}

// block reads where the elements of a list or dict lie, and how many there are.
func (r *Reader) block() (unsafe.Pointer, int) {
	data := *(*unsafe.Pointer)(r.next())
	return data, r.Int()
}

// InPlace reads a list whose elements lie on the wire as Go lays them out: those of int, float and str, and tuples of
// such.
func InPlace[T any](r *Reader) *List[T] {
	data, n := r.block()
	if n == 0 {
		return &List[T]{}
	}
	return &List[T]{unsafe.Slice((*T)(data), n)}
}

// Ints reads a list of int.
func (r *Reader) Ints() *List[int] { return InPlace[int](r) }

// Floats reads a list of float.
func (r *Reader) Floats() *List[float64] { return InPlace[float64](r) }

// Strs reads a list of str.
func (r *Reader) Strs() *List[Str] { return InPlace[Str](r) }

// ReadRows reads a list of records whose fields are int, float and str only: the handles point into the rows.
func ReadRows[R any](r *Reader) *List[*R] {
	data, n := r.block()
	l := made[*R](n)
	size := sizeOf[R]()
	for i := range l.Items {
		l.Items[i] = (*R)(data)
		data = unsafe.Add(data, size)
	}
	return l
}

// ReadList reads a list, each element by read.
func ReadList[T any](r *Reader, read func(*Reader) T) *List[T] {
	data, n := r.block()
	l := made[T](n)
	elements := Reader{at: data}
	for i := range l.Items {
		l.Items[i] = read(&elements)
	}
	return l
}

// ReadDict reads a dict.
func ReadDict[K, V any](r *Reader, readKey func(*Reader) K, readValue func(*Reader) V) *Dict[K, V] {
	data, n := r.block()
	d := NewDict[K, V]()
	d.resize(n)
	elements := Reader{at: data}
	for range n {
		key := readKey(&elements)
		Set(d, key, readValue(&elements))
	}
	return d
}

// ReadOptional reads a value or None; slots is the size of the value.
func ReadOptional[T any](r *Reader, slots int, read func(*Reader) T) Opt[T] {
	if r.Int() != 0 {
		return Some(read(r))
	}
	r.at = unsafe.Add(r.at, 8*slots)
	return Opt[T]{}
}

// Writer collects a result: slots first, then text. Pointers are places in them until Finish knows the address.
type Writer struct {
	slots   []uint64
	text    []byte
	blocks  []int // slots that point to slots
	strings []int // slots that point to text
	met     map[unsafe.Pointer]bool
	links   *links // of a linked call
}

// block adds n empty slots and gives the place of the first.
func (w *Writer) block(n int) int {
	at := len(w.slots)
	if n > cap(w.slots)-at {
		charge(8 * (n + at))
	}
	w.slots = append(w.slots, make([]uint64, n)...)
	return at
}

// mostKept is the number of slots, and of bytes of text, up to which a writer's memory serves the next call too.
const mostKept = 1 << 10

func (w *Writer) small() bool {
	return cap(w.slots) <= mostKept && cap(w.text) <= mostKept && cap(w.blocks) <= mostKept && cap(w.strings) <= mostKept
}

// reset forgets the result, but not its memory.
func (w *Writer) reset() {
	*w = Writer{slots: w.slots[:0], text: w.text[:0], blocks: w.blocks[:0], strings: w.strings[:0]}
}

// Int writes an int.
func (w *Writer) Int(at int, v int) { w.slots[at] = uint64(v) }

// Float writes a float.
func (w *Writer) Float(at int, v float64) { *(*float64)(unsafe.Pointer(&w.slots[at])) = v }

// Bool writes a bool.
func (w *Writer) Bool(at int, v bool) { w.slots[at] = uint64(IntOfBool(v)) }

// None writes None.
func (w *Writer) None(at int, _ None) { w.slots[at] = 0 }

// Str writes a str; its text is copied.
func (w *Writer) Str(at int, v Str) {
	w.slots[at] = uint64(len(w.text))
	w.slots[at+1] = uint64(v.bytes) | uint64(v.chars)<<32
	w.text = append(w.text, v.String()...)
	w.strings = append(w.strings, at)
}

// RefuseShared makes the writer fall back when it meets a mutable object twice: the caller would get two where Python
// gives one.
func (w *Writer) RefuseShared() { w.met = map[unsafe.Pointer]bool{} }

// Met tells the writer that it meets a mutable object.
func Met[T any](w *Writer, object *T) {
	if w.met == nil {
		return
	}
	if w.met[unsafe.Pointer(object)] {
		Fall(ReasonValue)
	}
	w.met[unsafe.Pointer(object)] = true
}

// WriteList writes a list whose elements take so many slots.
func WriteList[T any](w *Writer, at int, l *List[T], slots int, write func(w *Writer, at int, v T)) {
	Met(w, l)
	WriteTuple(w, at, l, slots, write)
}

// WriteTuple writes a tuple of any length.
func WriteTuple[T any](w *Writer, at int, l *List[T], slots int, write func(w *Writer, at int, v T)) {
	n := len(l.Items)
	place := w.block(n * slots)
	w.pointer(at, place, n)
	switch items := any(l.Items).(type) {
	case []int:
		copy(w.slots[place:], unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(items))), n))
		return
	case []float64:
		copy(w.slots[place:], unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(items))), n))
		return
	}
	for i, item := range l.Items {
		write(w, place+i*slots, item)
	}
}

// WriteDict writes a dict whose keys and values take so many slots.
func WriteDict[K, V any](w *Writer, at int, d *Dict[K, V], keySlots, valueSlots int,
	writeKey func(w *Writer, at int, v K), writeValue func(w *Writer, at int, v V)) {
	Met(w, d)
	slots := keySlots + valueSlots
	place := w.block(d.live * slots)
	w.pointer(at, place, d.live)
	for key, value := range Pairs(d) {
		writeKey(w, place, key)
		writeValue(w, place+keySlots, value)
		place += slots
	}
}

// WriteOptional writes a value or None.
func WriteOptional[T any](w *Writer, at int, o Opt[T], write func(w *Writer, at int, v T)) {
	w.slots[at] = uint64(IntOfBool(o.ok))
	if o.ok {
		write(w, at+1, o.v)
	}
}

func (w *Writer) pointer(at, place, n int) {
	w.slots[at] = uint64(place)
	w.slots[at+1] = uint64(n)
	w.blocks = append(w.blocks, at)
}

// finish copies everything into one piece of the caller's memory, but for the first slots, which go to out.
func (w *Writer) finish(c *context, out unsafe.Pointer, first int) {
	inMemory := 8 * (len(w.slots) - first)
	if size := inMemory + len(w.text); size > 0 {
		memory := c.allocate(size)
		base := uint64(uintptr(memory))
		for _, at := range w.blocks {
			w.slots[at] = base + 8*(w.slots[at]-uint64(first))
		}
		for _, at := range w.strings {
			w.slots[at] += base + uint64(inMemory)
		}
		copy(unsafe.Slice((*byte)(unsafe.Add(memory, inMemory)), len(w.text)), w.text)
		copy(unsafe.Slice((*uint64)(memory), len(w.slots)-first), w.slots[first:])
	}
	copy(unsafe.Slice((*uint64)(out), first), w.slots)
}
