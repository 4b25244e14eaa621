package rt

import (
	"runtime"
	"unsafe"
)

// What a call answers; the numbers are those of pivot_lsp/runtime/abi.py.
const (
	abiVersion = 2
	result     = 0
	fallback   = 1
	raised     = 2
)

// Boundary runs body as the call that ctx describes. slots is the size of the result, which body writes from slot 0
// on. Nothing but a status crosses to the caller: every panic ends here.
func Boundary(args, out, ctx unsafe.Pointer, slots int, body func(in *Reader, out *Writer)) (status int32) {
	c := (*context)(ctx)
	if c.abi != abiVersion {
		c.reason = int64(ReasonInternal)
		return fallback
	}
	outer := now
	now = call{ctx: c, python: c.python, memory: int(min(c.memory, 1<<62))}
	defer func() {
		if cause := recover(); cause != nil {
			status = settle(c, cause)
		}
		now = outer
		runtime.KeepAlive(ballast)
	}()
	t := spare
	spare = nil // a call within this one, or after it was left by a panic, takes its own
	if t == nil {
		t = &traffic{}
	}
	t.in = Reader{at: args}
	t.out.block(slots)
	body(&t.in, &t.out)
	t.out.finish(c, out, slots)
	if t.out.small() {
		t.out.reset()
		spare = t
	}
	return result
}

// traffic is what crosses in one call.
type traffic struct {
	in  Reader
	out Writer
}

// spare is the memory of the call before, so that a call with a small result allocates nothing to carry it.
var spare *traffic

// settle tells the caller how the call ended that panicked.
func settle(c *context, cause any) (status int32) {
	defer func() {
		if recover() != nil {
			c.reason = int64(ReasonInternal)
			status = fallback
		}
	}()
	if exc := thrown(cause); exc != nil {
		writeExc(c, exc)
		return raised
	}
	c.reason = int64(ReasonInternal)
	if fall, ok := cause.(Fallback); ok {
		c.reason = int64(fall.Reason)
	}
	return fallback
}

// The tags of an exception's arguments.
const (
	tagNone = iota
	tagInt
	tagFloat
	tagBool
	tagStr
)

func writeExc(c *context, e *Exc) {
	c.kind = int64(e.Kind)
	values := append(append([]any{}, e.Args...), e.Fields...)
	c.count = int64(len(values))
	w := &Writer{slots: make([]uint64, 3*len(values)+1)}
	for i, arg := range values {
		at := 1 + 3*i
		switch v := arg.(type) {
		case int:
			w.slots[at] = tagInt
			w.Int(at+1, v)
		case float64:
			w.slots[at] = tagFloat
			w.Float(at+1, v)
		case bool:
			w.slots[at] = tagBool
			w.Bool(at+1, v)
		case Str:
			w.slots[at] = tagStr
			w.Str(at+1, v)
		}
	}
	w.slots[0] = 1 // becomes the address of the others
	w.blocks = append(w.blocks, 0)
	var out [1]uint64
	w.finish(c, unsafe.Pointer(&out), 1)
	c.arguments = *(*unsafe.Pointer)(unsafe.Pointer(&out))
}
