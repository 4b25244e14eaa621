// Package handknapsack is the knapsack with the table as a slice of rows, by hand.
package handknapsack

import "pivot/rt"

func Best(weights, values *rt.List[int], capacity int) int {
	table := make([][]int, len(weights.Items)+1)
	for i := range table {
		table[i] = make([]int, capacity+1)
	}
	for i, weight := range weights.Items {
		value := values.Items[i]
		before, row := table[i], table[i+1]
		for c := range row {
			row[c] = before[c]
			if weight <= c {
				row[c] = max(before[c], before[c-weight]+value)
			}
		}
	}
	return table[len(weights.Items)][capacity]
}
