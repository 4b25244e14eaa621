package rt

// Tuples of 9 to 12; see tuple.go.

// T9 is a tuple of 9.
type T9[A, B, C, D, E, F, G, H, I any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
	G G
	H H
	I I
}

// P9 makes a tuple of 9.
func P9[A, B, C, D, E, F, G, H, I any](a A, b B, c C, d D, e E, f F, g G, h H, i I) T9[A, B, C, D, E, F, G, H, I] {
	return T9[A, B, C, D, E, F, G, H, I]{a, b, c, d, e, f, g, h, i}
}

func (t T9[A, B, C, D, E, F, G, H, I]) equals(o T9[A, B, C, D, E, F, G, H, I]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I)
}

func (t T9[A, B, C, D, E, F, G, H, I]) hash() uint64 {
	h := uint64(9)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	h = mix(h, hash(t.G))
	h = mix(h, hash(t.H))
	h = mix(h, hash(t.I))
	return h
}

func (t T9[A, B, C, D, E, F, G, H, I]) comparer() func(x, y *T9[A, B, C, D, E, F, G, H, I]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	byG := comparerOf[G]()
	byH := comparerOf[H]()
	byI := comparerOf[I]()
	return func(x, y *T9[A, B, C, D, E, F, G, H, I]) int {
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
		if c := byH(&x.H, &y.H); c != 0 {
			return c
		}
		return byI(&x.I, &y.I)
	}
}

// T10 is a tuple of 10.
type T10[A, B, C, D, E, F, G, H, I, J any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
	G G
	H H
	I I
	J J
}

// P10 makes a tuple of 10.
func P10[A, B, C, D, E, F, G, H, I, J any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J) T10[A, B, C, D, E, F, G, H, I, J] {
	return T10[A, B, C, D, E, F, G, H, I, J]{a, b, c, d, e, f, g, h, i, j}
}

func (t T10[A, B, C, D, E, F, G, H, I, J]) equals(o T10[A, B, C, D, E, F, G, H, I, J]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J)
}

func (t T10[A, B, C, D, E, F, G, H, I, J]) hash() uint64 {
	h := uint64(10)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	h = mix(h, hash(t.G))
	h = mix(h, hash(t.H))
	h = mix(h, hash(t.I))
	h = mix(h, hash(t.J))
	return h
}

func (t T10[A, B, C, D, E, F, G, H, I, J]) comparer() func(x, y *T10[A, B, C, D, E, F, G, H, I, J]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	byG := comparerOf[G]()
	byH := comparerOf[H]()
	byI := comparerOf[I]()
	byJ := comparerOf[J]()
	return func(x, y *T10[A, B, C, D, E, F, G, H, I, J]) int {
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
		if c := byH(&x.H, &y.H); c != 0 {
			return c
		}
		if c := byI(&x.I, &y.I); c != 0 {
			return c
		}
		return byJ(&x.J, &y.J)
	}
}

// T11 is a tuple of 11.
type T11[A, B, C, D, E, F, G, H, I, J, K any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
	G G
	H H
	I I
	J J
	K K
}

// P11 makes a tuple of 11.
func P11[A, B, C, D, E, F, G, H, I, J, K any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J, k K) T11[A, B, C, D, E, F, G, H, I, J, K] {
	return T11[A, B, C, D, E, F, G, H, I, J, K]{a, b, c, d, e, f, g, h, i, j, k}
}

func (t T11[A, B, C, D, E, F, G, H, I, J, K]) equals(o T11[A, B, C, D, E, F, G, H, I, J, K]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J) && equal(t.K, o.K)
}

func (t T11[A, B, C, D, E, F, G, H, I, J, K]) hash() uint64 {
	h := uint64(11)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	h = mix(h, hash(t.G))
	h = mix(h, hash(t.H))
	h = mix(h, hash(t.I))
	h = mix(h, hash(t.J))
	h = mix(h, hash(t.K))
	return h
}

func (t T11[A, B, C, D, E, F, G, H, I, J, K]) comparer() func(x, y *T11[A, B, C, D, E, F, G, H, I, J, K]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	byG := comparerOf[G]()
	byH := comparerOf[H]()
	byI := comparerOf[I]()
	byJ := comparerOf[J]()
	byK := comparerOf[K]()
	return func(x, y *T11[A, B, C, D, E, F, G, H, I, J, K]) int {
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
		if c := byH(&x.H, &y.H); c != 0 {
			return c
		}
		if c := byI(&x.I, &y.I); c != 0 {
			return c
		}
		if c := byJ(&x.J, &y.J); c != 0 {
			return c
		}
		return byK(&x.K, &y.K)
	}
}

// T12 is a tuple of 12.
type T12[A, B, C, D, E, F, G, H, I, J, K, L any] struct {
	A A
	B B
	C C
	D D
	E E
	F F
	G G
	H H
	I I
	J J
	K K
	L L
}

// P12 makes a tuple of 12.
func P12[A, B, C, D, E, F, G, H, I, J, K, L any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J, k K, l L) T12[A, B, C, D, E, F, G, H, I, J, K, L] {
	return T12[A, B, C, D, E, F, G, H, I, J, K, L]{a, b, c, d, e, f, g, h, i, j, k, l}
}

func (t T12[A, B, C, D, E, F, G, H, I, J, K, L]) equals(o T12[A, B, C, D, E, F, G, H, I, J, K, L]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J) && equal(t.K, o.K) && equal(t.L, o.L)
}

func (t T12[A, B, C, D, E, F, G, H, I, J, K, L]) hash() uint64 {
	h := uint64(12)
	h = mix(h, hash(t.A))
	h = mix(h, hash(t.B))
	h = mix(h, hash(t.C))
	h = mix(h, hash(t.D))
	h = mix(h, hash(t.E))
	h = mix(h, hash(t.F))
	h = mix(h, hash(t.G))
	h = mix(h, hash(t.H))
	h = mix(h, hash(t.I))
	h = mix(h, hash(t.J))
	h = mix(h, hash(t.K))
	h = mix(h, hash(t.L))
	return h
}

func (t T12[A, B, C, D, E, F, G, H, I, J, K, L]) comparer() func(x, y *T12[A, B, C, D, E, F, G, H, I, J, K, L]) int {
	byA := comparerOf[A]()
	byB := comparerOf[B]()
	byC := comparerOf[C]()
	byD := comparerOf[D]()
	byE := comparerOf[E]()
	byF := comparerOf[F]()
	byG := comparerOf[G]()
	byH := comparerOf[H]()
	byI := comparerOf[I]()
	byJ := comparerOf[J]()
	byK := comparerOf[K]()
	byL := comparerOf[L]()
	return func(x, y *T12[A, B, C, D, E, F, G, H, I, J, K, L]) int {
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
		if c := byH(&x.H, &y.H); c != 0 {
			return c
		}
		if c := byI(&x.I, &y.I); c != 0 {
			return c
		}
		if c := byJ(&x.J, &y.J); c != 0 {
			return c
		}
		if c := byK(&x.K, &y.K); c != 0 {
			return c
		}
		return byL(&x.L, &y.L)
	}
}
