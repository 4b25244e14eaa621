package rt

import (
	"iter"
	"math"
	"unsafe"
)

// Array1 is an array of NumPy's of one dimension, or a view of one: the caller's own memory, or memory made here. Views
// of the same memory see what the others write. An index out of range, or a negative size, falls back: NumPy has its
// own words for it.
type Array1[T any] struct {
	Items []T
	lent  bool // the memory is the caller's
}

// Array2 is an array of two dimensions: its rows, one after another.
type Array2[T any] struct {
	Items         []T
	Rows, Columns int
	lent          bool
}

// arrayPlace is the place that a negative index, or one out of range, means. It stands apart so that what is common is
// inlined.
//
//go:noinline
func arrayPlace(i, n int) int {
	if i >= 0 || i < -n {
		Fall(ReasonValue)
	}
	return i + n
}

// LenArray is len(a).
func LenArray[T any](a Array1[T]) int { return len(a.Items) }

// RowsOf is a.shape[0].
func RowsOf[T any](a Array2[T]) int { return a.Rows }

// ColumnsOf is a.shape[1].
func ColumnsOf[T any](a Array2[T]) int { return a.Columns }

// ArrayAt is a[i].
func ArrayAt[T any](a Array1[T], i int) T {
	if uint(i) >= uint(len(a.Items)) {
		i = arrayPlace(i, len(a.Items))
	}
	return a.Items[i]
}

// SetArrayAt is a[i] = x.
func SetArrayAt[T any](a Array1[T], i int, x T) {
	if uint(i) >= uint(len(a.Items)) {
		i = arrayPlace(i, len(a.Items))
	}
	a.Items[i] = x
}

func (a *Array2[T]) place(i, j int) int {
	if uint(i) >= uint(a.Rows) {
		i = arrayPlace(i, a.Rows)
	}
	if uint(j) >= uint(a.Columns) {
		j = arrayPlace(j, a.Columns)
	}
	return i*a.Columns + j
}

// ArrayAt2 is a[i, j].
func ArrayAt2[T any](a Array2[T], i, j int) T { return a.Items[a.place(i, j)] }

// SetArrayAt2 is a[i, j] = x.
func SetArrayAt2[T any](a Array2[T], i, j int, x T) { a.Items[a.place(i, j)] = x }

// RowOf is a[i], a view.
func RowOf[T any](a Array2[T], i int) Array1[T] {
	if uint(i) >= uint(a.Rows) {
		i = arrayPlace(i, a.Rows)
	}
	return Array1[T]{a.Items[i*a.Columns : (i+1)*a.Columns], a.lent}
}

// PartOf is a[start:stop], a view (Objects/sliceobject.c, PySlice_AdjustIndices, with a step of 1).
func PartOf[T any](a Array1[T], start, stop Opt[int]) Array1[T] {
	first, last := arrayBound(start, len(a.Items), 0), arrayBound(stop, len(a.Items), len(a.Items))
	return Array1[T]{a.Items[first:max(first, last)], a.lent}
}

func arrayBound(given Opt[int], n, none int) int {
	switch {
	case !given.ok:
		return none
	case given.v < 0:
		return max(given.v+n, 0)
	}
	return min(given.v, n)
}

// IterArray is iter(a): each element as it is when it is reached.
func IterArray[T any](a Array1[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, item := range a.Items {
			if !yield(item) {
				return
			}
		}
	}
}

// FlatOf is every element of a, row by row: a view.
func FlatOf[T any](a Array2[T]) Array1[T] { return Array1[T]{a.Items, a.lent} }

// Shaped is a.reshape(rows, columns), a view.
func Shaped[T any](a Array1[T], rows, columns int) Array2[T] {
	if rows < 0 || columns < 0 || Mul(rows, columns) != len(a.Items) {
		Fall(ReasonValue)
	}
	return Array2[T]{a.Items, rows, columns, a.lent}
}

// Filled is a new array of n elements.
func Filled[T any](n int, x T) Array1[T] {
	if n < 0 {
		Fall(ReasonValue)
	}
	items := made[T](n).Items
	for i := range items {
		items[i] = x
	}
	return Array1[T]{items, false}
}

// Filled2 is a new array of rows times columns elements.
func Filled2[T any](rows, columns int, x T) Array2[T] {
	if rows < 0 || columns < 0 {
		Fall(ReasonValue)
	}
	return Array2[T]{Filled(Mul(rows, columns), x).Items, rows, columns, false}
}

