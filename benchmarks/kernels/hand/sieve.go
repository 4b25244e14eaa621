// Package handsieve is the sieve over a slice, by hand.
package handsieve

import "pivot/rt"

func Primes(limit int) *rt.List[int] {
	marks := make([]bool, limit)
	for i := range marks {
		marks[i] = true
	}
	marks[0], marks[1] = false, false
	for i := 2; i*i < limit; i++ {
		if marks[i] {
			for j := i * i; j < limit; j += i {
				marks[j] = false
			}
		}
	}
	var found []int
	for k, mark := range marks {
		if mark {
			found = append(found, k)
		}
	}
	return rt.L(found...)
}
