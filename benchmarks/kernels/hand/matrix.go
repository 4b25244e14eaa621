// Package handmatrix multiplies rows with columns, by hand.
package handmatrix

import "pivot/rt"

func Multiply(a, b *rt.List[*rt.List[float64]]) *rt.List[*rt.List[float64]] {
	columns := make([][]float64, len(b.Items[0].Items))
	for j := range columns {
		columns[j] = make([]float64, len(b.Items))
		for k, row := range b.Items {
			columns[j][k] = row.Items[j]
		}
	}
	product := make([]*rt.List[float64], 0, len(a.Items))
	for _, row := range a.Items {
		out := make([]float64, len(columns))
		for j, column := range columns {
			total := 0.0
			for k, x := range row.Items {
				total += x * column[k]
			}
			out[j] = total
		}
		product = append(product, rt.L(out...))
	}
	return rt.L(product...)
}
