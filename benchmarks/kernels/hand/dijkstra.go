// Package handdijkstra finds shortest paths with the standard library's heap, by hand.
package handdijkstra

import (
	"container/heap"

	"pivot/rt"
)

type reached struct{ soFar, node int }

type frontier []reached

func (f frontier) Len() int { return len(f) }

func (f frontier) Less(i, j int) bool {
	return f[i].soFar < f[j].soFar || f[i].soFar == f[j].soFar && f[i].node < f[j].node
}

func (f frontier) Swap(i, j int) { f[i], f[j] = f[j], f[i] }

func (f *frontier) Push(x any) { *f = append(*f, x.(reached)) }

func (f *frontier) Pop() any {
	last := (*f)[len(*f)-1]
	*f = (*f)[:len(*f)-1]
	return last
}

func Shortest(starts *rt.List[int], edges *rt.List[rt.T2[int, int]], nodes int) *rt.List[int] {
	distances := make([]int, nodes)
	for i := range distances {
		distances[i] = -1
	}
	next := &frontier{{0, 0}}
	for next.Len() > 0 {
		at := heap.Pop(next).(reached)
		if distances[at.node] >= 0 {
			continue
		}
		distances[at.node] = at.soFar
		for _, edge := range edges.Items[starts.Items[at.node]:starts.Items[at.node+1]] {
			if distances[edge.A] < 0 {
				heap.Push(next, reached{at.soFar + edge.B, edge.A})
			}
		}
	}
	return rt.L(distances...)
}
