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

func (t T1[A]) repr() string {
	return "(" + reprOf(t.A) + ",)"
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

func (t T2[A, B]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ")"
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

func (t T3[A, B, C]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ")"
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

func (t T4[A, B, C, D]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ")"
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

func (t T5[A, B, C, D, E]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ")"
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

func (t T6[A, B, C, D, E, F]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ")"
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

func (t T7[A, B, C, D, E, F, G]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ")"
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

func (t T8[A, B, C, D, E, F, G, H]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ")"
}

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

func (t T9[A, B, C, D, E, F, G, H, I]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ")"
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

func (t T10[A, B, C, D, E, F, G, H, I, J]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ")"
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

func (t T11[A, B, C, D, E, F, G, H, I, J, K]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ", " + reprOf(t.K) + ")"
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

func (t T12[A, B, C, D, E, F, G, H, I, J, K, L]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ", " + reprOf(t.K) + ", " + reprOf(t.L) + ")"
}

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

func (t T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ", " + reprOf(t.K) + ", " + reprOf(t.L) + ", " + reprOf(t.M) + ")"
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

func (t T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ", " + reprOf(t.K) + ", " + reprOf(t.L) + ", " + reprOf(t.M) + ", " + reprOf(t.N) + ")"
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

func (t T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ", " + reprOf(t.K) + ", " + reprOf(t.L) + ", " + reprOf(t.M) + ", " + reprOf(t.N) + ", " + reprOf(t.O) + ")"
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

func (t T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) repr() string {
	return "(" + reprOf(t.A) + ", " + reprOf(t.B) + ", " + reprOf(t.C) + ", " + reprOf(t.D) + ", " + reprOf(t.E) + ", " + reprOf(t.F) + ", " + reprOf(t.G) + ", " + reprOf(t.H) + ", " + reprOf(t.I) + ", " + reprOf(t.J) + ", " + reprOf(t.K) + ", " + reprOf(t.L) + ", " + reprOf(t.M) + ", " + reprOf(t.N) + ", " + reprOf(t.O) + ", " + reprOf(t.P) + ")"
}
