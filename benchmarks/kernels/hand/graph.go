// Package handgraph searches breadth first with the language's maps, by hand.
package handgraph

import "pivot/rt"

func Levels(neighbours *rt.Dict[int, *rt.List[int]], start int) *rt.Dict[int, int] {
	edges := map[int][]int{}
	for node, others := range rt.Pairs(neighbours) {
		edges[node] = others.Items
	}
	seen := map[int]int{start: 0}
	order := []int{start}
	for next := 0; next < len(order); next++ {
		node := order[next]
		for _, other := range edges[node] {
			if _, ok := seen[other]; !ok {
				seen[other] = seen[node] + 1
				order = append(order, other)
			}
		}
	}
	found := rt.NewDict[int, int]()
	for _, node := range order {
		rt.Set(found, node, seen[node])
	}
	return found
}
