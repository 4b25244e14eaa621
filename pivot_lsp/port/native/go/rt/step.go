package rt

import (
	"iter"
	"math"
)

// Walks that go on where they were left: the place of iter(xs) or cycle(xs) lies in a list of one int, so that
// everybody who walks over the same iterator takes from the same items.

// Rest is what is left of iter(items); place holds how many were taken. Once exhausted it stays exhausted, also when
// the list grows.
func Rest[T any](place *List[int], items *List[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for at := place.Items[0]; at < len(items.Items); at = place.Items[0] {
			place.Items[0] = at + 1
			if !yield(items.Items[at]) {
				return
			}
		}
		place.Items[0] = math.MaxInt
	}
}

// Cycle is cycle(items): place is at or above 0 in the first round, in which saved gets what the later ones repeat;
// then it is -1 less the place in saved.
func Cycle[T any](place *List[int], items, saved *List[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for at := place.Items[0]; at >= 0; at = place.Items[0] {
			if at >= len(items.Items) {
				place.Items[0] = -1
				break
			}
			Push(saved, items.Items[at])
			place.Items[0] = at + 1
			if !yield(items.Items[at]) {
				return
			}
		}
		for len(saved.Items) > 0 {
			at := -1 - place.Items[0]
			next := at + 1
			if next == len(saved.Items) {
				next = 0
			}
			place.Items[0] = -1 - next
			if !yield(saved.Items[at]) {
				return
			}
		}
	}
}

// Islice is islice(items, start, stop, step) (Modules/itertoolsmodule.c, islice_next): it takes what it leaves out,
// too, and asks for nothing behind stop. No stop is the greatest int. What is no place falls back: Python raises.
func Islice[T any](items iter.Seq[T], start, stop, step int) iter.Seq[T] {
	if start < 0 || stop < 0 || step < 1 {
		Fall(ReasonValue)
	}
	return func(yield func(T) bool) {
		if start == 0 && stop == 0 {
			return
		}
		taken, next := 0, start
		for item := range items {
			taken++
			if taken > next {
				if !yield(item) {
					return
				}
				if step > stop-next {
					next = stop
				} else {
					next += step
				}
			}
			if taken >= next && taken >= stop {
				return
			}
		}
	}
}
