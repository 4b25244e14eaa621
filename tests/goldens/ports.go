// Package ports is the port of sieve, edit_distance, word_counts, revenue, shortest, parse_amounts, tree_depth, smooth, collatz, matrix_product (ports.py).
package ports

import "pivot/rt"

// Sale is ports.Sale (ports.py:36-41).
//
// One line of an invoice.
type Sale struct {
	Region   rt.Str
	Price    float64
	Amount   int
	Discount rt.Opt[float64]
}

// Tree is ports.Tree (ports.py:78-102).
//
// A binary search tree.
type Tree struct {
	Value int
	Left  rt.Opt[*Tree]
	Right rt.Opt[*Tree]
}

// Sieve is sieve (ports.py:8-18).
//
// The primes below `limit`.
func Sieve(limit int) *rt.List[int] {
	composite := rt.Repeat(rt.L(false), limit)
	found := rt.NewList[int]()
	compositeItems := composite.Items
	for number := 2; number < limit; number++ {
		rt.Poll()
		if rt.Nth(compositeItems, number) {
			continue
		}
		rt.Push(found, number)
		for multiple, by, rounds := rt.Steps(rt.Mul(number, number), limit, number); rounds > 0; multiple, rounds = multiple+by, rounds-1 {
			rt.SetNth(compositeItems, multiple, true)
		}
	}
	return found
}

// EditDistance is edit_distance (ports.py:21-29).
//
// Levenshtein's distance, row by row.
func EditDistance(a, b rt.Str) int {
	above := rt.ListOf(rt.Range(0, rt.LenStr(b)+1, 1))
	bPoints := rt.PointList(b)
	for i, text, at := 1, a.String(), 0; at < len(text); i, at = i+1, rt.After(text, at) {
		rt.Poll()
		x := rt.Point(text, at)
		row := rt.L(i)
		rt.Reserve(row, len(bPoints))
		aboveItems := above.Items
		rowItems := row.Items
		for j, y := range rt.Numbered(rt.Each(bPoints), 1) {
			rowItems = rt.Appended(rowItems, min(min(rt.AddNat(rt.Nth(rowItems, j-1), 1), rt.AddNat(rt.Nth(aboveItems, j), 1)), rt.AddNat(rt.Nth(aboveItems, j-1), rt.IntOfBool(x != y))))
		}
		row.Items = rowItems
		above = row
	}
	return rt.At(above, -1)
}

// WordCounts is word_counts (ports.py:32-37).
//
// Words by how often they occur, the commonest first.
func WordCounts(text rt.Str) *rt.List[rt.T2[rt.Str, int]] {
	counts := rt.NewDict[rt.Str, int]()
	for _, word := range rt.SplitWhitespace(rt.StrLower(text)).Items {
		rt.Set(counts, word, rt.AddNat(rt.GetOr(counts, word, 0), 1))
	}
	return rt.SortedBy(rt.Items(counts), func(entry rt.T2[rt.Str, int]) rt.T2[int, rt.Str] {
		return rt.P2(rt.Neg(entry.B), entry.A)
	}, false)
}

// Revenue is revenue (ports.py:50-58).
//
// Revenue by region, discounts taken off.
func Revenue(sales *rt.List[*Sale]) *rt.Dict[rt.Str, float64] {
	totals := rt.NewDict[rt.Str, float64]()
	for _, sale := range sales.Items {
		price := sale.Price * float64(sale.Amount)
		if !sale.Discount.IsNone() {
			price *= 1.0 - sale.Discount.Get()
		}
		value := rt.GetOr(totals, sale.Region, 0.0) + price
		rt.Set(totals, sale.Region, value)
	}
	return totals
}

// siftDown is sift_down (pivot_lsp/port/prelude/heap.py:10-20).
//
// Moves the item at `place` towards the root until its parent is not larger.
func siftDown(heap *rt.List[rt.T2[float64, rt.Str]], start, place int) {
	item := rt.At(heap, place)
	heapItems := heap.Items
	for place > start {
		rt.Poll()
		above := rt.SubNat(place, 1) >> 1
		parent := rt.Item(heapItems, above)
		if !rt.Lt2(item, parent) {
			break
		}
		rt.SetItem(heapItems, place, parent)
		place = above
	}
	rt.SetAt(heap, place, item)
}

