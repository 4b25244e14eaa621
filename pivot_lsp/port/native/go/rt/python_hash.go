package rt

import (
	"math"
	"math/bits"
)

// The hashes of CPython that are the same in every process: numbers modulo 2**61 - 1 (Python/pyhash.c), tuples by
// xxHash (Objects/tupleobject.c). The order of a set's elements comes from them.

const (
	hashBits     = 61
	hashModulus  = 1<<hashBits - 1
	hashInfinity = 314159
)

// pythonHasherOf gives hash(x) of CPython; asked only for types whose hash is the same in every process.
func pythonHasherOf[T any]() func(T) int {
	var zero T
	switch any(zero).(type) {
	case int:
		return any(pythonHashInt).(func(T) int)
	case float64:
		return any(pythonHashFloat).(func(T) int)
	case bool:
		return any(IntOfBool).(func(T) int)
	}
	if _, ok := any(zero).(interface{ pythonHash() int }); ok {
		return func(x T) int { return any(x).(interface{ pythonHash() int }).pythonHash() }
	}
	Fall(ReasonInternal)
	return nil
}

func pythonHash[T any](x T) int { return pythonHasherOf[T]()(x) }

// noError is hash, where -1 means an error to CPython.
func noError(hash int) int {
	if hash == -1 {
		return -2
	}
	return hash
}

func pythonHashInt(x int) int {
	if x < 0 {
		return noError(-int(-uint(x) % hashModulus))
	}
	return x % hashModulus
}

// pythonHashFloat is mantissa times a power of two, modulo a prime of which 2**61 is 1.
func pythonHashFloat(x float64) int {
	switch {
	case math.IsNaN(x):
		Fall(ReasonValue)
	case math.IsInf(x, 1):
		return hashInfinity
	case math.IsInf(x, -1):
		return -hashInfinity
	}
	word := math.Float64bits(math.Abs(x))
	mantissa, exponent := word&(1<<52-1), -1074
	if raw := int(word >> 52); raw != 0 {
		mantissa, exponent = mantissa|1<<52, raw-1075
	}
	turn := (exponent%hashBits + hashBits) % hashBits
	high, low := bits.Mul64(mantissa, 1<<turn)
	hash := int(bits.Rem64(high, low, hashModulus))
	if x < 0 {
		return noError(-hash)
	}
	return hash
}

// tupleHash is the hash of a tuple, item by item.
type tupleHash struct{ sum, items uint }

const (
	tuplePrime1 = 11400714785074694791
	tuplePrime2 = 14029467366897019727
	tuplePrime5 = 2870177450012600261
)

func ofTuple() tupleHash { return tupleHash{sum: tuplePrime5} }

// with is t with one more item, of this hash.
func (t tupleHash) with(hash int) tupleHash {
	sum := t.sum + uint(hash)*tuplePrime2
	sum = bits.RotateLeft(sum, 31) * tuplePrime1
	return tupleHash{sum, t.items + 1}
}

func (t tupleHash) done() int {
	if hash := int(t.sum + (t.items ^ (tuplePrime5 ^ 3527539))); hash != -1 {
		return hash
	}
	return 1546275796
}

func (l *List[T]) pythonHash() int {
	found, one := ofTuple(), pythonHasherOf[T]()
	for _, item := range l.Items {
		found = found.with(one(item))
	}
	return found.done()
}
