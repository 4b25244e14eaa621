package rt

import (
	"math"
	"testing"
)

// fallbackOf runs f and gives the reason with which it falls back, or 0.
func fallbackOf(f func()) (reason Reason) {
	defer func() {
		if cause, ok := recover().(Fallback); ok {
			reason = cause.Reason
		}
	}()
	f()
	return 0
}

// raisedBy runs f and gives the exception it ends with.
func raisedBy(t *testing.T, f func()) *Exc {
	t.Helper()
	var raised *Exc
	Try(func() Flow { f(); return Next }, func(e *Exc) Flow { raised = e; return Handled })
	if raised == nil {
		t.Fatal("nothing was raised")
	}
	return raised
}

func expect[T comparable](t *testing.T, what string, found, wanted T) {
	t.Helper()
	if found != wanted {
		t.Errorf("%s: found %v, CPython has %v", what, found, wanted)
	}
}

// expectFloat compares bit by bit, all NaN alike.
func expectFloat(t *testing.T, what string, found, wanted float64) {
	t.Helper()
	if math.Float64bits(found) != math.Float64bits(wanted) && (found == found || wanted == wanted) {
		t.Errorf("%s: found %v, CPython has %v", what, found, wanted)
	}
}

func withPython(version uint32, f func()) {
	outer := now
	now.python = version
	defer func() { now = outer }()
	f()
}

func texts(l *List[Str]) string { return Join(S("|"), Iter(l)).String() }
