// Package handgroups groups records with the language's map, by hand.
package handgroups

import "pivot/rt"

type Sale struct {
	Day      rt.Str
	Quantity int
	Price    float64
}

func Revenue(sales *rt.List[*Sale], floor int) *rt.Dict[rt.Str, float64] {
	places := map[string]int{}
	var days []rt.Str
	var totals []float64
	for _, sale := range sales.Items {
		if sale.Quantity < floor {
			continue
		}
		place, ok := places[sale.Day.String()]
		if !ok {
			place = len(totals)
			places[sale.Day.String()] = place
			days = append(days, sale.Day)
			totals = append(totals, 0)
		}
		totals[place] += rt.RoundTo(float64(sale.Quantity)*sale.Price, 2)
	}
	result := rt.NewDict[rt.Str, float64]()
	for i, day := range days {
		rt.Set(result, day, totals[i])
	}
	return result
}
