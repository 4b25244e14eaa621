package rt

import "strings"

// Kind is the class of a Python exception: the built-in ones in the order of pivot_lsp/port/exceptions.py, then the
// unit's own.
type Kind int

// The built-in exceptions.
const (
	ValueError Kind = iota
	TypeError
	IndexError
	KeyError
	ZeroDivisionError
	OverflowError
	AssertionError
	RuntimeError
	NotImplementedError
	ArithmeticError
	LookupError
	AttributeError
	StopIteration
	PermissionError
	TimeoutError
	Exception
	SyntaxError
	EOFError
	RecursionError
	UnicodeError
	FloatingPointError
	BufferError
	NameError
	ImportError
	ReferenceError
	SystemError
	OSError
	FileNotFoundError
	FileExistsError
	ConnectionError
	Warning
	UserWarning
	DeprecationWarning
	// Own is the first of the unit's own.
	Own
)

var kindNames = [...]string{
	"ValueError", "TypeError", "IndexError", "KeyError", "ZeroDivisionError", "OverflowError", "AssertionError",
	"RuntimeError", "NotImplementedError", "ArithmeticError", "LookupError", "AttributeError", "StopIteration",
	"PermissionError", "TimeoutError", "Exception",
	"SyntaxError", "EOFError", "RecursionError", "UnicodeError", "FloatingPointError", "BufferError", "NameError", "ImportError",
	"ReferenceError", "SystemError", "OSError", "FileNotFoundError", "FileExistsError", "ConnectionError", "Warning", "UserWarning", "DeprecationWarning",
}

// Exc is a Python exception on its way; generated code panics with it.
type Exc struct {
	Kind Kind
	Args []any // int, float64, bool, Str or None
	// Fields are the attributes of the instance, of the same types.
	Fields []any
}

// NewExc makes the exception that Python makes by calling the class with args.
func NewExc(kind Kind, args ...any) *Exc {
	return &Exc{kind, plain(args), nil}
}

// With gives the exception its attributes.
func (e *Exc) With(fields ...any) *Exc {
	e.Fields = plain(fields)
	return e
}

func plain(values []any) []any {
	for i, value := range values {
		if optional, ok := value.(interface{ value() any }); ok {
			values[i] = optional.value()
		}
	}
	return values
}

// FieldOf is the attribute at i, as its own type; should it be another, which no generated code asks for, Python
// answers the call.
func FieldOf[T any](e *Exc, i int) T {
	value, ok := e.Fields[i].(T)
	if !ok {
		noValue()
	}
	return value
}

// OptFieldOf is the attribute at i, which may be None.
func OptFieldOf[T any](e *Exc, i int) Opt[T] {
	if _, none := e.Fields[i].(None); none {
		return Nothing[T]()
	}
	return Some(FieldOf[T](e, i))
}

// Error makes an Exc that escapes, in a test of Go code, readable.
func (e *Exc) Error() string { return e.Text().String() }

// IsA tells whether the exception is of one of the kinds.
func (e *Exc) IsA(kinds ...Kind) bool {
	for _, kind := range kinds {
		if e.Kind == kind {
			return true
		}
	}
	return false
}

// Like is the exception as str() sees it: one of the unit's kind own is written as its base is.
func (e *Exc) Like(own, base Kind) *Exc {
	if e.Kind == own {
		return &Exc{base, e.Args, e.Fields}
	}
	return e
}

// Name is type(e).__name__; own are the unit's own classes, in order.
func (e *Exc) Name(own ...string) Str {
	if i := int(e.Kind); i >= len(kindNames) {
		return S(own[i-len(kindNames)])
	}
	return S(kindNames[e.Kind])
}

// systemErrors are OSError and what comes from it.
var systemErrors = []Kind{OSError, PermissionError, TimeoutError, FileNotFoundError, FileExistsError, ConnectionError}

// Text is str(e). With two arguments those of the operating system have a text of their own: Python writes it.
func (e *Exc) Text() Str {
	if len(e.Args) > 1 && e.IsA(systemErrors...) {
		Fall(ReasonValue)
	}
	switch len(e.Args) {
	case 0:
		return Str{}
	case 1:
		if text, ok := e.Args[0].(Str); ok && e.Kind != KeyError {
			return text
		}
		return S(reprOf(e.Args[0]))
	}
	parts := make([]string, len(e.Args))
	for i, arg := range e.Args {
		parts[i] = reprOf(arg)
	}
	return S("(" + strings.Join(parts, ", ") + ")")
}

// raise panics with a built-in exception that has one message.
//
//go:noinline
func raise(kind Kind, message string) { panic(NewExc(kind, S(message))) }

// byVersion gives the message that the running Python has: before 3.12, 3.12, from 3.13 on.
func byVersion(before312, since312, since313 string) string {
	switch {
	case now.python >= 313:
		return since313
	case now.python >= 312:
		return since312
	}
	return before312
}

// thrown is the Python exception that a panic carries, if it carries one.
func thrown(cause any) *Exc {
	switch cause := cause.(type) {
	case *Exc:
		return cause
	case noPlace:
		return cause.exc()
	}
	return nil
}

// Flow says how a part of a try statement ended.
type Flow int

// A part ended by itself, in a handler, or by the statement of that name; or no handler wanted the exception.
const (
	Next Flow = iota
	Handled
	Returned
	Broke
	Continued
	Unhandled
)

// Try runs body and, when it ends with a Python exception, handler. A handler that does not want the exception returns
// Unhandled, and it goes on; a Fallback always does.
func Try(body func() Flow, handler func(e *Exc) Flow) Flow {
	flow, exc := guard(body)
	if exc == nil {
		return flow
	}
	flow = handler(exc)
	if flow == Unhandled {
		panic(exc)
	}
	return flow
}

func guard(body func() Flow) (flow Flow, exc *Exc) {
	depth := now.depth
	defer func() {
		cause := recover()
		if exc = thrown(cause); exc != nil {
			now.depth = depth
		} else if cause != nil {
			panic(cause)
		}
	}()
	return body(), nil
}
