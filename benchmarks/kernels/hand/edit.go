// Package handedit is the edit distance over runes with two rows, by hand.
package handedit

import "pivot/rt"

func Distance(a, b rt.Str) int {
	other := []rune(b.String())
	previous, current := make([]int, len(other)+1), make([]int, len(other)+1)
	for j := range previous {
		previous[j] = j
	}
	for i, x := range []rune(a.String()) {
		current[0] = i + 1
		for j, y := range other {
			changed := previous[j]
			if x != y {
				changed++
			}
			current[j+1] = min(changed, previous[j+1]+1, current[j]+1)
		}
		previous, current = current, previous
	}
	return previous[len(other)]
}
