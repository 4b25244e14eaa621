package rt

// None is what a function without a result gives where its value is wanted.
type None struct{}

// Opt is a value or None.
type Opt[T any] struct {
	v  T
	ok bool
}

// Some is a value where None may stand.
func Some[T any](v T) Opt[T] { return Opt[T]{v, true} }

// Nothing is None where a T may stand.
func Nothing[T any]() Opt[T] { return Opt[T]{} }

// IsNone is o is None.
func (o Opt[T]) IsNone() bool { return !o.ok }

// Get is the value; should there be none, Python answers the call.
func (o Opt[T]) Get() T {
	if !o.ok {
		panic(Fallback{ReasonInternal})
	}
	return o.v
}

//go:noinline
func noValue() { panic(Fallback{ReasonInternal}) }

func (o Opt[T]) value() any {
	if !o.ok {
		return None{}
	}
	return o.v
}

// Pick is a if test else b, of operands that are evaluated already.
func Pick[T any](test bool, a, b T) T {
	if test {
		return a
	}
	return b
}

// T0 is the empty tuple.
type T0 struct{}

// Nil runs what gives nothing, and gives None.
func Nil(run func()) None {
	run()
	return None{}
}
