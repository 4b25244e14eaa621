package rt

import (
	"iter"
	"slices"
	"unicode/utf8"
	"unsafe"
)

// What a for statement walks over and what functions like sum consume. An iterator is a function that yields its
// items; the compiler turns it into a loop.

// Iter is iter(l): the length is looked at in each step, as in CPython.
func Iter[T any](l *List[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := 0; i < len(l.Items); i++ {
			if !yield(l.Items[i]) {
				return
			}
		}
	}
}

// Each walks over the items of a view.
func Each[T any](items []T) iter.Seq[T] { return slices.Values(items) }

// Reversed is reversed(l).
func Reversed[T any](l *List[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for i := len(l.Items) - 1; i >= 0 && i < len(l.Items); i-- {
			if !yield(l.Items[i]) {
				return
			}
		}
	}
}

// Chars is iter(s): its code points.
func Chars(s Str) iter.Seq[Str] {
	return func(yield func(Str) bool) {
		for text, at := s.String(), 0; at < len(text); at = After(text, at) {
			if !yield(Letter(text, at)) {
				return
			}
		}
	}
}

// Points is iter(s), each code point as its number.
func Points(s Str) iter.Seq[int] {
	return func(yield func(int) bool) {
		for text, at := s.String(), 0; at < len(text); at = After(text, at) {
			if !yield(Point(text, at)) {
				return
			}
		}
	}
}

// PointList is list(map(ord, s)).
func PointList(s Str) []int {
	points := made[int](int(s.chars)).Items
	i := 0
	for _, point := range s.String() {
		points[i] = int(point)
		i++
	}
	return points
}

// A for statement walks over the code points of a text by the bytes at which they begin: what its rounds call is
// inlined, which a function that yields is not when such loops are nested.

// After is the byte behind the code point that begins at byte at.
func After(text string, at int) int {
	if c := text[at]; c >= utf8.RuneSelf {
		return at + int(widths[c>>4])
	}
	return at + 1
}

// Letter is the code point that begins at byte at.
func Letter(text string, at int) Str {
	return Str{data: unsafe.StringData(text[at:]), bytes: uint32(widths[text[at]>>4]), chars: 1}
}

// Point is the number of the code point that begins at byte at.
func Point(text string, at int) int {
	if c := text[at]; c < utf8.RuneSelf {
		return int(c)
	}
	return widePoint(text, at)
}

//go:noinline
func widePoint(text string, at int) int {
	point, _ := utf8.DecodeRuneInString(text[at:])
	return int(point)
}

// widths says how many bytes a code point has by the upper half of its first; texts are well formed.
var widths = [16]uint8{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4}

// Keys is iter(d) and d.keys().
func Keys[K, V any](d *Dict[K, V]) iter.Seq[K] {
	return func(yield func(K) bool) {
		for key := range Pairs(d) {
			if !yield(key) {
				return
			}
		}
	}
}

// Values is d.values().
func Values[K, V any](d *Dict[K, V]) iter.Seq[V] {
	return func(yield func(V) bool) {
		for _, value := range Pairs(d) {
			if !yield(value) {
				return
			}
		}
	}
}

// Items is d.items().
func Items[K, V any](d *Dict[K, V]) iter.Seq[T2[K, V]] { return tuples(Pairs(d)) }

func tuples[A, B any](pairs iter.Seq2[A, B]) iter.Seq[T2[A, B]] {
	return func(yield func(T2[A, B]) bool) {
		for a, b := range pairs {
			if !yield(T2[A, B]{a, b}) {
				return
			}
		}
	}
}

// Range is range(start, stop, step) with a step that is not 0.
func Range(start, stop, step int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if step > 0 {
			for i := start; i < stop; {
				if !yield(i) {
					return
				}
				next := i + step
				if next < i {
					return
				}
				i = next
			}
			return
		}
		for i := start; i > stop; {
			if !yield(i) {
				return
			}
			next := i + step
			if next > i {
				return
			}
			i = next
		}
	}
}

// Steps is range(start, stop, step) for a loop that counts its rounds: where it begins, by what it steps, and how many
// rounds there are. No int is left for a step beyond the last round, which may lie outside of 64 bits.
func Steps(start, stop, step int) (first, by int, rounds uint) {
	switch {
	case step == 0:
		raise(ValueError, "range() arg 3 must not be zero")
	case step > 0 && start < stop:
		rounds = (uint(stop)-uint(start)-1)/uint(step) + 1
	case step < 0 && start > stop:
		rounds = (uint(start)-uint(stop)-1)/-uint(step) + 1
	}
	return start, step, rounds
}

// RangeStep is range(start, stop, step).
func RangeStep(start, stop, step int) iter.Seq[int] {
	if step == 0 {
		raise(ValueError, "range() arg 3 must not be zero")
	}
	return Range(start, stop, step)
}

// Numbered is enumerate(items, start), as two variables.
func Numbered[T any](items iter.Seq[T], start int) iter.Seq2[int, T] {
	return func(yield func(int, T) bool) {
		i := start
		for item := range items {
			if !yield(i, item) {
				return
			}
			i = Add(i, 1)
		}
	}
}

// Enumerate is enumerate(items, start).
func Enumerate[T any](items iter.Seq[T], start int) iter.Seq[T2[int, T]] {
	return tuples(Numbered(items, start))
}

// Zipped is zip(a, b), as two variables. The first that ends, ends it.
func Zipped[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(b)
		defer stop()
		for x := range a {
			y, ok := next()
			if !ok || !yield(x, y) {
				return
			}
		}
	}
}

// Zip is zip(a, b).
func Zip[A, B any](a iter.Seq[A], b iter.Seq[B]) iter.Seq[T2[A, B]] { return tuples(Zipped(a, b)) }

// Zip3 is zip(a, b, c).
func Zip3[A, B, C any](a iter.Seq[A], b iter.Seq[B], c iter.Seq[C]) iter.Seq[T3[A, B, C]] {
	return func(yield func(T3[A, B, C]) bool) {
		next, stop := iter.Pull(c)
		defer stop()
		for x, y := range Zipped(a, b) {
			z, ok := next()
			if !ok || !yield(T3[A, B, C]{x, y, z}) {
				return
			}
		}
	}
}

// Chained is itertools.chain(a, b): what is walked over second is looked at when the first has ended.
func Chained[T any](a, b iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for x := range a {
			if !yield(x) {
				return
			}
		}
		for x := range b {
			if !yield(x) {
				return
			}
		}
	}
}

// ZippedLists is zip(iter(a), iter(b)) of two lists, as two variables.
func ZippedLists[A, B any](a *List[A], b *List[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		for i := 0; i < len(a.Items) && i < len(b.Items); i++ {
			if !yield(a.Items[i], b.Items[i]) {
				return
			}
		}
	}
}
