// Package rt gives Go the values and operations of Python that ported functions need.
//
// The invariant of every function here: it computes exactly what CPython computes, or it panics with an *Exc that
// stands for the Python exception CPython would raise, or it panics with a Fallback, upon which the boundary hands the
// call back to Python. There is no fourth way.
//
// An int is a Go int (64 bits, every overflow detected), a float a float64, a str a Str, a list a *List, a dict a
// *Dict, a tuple a T2, T3 ... by value, an Optional an Opt. Lists, dicts and records are pointers, so that copying one
// aliases it as in Python.
//
// One call runs at a time: the interpreter's lock is held, and the state of the call is the package's. A call may
// nest inside another one's poll.
//
// The package is for amd64 at level v1: there the Go compiler never fuses x*y + z into one rounding.
package rt
