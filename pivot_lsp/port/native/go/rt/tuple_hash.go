package rt

// The hashes of tuples as CPython has them; see tuple.go.

func (t T1[A]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).done()
}

func (t T2[A, B]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).done()
}

func (t T3[A, B, C]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).done()
}

func (t T4[A, B, C, D]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).done()
}

func (t T5[A, B, C, D, E]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).done()
}

func (t T6[A, B, C, D, E, F]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).done()
}

func (t T7[A, B, C, D, E, F, G]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).done()
}

func (t T8[A, B, C, D, E, F, G, H]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).done()
}

func (t T9[A, B, C, D, E, F, G, H, I]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).done()
}

func (t T10[A, B, C, D, E, F, G, H, I, J]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).done()
}

func (t T11[A, B, C, D, E, F, G, H, I, J, K]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).with(pythonHash(t.K)).done()
}

func (t T12[A, B, C, D, E, F, G, H, I, J, K, L]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).with(pythonHash(t.K)).with(pythonHash(t.L)).done()
}

func (t T13[A, B, C, D, E, F, G, H, I, J, K, L, M]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).with(pythonHash(t.K)).with(pythonHash(t.L)).with(pythonHash(t.M)).done()
}

func (t T14[A, B, C, D, E, F, G, H, I, J, K, L, M, N]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).with(pythonHash(t.K)).with(pythonHash(t.L)).with(pythonHash(t.M)).with(pythonHash(t.N)).done()
}

func (t T15[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).with(pythonHash(t.K)).with(pythonHash(t.L)).with(pythonHash(t.M)).with(pythonHash(t.N)).with(pythonHash(t.O)).done()
}

func (t T16[A, B, C, D, E, F, G, H, I, J, K, L, M, N, O, P]) pythonHash() int {
	return ofTuple().with(pythonHash(t.A)).with(pythonHash(t.B)).with(pythonHash(t.C)).with(pythonHash(t.D)).with(pythonHash(t.E)).with(pythonHash(t.F)).with(pythonHash(t.G)).with(pythonHash(t.H)).with(pythonHash(t.I)).with(pythonHash(t.J)).with(pythonHash(t.K)).with(pythonHash(t.L)).with(pythonHash(t.M)).with(pythonHash(t.N)).with(pythonHash(t.O)).with(pythonHash(t.P)).done()
}
