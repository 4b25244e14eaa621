// Package handwords is word count by hand: the language's map, and the order of first sight beside it.
package handwords

import "pivot/rt"

func CountWords(words *rt.List[rt.Str]) *rt.Dict[rt.Str, int] {
	places := map[string]int{}
	var known []rt.Str
	var counts []int
	for _, word := range words.Items {
		place, ok := places[word.String()]
		if !ok {
			place = len(counts)
			places[word.String()] = place
			known = append(known, word)
			counts = append(counts, 0)
		}
		counts[place]++
	}
	result := rt.NewDict[rt.Str, int]()
	for i, word := range known {
		rt.Set(result, word, counts[i])
	}
	return result
}
