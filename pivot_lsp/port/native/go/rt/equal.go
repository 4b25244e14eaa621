package rt

import (
	"cmp"
	"math"
	"math/bits"
	"strings"
)

// Equality, order and hashes of values of any type. CPython compares what lies in containers by identity before
// equality; a native NaN has no identity, so whoever meets one here falls back.

// Eq is a == b.
func Eq[T any](a, b T) bool { return equal(a, b) }

// equal switches on the types that need no interface call first: those conversions stay on the stack.
func equal[T any](a, b T) bool {
	switch x := any(a).(type) {
	case int:
		return x == any(b).(int)
	case float64:
		return equalFloats(x, any(b).(float64))
	case Str:
		return EqStr(x, any(b).(Str))
	case bool:
		return x == any(b).(bool)
	case None, T0:
		return true
	}
	return equalComposite(a, b)
}

//go:noinline
func equalComposite[T any](a, b T) bool {
	if x, ok := any(a).(interface{ equals(T) bool }); ok {
		return x.equals(b)
	}
	if x, ok := any(a).(interface{ Equals(T) bool }); ok { // a record whose dataclass has eq=True
		return x.Equals(b)
	}
	return any(a) == any(b) // other records are compared by identity
}

func equalFloats(a, b float64) bool {
	if a != a || b != b {
		Fall(ReasonValue)
	}
	return a == b
}

// Same is the equality of a field of a record.
func Same[T any](a, b T) bool { return equal(a, b) }

func (o Opt[T]) equals(p Opt[T]) bool {
	if !o.ok || !p.ok {
		return o.ok == p.ok
	}
	return equal(o.v, p.v)
}

func (l *List[T]) equals(m *List[T]) bool { return Equal(l, m) }

// hash is that of a tuple of any length, which nobody changes.
func (l *List[T]) hash() uint64 {
	sum := uint64(len(l.Items))
	for _, item := range l.Items {
		sum = mix(sum, hash(item))
	}
	return sum
}

func (d *Dict[K, V]) equals(e *Dict[K, V]) bool { return EqualDict(d, e) }

// ---- order

// comparerOf gives the three-way comparison of T. It is made once per operation, so that what a sort calls for each
// pair is a plain function; it takes pointers, so that no tuple is copied for it.
func comparerOf[T any]() func(a, b *T) int {
	var zero T
	switch any(zero).(type) {
	case int:
		return any(compareInts).(func(a, b *T) int)
	case float64:
		return any(compareFloats).(func(a, b *T) int)
	case Str:
		return any(compareStrs).(func(a, b *T) int)
	case bool:
		return any(compareBools).(func(a, b *T) int)
	case T0, None:
		return func(_, _ *T) int { return 0 }
	}
	if typed, ok := any(zero).(interface{ comparer() func(a, b *T) int }); ok {
		return typed.comparer()
	}
	Fall(ReasonInternal)
	return nil
}

func compareInts(a, b *int) int { return cmp.Compare(*a, *b) }

func compareFloats(a, b *float64) int {
	switch {
	case *a < *b:
		return -1
	case *a > *b:
		return 1
	case *a != *b:
		Fall(ReasonValue)
	}
	return 0
}

func compareStrs(a, b *Str) int { return strings.Compare(a.String(), b.String()) }

func compareBools(a, b *bool) int { return IntOfBool(*a) - IntOfBool(*b) }

func (l *List[T]) comparer() func(a, b **List[T]) int {
	one := comparerOf[T]()
	return func(a, b **List[T]) int {
		x, y := (*a).Items, (*b).Items
		for i := range min(len(x), len(y)) {
			if c := one(&x[i], &y[i]); c != 0 {
				return c
			}
		}
		return cmp.Compare(len(x), len(y))
	}
}

// Lt is a < b.
func Lt[T any](a, b T) bool { return order(a, b) < 0 }

// Le is a <= b.
func Le[T any](a, b T) bool { return order(a, b) <= 0 }

// Gt is a > b.
func Gt[T any](a, b T) bool { return order(a, b) > 0 }

// Ge is a >= b.
func Ge[T any](a, b T) bool { return order(a, b) >= 0 }

