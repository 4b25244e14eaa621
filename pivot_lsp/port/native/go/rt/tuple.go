package rt

// The tuples, by their length. Equality and order are those of Objects/tupleobject.c: the first items that differ
// decide.

// T1 is a tuple of 1.
type T1[A any] struct {
	A A
}

// P1 makes a tuple of 1.
func P1[A any](a A) T1[A] {
	return T1[A]{a}
}

func (t T1[A]) equals(o T1[A]) bool {
	return equal(t.A, o.A)
}

func (t T1[A]) hash() uint64 {
	h := uint64(1)
	h = mix(h, hash(t.A))
	return h
}

func (t T1[A]) comparer() func(x, y *T1[A]) int {
	byA := comparerOf[A]()
	return func(x, y *T1[A]) int {
		return byA(&x.A, &y.A)
	}
}

// T2 is a tuple of 2.
type T2[A, B any] struct {
	A A
	B B
}

// P2 makes a tuple of 2.
func P2[A, B any](a A, b B) T2[A, B] {
	return T2[A, B]{a, b}
}

func (t T2[A, B]) equals(o T2[A, B]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B)
}

func (t T2[A, B]) hash() uint64 {
	h := uint64(2)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	return h
}

func (t T2[A, B]) comparer() func(x, y *T2[A, B]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	return func(x, y *T2[A, B]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		return byB(&x.B, &y.B)
	}
}

// T3 is a tuple of 3.
type T3[A, B, C any] struct {
	A A
	B B
	C C
}

// P3 makes a tuple of 3.
func P3[A, B, C any](a A, b B, c C) T3[A, B, C] {
	return T3[A, B, C]{a, b, c}
}

func (t T3[A, B, C]) equals(o T3[A, B, C]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C)
}

func (t T3[A, B, C]) hash() uint64 {
	h := uint64(3)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	return h
}

func (t T3[A, B, C]) comparer() func(x, y *T3[A, B, C]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	return func(x, y *T3[A, B, C]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		if c := byB(&x.B, &y.B); c != 0 {
			return c
		}
		return byC(&x.C, &y.C)
	}
}

// T4 is a tuple of 4.
type T4[A, B, C, D any] struct {
	A A
	B B
	C C
	D D
}

// P4 makes a tuple of 4.
func P4[A, B, C, D any](a A, b B, c C, d D) T4[A, B, C, D] {
	return T4[A, B, C, D]{a, b, c, d}
}

func (t T4[A, B, C, D]) equals(o T4[A, B, C, D]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D)
}

func (t T4[A, B, C, D]) hash() uint64 {
	h := uint64(4)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	return h
}

func (t T4[A, B, C, D]) comparer() func(x, y *T4[A, B, C, D]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	return func(x, y *T4[A, B, C, D]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		if c := byB(&x.B, &y.B); c != 0 {
			return c
		}
		if c := byC(&x.C, &y.C); c != 0 {
			return c
		}
		return byD(&x.D, &y.D)
	}
}

// T5 is a tuple of 5.
type T5[A, B, C, D, E any] struct {
	A A
	B B
	C C
	D D
	E E
}

// P5 makes a tuple of 5.
func P5[A, B, C, D, E any](a A, b B, c C, d D, e E) T5[A, B, C, D, E] {
	return T5[A, B, C, D, E]{a, b, c, d, e}
}

func (t T5[A, B, C, D, E]) equals(o T5[A, B, C, D, E]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E)
}

func (t T5[A, B, C, D, E]) hash() uint64 {
	h := uint64(5)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	return h
}

func (t T5[A, B, C, D, E]) comparer() func(x, y *T5[A, B, C, D, E]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	return func(x, y *T5[A, B, C, D, E]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		if c := byB(&x.B, &y.B); c != 0 {
			return c
		}
		if c := byC(&x.C, &y.C); c != 0 {
			return c
		}
		if c := byD(&x.D, &y.D); c != 0 {
			return c
		}
		return byE(&x.E, &y.E)
	}
}

