package rt

// past is what the hash table of CPython's own set would remember, and the order of insertion does not. A set without
// a past was added to one by one and in CPython's order, so that adding its elements again makes the very table, and
// with it the order in which Python code walks over it (Objects/setobject.c). Any other that would reach the caller
// is left to legacy.
type past uint8

const (
	given  past = 1 << iota // an argument: the table is the caller's, and its elements came in the order of its walk
	grown                   // given, and added to since
	shrunk                  // given, and taken from since
	mixed                   // made, or changed, in a way that adding its elements one by one would not repeat
	popped                  // an element was popped: CPython goes on looking for the next one from there
)

// smallest is the number of elements up to which CPython never enlarges the first table.
const smallest = 4

func (p past) grow() past {
	if p&shrunk != 0 {
		return p | grown | mixed
	}
	return p | grown
}

func (p past) shrink() past {
	if p&given == 0 || p&grown != 0 {
		return p | shrunk | mixed
	}
	return p | shrunk
}

// ordered says whether a walk over s has CPython's order.
func (s *HashSet[T]) ordered() bool {
	return LenSet(s) < 2 || s.table != nil || s.past&^shrunk == given
}

// Tabled is s, which keeps CPython's table from now on where that can be known.
func Tabled[T any](s *HashSet[T]) *HashSet[T] {
	if s.past == 0 && s.table == nil {
		table := newHashTable[T]()
		for item := range Elements(s) {
			table.add(item)
		}
		s.table = table
	}
	return s
}

// InOrder is s, whose walk shows CPython's order.
func InOrder[T any](s *HashSet[T]) *HashSet[T] { return AsGiven(Tabled(s)) }

// AsGiven is s, where CPython walks over it in an order that is known.
func AsGiven[T any](s *HashSet[T]) *HashSet[T] {
	if !s.ordered() {
		Fall(ReasonValue)
	}
	return s
}

// settled is s as it may reach the caller: changed as the caller's own set can be changed, or without a past.
func (s *HashSet[T]) settled() *HashSet[T] {
	if s.past&mixed != 0 && (s.past&given != 0 || LenSet(s) > 1) {
		Fall(ReasonValue)
	}
	return s
}

// settledAnew falls back unless s may become a new object of the caller.
func (s *HashSet[T]) settledAnew() {
	if s.past != 0 && LenSet(s) > 1 {
		Fall(ReasonValue)
	}
}

// Blurred is s, whose elements came in an order or by steps that CPython's set would not know them by.
func Blurred[T any](s *HashSet[T]) *HashSet[T] {
	s.loseTable()
	return s
}

// Following is s, filled by a walk over source.
func Following[T, U any](s *HashSet[T], source *HashSet[U]) *HashSet[T] {
	if !source.ordered() {
		s.loseTable()
	}
	return s
}