// order is the three-way comparison of two values. Like equal it switches on the types that need no interface call.
func order[T any](a, b T) int {
	switch x := any(a).(type) {
	case int:
		return cmp.Compare(x, any(b).(int))
	case Str:
		y := any(b).(Str)
		return strings.Compare(x.String(), y.String())
	case float64:
		y := any(b).(float64)
		return compareFloats(&x, &y)
	}
	return orderComposite(a, b)
}

//go:noinline
func orderComposite[T any](a, b T) int { return comparerOf[T]()(&a, &b) }

// The order of pairs and triples, asked one by one where a sort makes its comparison once: the first items that differ
// decide.

// Lt2 is a < b of tuples of 2.
func Lt2[A, B any](a, b T2[A, B]) bool { return order2(a, b) < 0 }

// Le2 is a <= b of tuples of 2.
func Le2[A, B any](a, b T2[A, B]) bool { return order2(a, b) <= 0 }

// Gt2 is a > b of tuples of 2.
func Gt2[A, B any](a, b T2[A, B]) bool { return order2(a, b) > 0 }

// Ge2 is a >= b of tuples of 2.
func Ge2[A, B any](a, b T2[A, B]) bool { return order2(a, b) >= 0 }

func order2[A, B any](a, b T2[A, B]) int {
	if c := order(a.A, b.A); c != 0 {
		return c
	}
	return order(a.B, b.B)
}

// Lt3 is a < b of tuples of 3.
func Lt3[A, B, C any](a, b T3[A, B, C]) bool { return order3(a, b) < 0 }

// Le3 is a <= b of tuples of 3.
func Le3[A, B, C any](a, b T3[A, B, C]) bool { return order3(a, b) <= 0 }

// Gt3 is a > b of tuples of 3.
func Gt3[A, B, C any](a, b T3[A, B, C]) bool { return order3(a, b) > 0 }

// Ge3 is a >= b of tuples of 3.
func Ge3[A, B, C any](a, b T3[A, B, C]) bool { return order3(a, b) >= 0 }

func order3[A, B, C any](a, b T3[A, B, C]) int {
	if c := order(a.A, b.A); c != 0 {
		return c
	}
	if c := order(a.B, b.B); c != 0 {
		return c
	}
	return order(a.C, b.C)
}

// lessOf is a < b as min and max use it: at the top, unlike inside tuples, a NaN is simply not less.
func lessOf[T any]() func(a, b T) bool {
	var zero T
	if _, ok := any(zero).(float64); ok {
		return any(func(a, b float64) bool { return a < b }).(func(a, b T) bool)
	}
	compare := comparerOf[T]()
	return func(a, b T) bool { return compare(&a, &b) < 0 }
}

// ---- hashes

func hashInt(i int) uint64 { return mix(uint64(i), 0) }

func hashFloat(f float64) uint64 {
	if f != f {
		Fall(ReasonValue)
	}
	return mix(math.Float64bits(f+0), 1) // -0.0 + 0 is 0.0
}

func hashBool(b bool) uint64 { return hashInt(IntOfBool(b)) }

func mix(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xD6E8FEB86659FD93)
	return high ^ low
}

func hash[K any](key K) uint64 {
	switch k := any(key).(type) {
	case int:
		return hashInt(k)
	case Str:
		return hashStr(k)
	case float64:
		return hashFloat(k)
	case bool:
		return hashBool(k)
	case T0:
		return 0
	}
	return hashComposite(key)
}

//go:noinline
func hashComposite[K any](key K) uint64 {
	if k, ok := any(key).(interface{ hash() uint64 }); ok {
		return k.hash()
	}
	Fall(ReasonInternal)
	return 0
}

// hasherOf gives the hash and the equality of keys.
func hasherOf[K any]() (func(K) uint64, func(a, b K) bool) {
	var zero K
	switch any(zero).(type) {
	case int:
		return any(hashInt).(func(K) uint64), any(func(a, b int) bool { return a == b }).(func(a, b K) bool)
	case Str:
		return any(hashStr).(func(K) uint64), any(EqStr).(func(a, b K) bool)
	}
	return hash[K], equal[K]
}
