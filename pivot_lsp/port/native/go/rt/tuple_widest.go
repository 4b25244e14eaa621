package rt

// Tuples of 13 to 16; see tuple.go.

// T13 is a tuple of 13.
type T13[A, B, C, D, E, F, G, H, I, J, K, L, M any] struct {
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
	M M
}

// P13 makes a tuple of 13.
func P13[A, B, C, D, E, F, G, H, I, J, K, L, M any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J, k K, l L, m M) T13[A, B, C, D, E, F, G, H, I, J, K, L, M] {
	return T13[A, B, C, D, E, F, G, H, I, J, K, L, M]{a, b, c, d, e, f, g, h, i, j, k, l, m}
}

func (t T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) equals(o T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J) && equal(t.K, o.K) && equal(t.L, o.L) && equal(t.M, o.M)
}

func (t T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) hash() uint64 {
	h := uint64(13)
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
	h = mix(h, hash(t.M))
	return h
}

func (t T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) comparer() func(x, y *T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) int {
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
	byM := comparerOf[M]()
	return func(x, y *T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) int {
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
		if c := byL(&x.L, &y.L); c != 0 {
			return c
		}
		return byM(&x.M, &y.M)
	}
}

// T14 is a tuple of 14.
type T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N any] struct {
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
	M M
	N N
}

// P14 makes a tuple of 14.
func P14[A, B, C, D, E, F, G, H, I, J, K, L, M, N any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J, k K, l L, m M, n N) T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N] {
	return T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]{a, b, c, d, e, f, g, h, i, j, k, l, m, n}
}

func (t T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) equals(o T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J) && equal(t.K, o.K) && equal(t.L, o.L) && equal(t.M, o.M) && equal(t.N, o.N)
}

func (t T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) hash() uint64 {
	h := uint64(14)
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
	h = mix(h, hash(t.M))
	h = mix(h, hash(t.N))
	return h
}

func (t T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) comparer() func(x, y *T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) int {
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
	byM := comparerOf[M]()
	byN := comparerOf[N]()
	return func(x, y *T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) int {
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
		if c := byL(&x.L, &y.L); c != 0 {
			return c
		}
		if c := byM(&x.M, &y.M); c != 0 {
			return c
		}
		return byN(&x.N, &y.N)
	}
}

// T15 is a tuple of 15.
type T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O any] struct {
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
	M M
	N N
	O O
}

// P15 makes a tuple of 15.
func P15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J, k K, l L, m M, n N, o O) T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O] {
	return T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o}
}

func (t T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) equals(o T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J) && equal(t.K, o.K) && equal(t.L, o.L) && equal(t.M, o.M) && equal(t.N, o.N) && equal(t.O, o.O)
}

func (t T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) hash() uint64 {
	h := uint64(15)
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
	h = mix(h, hash(t.M))
	h = mix(h, hash(t.N))
	h = mix(h, hash(t.O))
	return h
}

func (t T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) comparer() func(x, y *T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) int {
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
	byM := comparerOf[M]()
	byN := comparerOf[N]()
	byO := comparerOf[O]()
	return func(x, y *T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) int {
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
		if c := byL(&x.L, &y.L); c != 0 {
			return c
		}
		if c := byM(&x.M, &y.M); c != 0 {
			return c
		}
		if c := byN(&x.N, &y.N); c != 0 {
			return c
		}
		return byO(&x.O, &y.O)
	}
}

// T16 is a tuple of 16.
type T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P any] struct {
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
	M M
	N N
	O O
	P P
}

// P16 makes a tuple of 16.
func P16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P any](a A, b B, c C, d D, e E, f F, g G, h H, i I, j J, k K, l L, m M, n N, o O, p P) T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P] {
	return T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]{a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p}
}

func (t T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) equals(o T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) bool {
	return equal(t.A, o.A) && equal(t.B, o.B) && equal(t.C, o.C) && equal(t.D, o.D) && equal(t.E, o.E) && equal(t.F, o.F) && equal(t.G, o.G) && equal(t.H, o.H) && equal(t.I, o.I) && equal(t.J, o.J) && equal(t.K, o.K) && equal(t.L, o.L) && equal(t.M, o.M) && equal(t.N, o.N) && equal(t.O, o.O) && equal(t.P, o.P)
}

func (t T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) hash() uint64 {
	h := uint64(16)
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
	h = mix(h, hash(t.M))
	h = mix(h, hash(t.N))
	h = mix(h, hash(t.O))
	h = mix(h, hash(t.P))
	return h
}

func (t T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) comparer() func(x, y *T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) int {
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
	byM := comparerOf[M]()
	byN := comparerOf[N]()
	byO := comparerOf[O]()
	byP := comparerOf[P]()
	return func(x, y *T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) int {
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
		if c := byL(&x.L, &y.L); c != 0 {
			return c
		}
		if c := byM(&x.M, &y.M); c != 0 {
			return c
		}
		if c := byN(&x.N, &y.N); c != 0 {
			return c
		}
		if c := byO(&x.O, &y.O); c != 0 {
			return c
		}
		return byP(&x.P, &y.P)
	}
}
