package rt

/*
#cgo CFLAGS: -O2
#cgo LDFLAGS: -lm
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

// NaN stands for an error that left a finite result; from operands that are finite there is no other.
static double pivot_pow(double x, double y) {
	errno = 0;
	double r = pow(x, y);
	return errno != 0 && r != 0 && !isinf(r) ? NAN : r;
}

typedef void *(*pivot_alloc_fn)(void *, size_t);
typedef int32_t (*pivot_poll_fn)(void *);
typedef int32_t (*pivot_print_fn)(void *, const char *, size_t);

static void *pivot_alloc(void *f, void *ctx, size_t n) { return ((pivot_alloc_fn)f)(ctx, n); }
static int32_t pivot_poll(void *f, void *ctx) { return ((pivot_poll_fn)f)(ctx); }
static int32_t pivot_print(void *f, void *ctx, const char *text, size_t n) { return ((pivot_print_fn)f)(ctx, text, n); }
*/
import "C"

import (
	"math"
	"unsafe"
)

// PowFloat is a ** b (Objects/floatobject.c, float_pow); where Python gives a complex number it falls back.
func PowFloat(a, b float64) float64 {
	switch {
	case b == 0:
		return 1
	case a != a:
		return a
	case b != b:
		if a == 1 {
			return 1
		}
		return b
	case math.IsInf(b, 0):
		switch size := math.Abs(a); {
		case size == 1:
			return 1
		case (b > 0) == (size > 1):
			return math.Abs(b)
		}
		return 0
	case math.IsInf(a, 0):
		odd := isOdd(b)
		switch {
		case b > 0 && odd:
			return a
		case b > 0:
			return math.Abs(a)
		case odd:
			return math.Copysign(0, a)
		}
		return 0
	case a == 0:
		odd := isOdd(b)
		if b < 0 {
			raise(ZeroDivisionError, "0.0 cannot be raised to a negative power")
		}
		if odd {
			return a
		}
		return 0
	}
	negate := false
	if a < 0 {
		if b != math.Floor(b) {
			Fall(ReasonValue)
		}
		a = -a
		negate = isOdd(b)
	}
	if a == 1 {
		if negate {
			return -1
		}
		return 1
	}
	r := float64(C.pivot_pow(C.double(a), C.double(b)))
	if negate {
		r = -r
	}
	// Py_ADJUST_ERANGE1: an infinite result is an error whatever errno says; an underflow to zero is none.
	if math.IsInf(r, 0) {
		panic(NewExc(OverflowError, 34, S("Numerical result out of range")))
	}
	if r != r {
		Fall(ReasonValue)
	}
	return r
}

// NpPower is a ** b of numpy.float64: libm's, where NumPy does not warn.
func NpPower(a, b float64) float64 {
	r := float64(C.pivot_pow(C.double(a), C.double(b)))
	if r-r != 0 {
		return explained(r, a, b)
	}
	return r
}

func isOdd(b float64) bool { return math.Mod(math.Abs(b), 2) == 1 }

// finite lets a result pass that needs no error of Python's math module: a NaN or an infinity from finite operands is
// a domain or range error, and Python raises it.
func finite(r float64, operands ...float64) float64 {
	if math.IsInf(r, 0) || r != r {
		for _, x := range operands {
			if math.IsInf(x, 0) || x != x {
				return special(r, operands)
			}
		}
		Fall(ReasonValue)
	}
	return r
}

// special: a NaN from a NaN is no error; everything else about infinite operands is left to Python.
func special(r float64, operands []float64) float64 {
	for _, x := range operands {
		if x != x && r != r {
			return r
		}
	}
	if r != r {
		Fall(ReasonValue)
	}
	return r
}

// MathPow is math.pow(x, y).
func MathPow(x, y float64) float64 {
	if math.IsInf(x, 0) || x != x || math.IsInf(y, 0) || y != y {
		Fall(ReasonValue)
	}
	return finite(float64(C.pow(C.double(x), C.double(y))), x, y)
}

// MathAtan2 is math.atan2(y, x).
func MathAtan2(y, x float64) float64 {
	if math.IsInf(x, 0) || x != x || math.IsInf(y, 0) || y != y {
		Fall(ReasonValue)
	}
	return float64(C.atan2(C.double(y), C.double(x)))
}

// MathFmod is math.fmod(x, y).
func MathFmod(x, y float64) float64 { return finite(math.Mod(x, y), x, y) }

// MathExp is math.exp(x).
func MathExp(x float64) float64 { return finite(float64(C.exp(C.double(x))), x) }

// MathLog is math.log(x).
func MathLog(x float64) float64 { return finite(float64(C.log(C.double(positive(x)))), x) }

// MathLog2 is math.log2(x).
func MathLog2(x float64) float64 { return finite(float64(C.log2(C.double(positive(x)))), x) }

// MathLog10 is math.log10(x).
func MathLog10(x float64) float64 { return finite(float64(C.log10(C.double(positive(x)))), x) }

// positive: the logarithm of anything else is an error that Python raises.
func positive(x float64) float64 {
	if x <= 0 {
		Fall(ReasonValue)
	}
	return x
}

// MathSin is math.sin(x).
func MathSin(x float64) float64 { return finite(float64(C.sin(C.double(x))), x) }

// MathCos is math.cos(x).
func MathCos(x float64) float64 { return finite(float64(C.cos(C.double(x))), x) }

// MathTan is math.tan(x).
func MathTan(x float64) float64 { return finite(float64(C.tan(C.double(x))), x) }

// MathAsin is math.asin(x).
func MathAsin(x float64) float64 { return finite(float64(C.asin(C.double(x))), x) }

// MathAcos is math.acos(x).
func MathAcos(x float64) float64 { return finite(float64(C.acos(C.double(x))), x) }

// MathAtan is math.atan(x).
func MathAtan(x float64) float64 { return finite(float64(C.atan(C.double(x))), x) }

// MathSinh is math.sinh(x).
func MathSinh(x float64) float64 { return finite(float64(C.sinh(C.double(x))), x) }

// MathCosh is math.cosh(x).
func MathCosh(x float64) float64 { return finite(float64(C.cosh(C.double(x))), x) }

// MathTanh is math.tanh(x).
func MathTanh(x float64) float64 { return finite(float64(C.tanh(C.double(x))), x) }

// context mirrors the Ctx of pivot_lsp/runtime/abi.py.
type context struct {
	abi       uint32
	python    uint32
	alloc     unsafe.Pointer
	poll      unsafe.Pointer
	reason    int64
	kind      int64
	arguments unsafe.Pointer
	count     int64
	memory    uint64
	print     unsafe.Pointer
}

// allocate gives memory that lives until the caller has built its result.
func (c *context) allocate(bytes int) unsafe.Pointer {
	memory := C.pivot_alloc(c.alloc, unsafe.Pointer(c), C.size_t(bytes))
	if memory == nil {
		Fall(ReasonMemory)
	}
	return memory
}

func (c *context) interrupted() bool { return C.pivot_poll(c.poll, unsafe.Pointer(c)) != 0 }

// tell hands bytes over that are written when the call has ended; nil asks that they be flushed then.
func (c *context) tell(text unsafe.Pointer, bytes int) {
	if C.pivot_print(c.print, unsafe.Pointer(c), (*C.char)(text), C.size_t(bytes)) != 0 {
		Fall(ReasonMemory)
	}
}
