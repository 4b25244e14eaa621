// Package handtree is a search tree of pointers, by hand.
package handtree

import "pivot/rt"

type leaf struct {
	key         int
	left, right *leaf
}

func insert(place **leaf, key int) {
	for *place != nil {
		switch at := *place; {
		case key < at.key:
			place = &at.left
		case key > at.key:
			place = &at.right
		default:
			return
		}
	}
	*place = &leaf{key: key}
}

func weigh(at *leaf, depth int) int {
	if at == nil {
		return 0
	}
	return weigh(at.left, depth+1) + at.key*depth + weigh(at.right, depth+1)
}

func Weight(keys *rt.List[int], rounds int) int {
	var root *leaf
	for _, key := range keys.Items {
		insert(&root, key)
	}
	total := 0
	for range rounds {
		total += weigh(root, 1)
	}
	return total
}
