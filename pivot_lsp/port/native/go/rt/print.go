package rt

import "unsafe"

// Print is print(): what it is given is written when the call has ended.
func Print(text Str) {
	if text.bytes != 0 {
		now.ctx.tell(unsafe.Pointer(text.data), int(text.bytes))
	}
}

// Flush is print(flush=True): what was printed is flushed when it is written.
func Flush() { now.ctx.tell(nil, 0) }
