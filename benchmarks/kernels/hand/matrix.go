// Package handmatrix multiplies slices of rows, by hand.
package handmatrix

import "pivot/rt"

func Multiply(a, b *rt.List[*rt.List[float64]]) *rt.List[*rt.List[float64]] {
	right := make([][]float64, len(b.Items))
	for k, row := range b.Items {
		right[k] = row.Items
	}
	columns := len(right[0])
	product := make([]*rt.List[float64], 0, len(a.Items))
	for _, row := range a.Items {
		out := make([]float64, columns)
		for j := range out {
			total := 0.0
			for k, x := range row.Items {
				total += x * right[k][j]
			}
			out[j] = total
		}
		product = append(product, rt.L(out...))
	}
	return rt.L(product...)
}