// siftUp is sift_up (pivot_lsp/port/prelude/heap.py:23-37).
//
// Moves the smaller children up from `place` to a leaf, then the item there to where it belongs.
func siftUp(heap *rt.List[rt.T2[float64, rt.Str]], place int) {
	end := rt.Len(heap)
	start := place
	item := rt.AtNat(heap, place)
	child := rt.AddNat(rt.MulBy(place, 2), 1)
	heapItems := heap.Items
	for child < end {
		rt.Poll()
		right := rt.AddNat(child, 1)
		if right < end && !rt.Lt2(rt.Nth(heapItems, child), rt.Nth(heapItems, right)) {
			child = right
		}
		rt.SetNth(heapItems, place, rt.Nth(heapItems, child))
		place = child
		child = rt.AddNat(rt.MulBy(place, 2), 1)
	}
	rt.SetAtNat(heap, place, item)
	siftDown(heap, start, place)
}

// heappop is heappop (pivot_lsp/port/prelude/heap.py:46-56).
//
// heapq.heappop(heap).
func heappop(heap *rt.List[rt.T2[float64, rt.Str]]) rt.T2[float64, rt.Str] {
	if rt.Len(heap) == 0 {
		panic(rt.NewExc(rt.IndexError, rt.S("index out of range")))
	}
	last := rt.Pop(heap)
	if rt.Len(heap) == 0 {
		return last
	}
	first := rt.At(heap, 0)
	rt.SetAt(heap, 0, last)
	siftUp(heap, 0)
	return first
}

// heappush is heappush (pivot_lsp/port/prelude/heap.py:40-43).
//
// heapq.heappush(heap, item).
func heappush(heap *rt.List[rt.T2[float64, rt.Str]], item rt.T2[float64, rt.Str]) {
	rt.Push(heap, item)
	siftDown(heap, 0, rt.Len(heap)-1)
}

// Shortest is shortest (ports.py:61-73).
//
// Dijkstra's distances from `start`.
func Shortest(edges *rt.Dict[rt.Str, *rt.List[rt.T2[rt.Str, float64]]], start rt.Str) *rt.Dict[rt.Str, float64] {
	distances := rt.NewDict[rt.Str, float64]()
	waiting := rt.L(rt.P2(0.0, start))
	for rt.Len(waiting) != 0 {
		rt.Poll()
		parts := heappop(waiting)
		distance, node := parts.A, parts.B
		if rt.Has(distances, node) {
			continue
		}
		rt.Set(distances, node, distance)
		for _, item := range rt.GetOr(edges, node, rt.NewList[rt.T2[rt.Str, float64]]()).Items {
			neighbour, length := item.A, item.B
			if !rt.Has(distances, neighbour) {
				heappush(waiting, rt.P2(distance+length, neighbour))
			}
		}
	}
	return distances
}

// ParseAmounts is parse_amounts (ports.py:76-85).
//
// The amounts that can be read, and what is wrong with the others.
func ParseAmounts(lines *rt.List[rt.Str]) rt.T2[*rt.List[float64], *rt.List[rt.Str]] {
	amounts := rt.NewList[float64]()
	errors := rt.NewList[rt.Str]()
	for number, line := range rt.Numbered(rt.Iter(lines), 1) {
		rt.Try(func() rt.Flow {
			rt.Push(amounts, rt.FloatOfStr(rt.StrStrip(line)))
			return rt.Next
		}, func(e *rt.Exc) rt.Flow {
			if e.IsA(rt.ValueError, rt.UnicodeError) {
				rt.Push(errors, rt.Concat(rt.S("line "), rt.StrOfInt(number), rt.S(": "), e.Text()))
				return rt.Handled
			}
			return rt.Unhandled
		})
	}
	return rt.P2(amounts, errors)
}

// TreeDepth is tree_depth (ports.py:115-122).
//
// How deep the tree becomes that is grown from `values`.
func TreeDepth(values *rt.List[int]) int {
	if rt.Len(values) == 0 {
		return 0
	}
	root := newTree(rt.At(values, 0))
	for _, value := range rt.CutFrom(values, 1).Items {
		treeInsert(root, value)
	}
	return portsTreeDepth(root)
}