// ---- on the wire: the address of the elements, and the sizes of the dimensions

func arrayItems[T any](data unsafe.Pointer, n int) []T {
	return unsafe.Slice((*T)(data), n)
}

// ReadArray1 reads an array of one dimension.
func ReadArray1[T any](r *Reader) Array1[T] {
	data, n := r.block()
	return Array1[T]{arrayItems[T](data, n), true}
}

// ReadArray2 reads an array of two dimensions.
func ReadArray2[T any](r *Reader) Array2[T] {
	data, rows := r.block()
	columns := r.Int()
	return Array2[T]{arrayItems[T](data, rows*columns), rows, columns, true}
}

// elements copies those that were made here; those of the caller are told by their address.
func (w *Writer) elements(at int, data unsafe.Pointer, n int, lent bool) {
	if lent {
		w.slots[at] = uint64(uintptr(data))
		return
	}
	place := w.block(n)
	w.slots[at] = uint64(place)
	w.blocks = append(w.blocks, at)
	copy(w.slots[place:], unsafe.Slice((*uint64)(data), n))
}

// WriteArray1 writes an array of one dimension.
func WriteArray1[T any](w *Writer, at int, a Array1[T]) {
	w.elements(at, unsafe.Pointer(unsafe.SliceData(a.Items)), len(a.Items), a.lent)
	w.slots[at+1] = uint64(len(a.Items))
}

// WriteArray2 writes an array of two dimensions.
func WriteArray2[T any](w *Writer, at int, a Array2[T]) {
	w.elements(at, unsafe.Pointer(unsafe.SliceData(a.Items)), len(a.Items), a.lent)
	w.slots[at+1], w.slots[at+2] = uint64(a.Rows), uint64(a.Columns)
}

// ---- elements: IEEE's and libm's arithmetic, as NumPy has it; where NumPy would warn, the call falls back

const quietNaN = 1 << 51

func signals(x float64) bool { return x != x && math.Float64bits(x)&quietNaN == 0 }

// explained is r, unless an operation on a and b that gave it has raised one of the processor's flags: a NaN or an
// infinity that no operand was.
//
//go:noinline
func explained(r, a, b float64) float64 {
	known := math.IsInf(a, 0) || math.IsInf(b, 0)
	if r != r {
		known = a != a || b != b
	}
	if !known || signals(a) || signals(b) {
		Fall(ReasonValue)
	}
	return r
}

// NpAdd is a + b.
func NpAdd(a, b float64) float64 {
	r := a + b
	if r-r != 0 {
		return explained(r, a, b)
	}
	return r
}

// NpSubtract is a - b.
func NpSubtract(a, b float64) float64 {
	r := a - b
	if r-r != 0 {
		return explained(r, a, b)
	}
	return r
}

// NpMultiply is a * b.
func NpMultiply(a, b float64) float64 {
	r := a * b
	if r-r != 0 {
		return explained(r, a, b)
	}
	return r
}

// NpDivide is a / b.
func NpDivide(a, b float64) float64 {
	r := a / b
	if r-r != 0 {
		return explained(r, a, b)
	}
	return r
}

// NpNegate is -a.
func NpNegate(a float64) float64 { return -a }

// npPlain lets operands of // and % pass for which NumPy does what CPython does.
func npPlain(a, b float64) {
	if b == 0 || a-a != 0 || b-b != 0 {
		Fall(ReasonValue)
	}
}

// NpFloorDivide is a // b.
func NpFloorDivide(a, b float64) float64 {
	npPlain(a, b)
	r := FloorDivFloat(a, b)
	if r-r != 0 {
		return explained(r, a, b)
	}
	return r
}

// NpRemainder is a % b.
func NpRemainder(a, b float64) float64 {
	npPlain(a, b)
	return FloorModFloat(a, b)
}

// NpFloorDivideInt is a // b of ints.
func NpFloorDivideInt(a, b int) int {
	if b == 0 {
		Fall(ReasonValue)
	}
	return FloorDiv(a, b)
}

// NpRemainderInt is a % b of ints.
func NpRemainderInt(a, b int) int {
	if b == 0 {
		Fall(ReasonValue)
	}
	return FloorMod(a, b)
}

// NpFloatOfInt is an int where a float is taken; beyond 2**53 it falls back.
func NpFloatOfInt(i int) float64 {
	if i > 1<<53 || i < -1<<53 {
		Fall(ReasonValue)
	}
	return float64(i)
}
