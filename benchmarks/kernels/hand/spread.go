// Package handspread is statistics over slices of floats, by hand.
package handspread

import (
	"math"

	"pivot/rt"
)

func mean(xs []float64) float64 {
	sum := 0.0
	for _, x := range xs {
		sum += x
	}
	return sum / float64(len(xs))
}

func Summary(xs, ys *rt.List[float64]) rt.T5[float64, float64, float64, float64, float64] {
	n := float64(len(xs.Items))
	meanX, meanY := mean(xs.Items), mean(ys.Items)
	var xx, yy, xy float64
	least, most := math.Inf(1), math.Inf(-1)
	for i, x := range xs.Items {
		dx, dy := x-meanX, ys.Items[i]-meanY
		xx += dx * dx
		yy += dy * dy
		xy += dx * dy
		least, most = min(least, x), max(most, x)
	}
	return rt.P5(meanX, math.Sqrt(xx/n), least, most, xy/math.Sqrt(xx*yy))
}