// T6 is a tuple of 6.
type T6[A, B, C, D, E, F any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
}

// P6 makes a tuple of 6.
func P6[A, B, C, D, E, F any](a A, b B, c C, d D, e E, f F) T6[A, B, C, D, E, F] {
	return T6[A, B, C, D, E, F]{a, b, c, d, e, f}
}

func (t T6[A, B, C, D, E, F]) equals(o T6[A, B, C, D, E, F]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F)
}

func (t T6[A, B, C, D, E, F]) hash() uint64 {
	h := uint64(6)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	return h
}

func (t T6[A, B, C, D, E, F]) comparer() func(x, y *T6[A, B, C, D, E, F]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	return func(x, y *T6[A, B, C, D, E, F]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		if c := byB(&x.B, &y.B); c != 0 {
			return c
		}
		if c := byC(&x.C, &y.C); c != 0 {
			return c
		}
		if c := byD(&x.D, &y.D); c != 0 {
			return c
		}
		if c := byE(&x.E, &y.E); c != 0 {
			return c
		}
		return byF(&x.F, &y.F)
	}
}

// T7 is a tuple of 7.
type T7[A, B, C, D, E, F, G any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
	G G
}

// P7 makes a tuple of 7.
func P7[A, B, C, D, E, F, G any](a A, b B, c C, d D, e E, f F, g G) T7[A, B, C, D, E, F, G] {
	return T7[A, B, C, D, E, F, G]{a, b, c, d, e, f, g}
}

func (t T7[A, B, C, D, E, F, G]) equals(o T7[A, B, C, D, E, F, G]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G)
}

func (t T7[A, B, C, D, E, F, G]) hash() uint64 {
	h := uint64(7)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	h = mix(h, hash(t.G))
	return h
}

func (t T7[A, B, C, D, E, F, G]) comparer() func(x, y *T7[A, B, C, D, E, F, G]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	byG := comparerOf[G]()
	return func(x, y *T7[A, B, C, D, E, F, G]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		if c := byB(&x.B, &y.B); c != 0 {
			return c
		}
		if c := byC(&x.C, &y.C); c != 0 {
			return c
		}
		if c := byD(&x.D, &y.D); c != 0 {
			return c
		}
		if c := byE(&x.E, &y.E); c != 0 {
			return c
		}
		if c := byF(&x.F, &y.F); c != 0 {
			return c
		}
		return byG(&x.G, &y.G)
	}
}

// T8 is a tuple of 8.
type T8[A, B, C, D, E, F, G, H any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
	G G
	H H
}

// P8 makes a tuple of 8.
func P8[A, B, C, D, E, F, G, H any](a A, b B, c C, d D, e E, f F, g G, h H) T8[A, B, C, D, E, F, G, H] {
	return T8[A, B, C, D, E, F, G, H]{a, b, c, d, e, f, g, h}
}

func (t T8[A, B, C, D, E, F, G, H]) equals(o T8[A, B, C, D, E, F, G, H]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H)
}

func (t T8[A, B, C, D, E, F, G, H]) hash() uint64 {
	h := uint64(8)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	h = mix(h, hash(t.G))
	h = mix(h, hash(t.H))
	return h
}

func (t T8[A, B, C, D, E, F, G, H]) comparer() func(x, y *T8[A, B, C, D, E, F, G, H]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	byG := comparerOf[G]()
	byH := comparerOf[H]()
	return func(x, y *T8[A, B, C, D, E, F, G, H]) int {
		if c := byA(&x.A, &y.A); c != 0 {
			return c
		}
		if c := byB(&x.B, &y.B); c != 0 {
			return c
		}
		if c := byC(&x.C, &y.C); c != 0 {
			return c
		}
		if c := byD(&x.D, &y.D); c != 0 {
			return c
		}
		if c := byE(&x.E, &y.E); c != 0 {
			return c
		}
		if c := byF(&x.F, &y.F); c != 0 {
			return c
		}
		if c := byG(&x.G, &y.G); c != 0 {
			return c
		}
		return byH(&x.H, &y.H)
	}
}
