package rt

import (
	"iter"
	"math"
)

// ListOf is list(items) and tuple(items).
func ListOf[T any](items iter.Seq[T]) *List[T] {
	l := NewList[T]()
	for item := range items {
		Push(l, item)
	}
	return l
}

// DictOf is dict(pairs).
func DictOf[K, V any](pairs iter.Seq[T2[K, V]]) *Dict[K, V] {
	d := NewDict[K, V]()
	for pair := range pairs {
		Set(d, pair.A, pair.B)
	}
	return d
}

// NextOf is next(items) that found this.
func NextOf[T any](found Opt[T]) T {
	if !found.ok {
		panic(NewExc(StopIteration))
	}
	return found.v
}

// SumInt is sum(items).
func SumInt(items iter.Seq[int]) int { return SumIntFrom(items, 0) }

// SumIntFrom is sum(items, start).
func SumIntFrom(items iter.Seq[int], start int) int {
	for item := range items {
		start = Add(start, item)
	}
	return start
}

// SumFloat is sum(items); of no items it is the int 0 in Python, and falls back.
func SumFloat(items iter.Seq[float64]) float64 {
	var total floatSum
	some := false
	for item := range items {
		total.add(item)
		some = true
	}
	if !some {
		Fall(ReasonValue)
	}
	return total.result()
}

// SumFloatFrom is sum(items, start).
func SumFloatFrom(items iter.Seq[float64], start float64) float64 {
	total := floatSum{sum: start}
	for item := range items {
		total.add(item)
	}
	return total.result()
}

// SumInts is sum(l) of a list.
func SumInts(l *List[int]) int { return SumIntsFrom(l, 0) }

// SumIntsFrom is sum(l, start) of a list.
func SumIntsFrom(l *List[int], start int) int {
	for _, item := range l.Items {
		start = Add(start, item)
	}
	return start
}

// SumFloats is sum(l) of a list.
func SumFloats(l *List[float64]) float64 {
	if len(l.Items) == 0 {
		Fall(ReasonValue)
	}
	return SumFloatsFrom(l, 0)
}

// SumFloatsFrom is sum(l, start) of a list.
func SumFloatsFrom(l *List[float64], start float64) float64 {
	if now.python < 312 {
		for _, item := range l.Items {
			start += item
		}
		return start
	}
	total := floatSum{sum: start}
	for _, item := range l.Items {
		total.add(item)
	}
	return total.result()
}

// floatSum adds as Python/bltinmodule.c does: plainly before 3.12, since then with Neumaier's compensation.
type floatSum struct{ sum, compensation float64 }

func (s *floatSum) add(x float64) {
	t := s.sum + x
	if math.Abs(s.sum) >= math.Abs(x) {
		s.compensation += (s.sum - t) + x
	} else {
		s.compensation += (x - t) + s.sum
	}
	s.sum = t
}

func (s *floatSum) result() float64 {
	c := s.compensation
	if now.python < 312 || c == 0 || math.IsInf(c, 0) || c != c {
		return s.sum
	}
	return s.sum + c
}

// Any is any(items).
func Any(items iter.Seq[bool]) bool {
	for item := range items {
		if item {
			return true
		}
	}
	return false
}

// All is all(items).
func All(items iter.Seq[bool]) bool {
	for item := range items {
		if !item {
			return false
		}
	}
	return true
}

// MinFloat is min(a, b).
func MinFloat(a, b float64) float64 {
	if b < a {
		return b
	}
	return a
}

// MaxFloat is max(a, b).
func MaxFloat(a, b float64) float64 {
	if b > a {
		return b
	}
	return a
}

// Min2 is min(a, b): the first of equals.
func Min2[T any](a, b T) T {
	if lessOf[T]()(b, a) {
		return b
	}
	return a
}

// Max2 is max(a, b): the first of equals.
func Max2[T any](a, b T) T {
	if lessOf[T]()(a, b) {
		return b
	}
	return a
}

// best is the first item that none comes before.
func best[T, K any](items iter.Seq[T], key func(T) K, before func(a, b K) bool) (T, bool) {
	var found T
	var foundKey K
	some := false
	for item := range items {
		if k := key(item); !some || before(k, foundKey) {
			found, foundKey, some = item, k, true
		}
	}
	return found, some
}

func itself[T any](item T) T { return item }

func greaterOf[T any]() func(a, b T) bool {
	less := lessOf[T]()
	return func(a, b T) bool { return less(b, a) }
}

//go:noinline
func emptyIterable(name string) {
	raise(ValueError, name+byVersion("() arg is an empty sequence", "() iterable argument is empty",
		"() iterable argument is empty"))
}

// Min is min(items).
func Min[T any](items iter.Seq[T]) T { return MinBy(items, itself[T]) }

// Max is max(items).
func Max[T any](items iter.Seq[T]) T { return MaxBy(items, itself[T]) }

// MinOf is min(l) of a list of numbers; a NaN is simply not less.
func MinOf[T int | float64](l *List[T]) T {
	if len(l.Items) == 0 {
		emptyIterable("min")
	}
	found := l.Items[0]
	for _, item := range l.Items {
		if item < found {
			found = item
		}
	}
	return found
}

// MaxOf is max(l) of a list of numbers.
func MaxOf[T int | float64](l *List[T]) T {
	if len(l.Items) == 0 {
		emptyIterable("max")
	}
	found := l.Items[0]
	for _, item := range l.Items {
		if item > found {
			found = item
		}
	}
	return found
}

// MinBy is min(items, key=key).
func MinBy[T, K any](items iter.Seq[T], key func(T) K) T {
	found, some := best(items, key, lessOf[K]())
	if !some {
		emptyIterable("min")
	}
	return found
}

// MaxBy is max(items, key=key).
func MaxBy[T, K any](items iter.Seq[T], key func(T) K) T {
	found, some := best(items, key, greaterOf[K]())
	if !some {
		emptyIterable("max")
	}
	return found
}

// MinOr is min(items, default=other).
func MinOr[T any](items iter.Seq[T], other T) T {
	if found, some := best(items, itself[T], lessOf[T]()); some {
		return found
	}
	return other
}

// MaxOr is max(items, default=other).
func MaxOr[T any](items iter.Seq[T], other T) T {
	if found, some := best(items, itself[T], greaterOf[T]()); some {
		return found
	}
	return other
}
