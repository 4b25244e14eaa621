// Package handcollatz is the longest Collatz chain with plain 64-bit numbers, by hand.
package handcollatz

func Longest(limit int) int {
	best, bestStart := 0, 0
	for start := 1; start < limit; start++ {
		steps := 0
		for n := start; n != 1; steps++ {
			if n%2 == 0 {
				n /= 2
			} else {
				n = 3*n + 1
			}
		}
		if steps > best {
			best, bestStart = steps, start
		}
	}
	return bestStart
}