// Smooth is smooth (ports.py:125-138).
//
// A moving mean over `width` values.
func Smooth(values *rt.List[float64], width int) *rt.List[float64] {
	if width < 1 {
		panic(rt.NewExc(rt.ValueError, rt.Concat(rt.S("width "), rt.StrOfInt(width), rt.S(" is not positive"))))
	}
	window := rt.NewDeque[float64]()
	total := 0.0
	means := rt.NewList[float64]()
	rt.Reserve(means, rt.Len(values))
	for value := range rt.Iter(values) {
		rt.Append(window, value)
		total += value
		if rt.LenDeque(window) > width {
			total -= rt.PopLeft(window)
		}
		rt.Push(means, rt.TrueDivFloat(total, float64(rt.LenDeque(window))))
	}
	return means
}

// Collatz is collatz (ports.py:141-151).
//
// The start below `limit` with the longest chain, and that chain's length.
func Collatz(limit int) rt.T2[int, int] {
	best, longest := 1, 1
	for start := 1; start < limit; start++ {
		rt.Poll()
		number, length := start, 1
		for number != 1 {
			rt.Poll()
			if number&1 == 0 {
				number = number >> 1
			} else {
				number = rt.AddNat(rt.MulBy(number, 3), 1)
			}
			length += 1
		}
		if length > longest {
			best, longest = start, length
		}
	}
	return rt.P2(best, longest)
}

// transposed is transposed (pivot_lsp/port/prelude/iteration.py:229-237).
//
// zip(*rows): as many as the shortest row has.
func transposed(rows *rt.List[*rt.List[float64]]) *rt.List[*rt.List[float64]] {
	made := rt.NewList[*rt.List[float64]]()
	if rt.Len(rows) == 0 {
		return made
	}
	shortest := rt.MinOf(func() *rt.List[int] {
		made2 := rt.NewList[int]()
		for _, row := range rows.Items {
			rt.Push(made2, rt.Len(row))
		}
		return made2
	}())
	for i := range shortest {
		rt.Push(made, func() *rt.List[float64] {
			made3 := rt.NewList[float64]()
			for _, row := range rows.Items {
				rt.Push(made3, rt.AtNat(row, i))
			}
			return made3
		}())
	}
	return made
}

// MatrixProduct is matrix_product (ports.py:154-157).
//
// The product of two matrices.
func MatrixProduct(a, b *rt.List[*rt.List[float64]]) *rt.List[*rt.List[float64]] {
	columns := rt.Copy(transposed(b))
	made := rt.NewList[*rt.List[float64]]()
	for _, row := range a.Items {
		rt.Push(made, func() *rt.List[float64] {
			made2 := rt.NewList[float64]()
			for _, column := range columns.Items {
				rt.Push(made2, rt.SumFloats(func() *rt.List[float64] {
					made3 := rt.NewList[float64]()
					for x, y := range rt.ZippedLists(row, column) {
						rt.Push(made3, x*y)
					}
					return made3
				}()))
			}
			return made2
		}())
	}
	return made
}

// newTree is Tree.__init__ (ports.py:91-94).
func newTree(value int) *Tree {
	return &Tree{Value: value, Left: rt.Nothing[*Tree](), Right: rt.Nothing[*Tree]()}
}

// treeInsert is Tree.insert (ports.py:96-106).
//
// Adds a value where it belongs.
func treeInsert(self *Tree, value int) {
	rt.Enter()
	if value < self.Value {
		if self.Left.IsNone() {
			self.Left = rt.Some(newTree(value))
		} else {
			treeInsert(self.Left.Get(), value)
		}
	} else if self.Right.IsNone() {
		self.Right = rt.Some(newTree(value))
	} else {
		treeInsert(self.Right.Get(), value)
	}
	rt.Left()
}

// portsTreeDepth is Tree.depth (ports.py:108-112).
//
// Levels, this one included.
func portsTreeDepth(self *Tree) int {
	rt.Enter()
	var left int
	if self.Left.IsNone() {
		left = 0
	} else {
		left = portsTreeDepth(self.Left.Get())
	}
	var right int
	if self.Right.IsNone() {
		right = 0
	} else {
		right = portsTreeDepth(self.Right.Get())
	}
	return rt.Leave(rt.AddNat(1, max(left, right)))
}
