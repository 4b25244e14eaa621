package rt

import "math"

// Reason says why a call goes back to Python; the numbers are those of pivot_lsp/runtime/abi.py.
type Reason int64

// The reasons that a vessel can give.
const (
	ReasonOverflow Reason = 1 + iota
	ReasonValue
	ReasonMemory
	ReasonDepth
	ReasonInterrupt
	ReasonInternal
)

// Fallback is the panic that no handler of generated code catches: Python answers the call.
type Fallback struct{ Reason Reason }

// Error makes a Fallback that escapes, in a test of Go code, readable.
func (f Fallback) Error() string {
	return [...]string{"", "overflow", "value", "memory", "depth", "interrupt", "internal"}[f.Reason] +
		": Python answers this call"
}

// Fall hands the call back to Python.
//
//go:noinline
func Fall(reason Reason) { panic(Fallback{reason}) }

// call is the state of the running call.
type call struct {
	ctx    *context
	python uint32
	depth  int
	rounds uint
	memory int
}

// now is the running call. Constants of ported modules are built before any call, without a limit.
var now = call{python: 311, memory: math.MaxInt}

// ballast raises the size of the heap at which Go first collects garbage, from 4 MiB to twice its own: most calls then
// end before. It is never touched, so it takes address space, not memory.
var ballast = make([]byte, 32<<20)

// maxDepth is well below CPython's default recursion limit of 1000 frames, of which the caller has used some.
const maxDepth = 400

// Enter counts the depth of a recursive function, which returns by Leave or Left. What leaves it by an exception does
// not count back: who catches that sets the depth to what it was (guard).
func Enter() {
	now.depth++
	if now.depth > maxDepth {
		panic(Fallback{ReasonDepth})
	}
}

// Left ends what Enter began.
func Left() { now.depth-- }

// Leave ends what Enter began, and gives the result.
func Leave[T any](result T) T {
	now.depth--
	return result
}

// Poll asks, every 1024th time, whether a signal handler of Python wants to run.
func Poll() {
	now.rounds++
	if now.rounds&1023 == 0 {
		poll()
	}
}

//go:noinline
func poll() {
	if now.ctx != nil && now.ctx.interrupted() {
		Fall(ReasonInterrupt)
	}
}

// charge takes bytes from what the call may allocate.
func charge(bytes int) {
	now.memory -= bytes
	if now.memory < 0 {
		Fall(ReasonMemory)
	}
}
