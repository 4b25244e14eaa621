// Package handjoin joins two tables with the language's maps, by hand.
package handjoin

import "pivot/rt"

func Join(orders *rt.List[rt.T3[int, int, float64]], customers *rt.List[rt.T2[int, rt.Str]]) *rt.Dict[rt.Str, float64] {
	regions := make(map[int]rt.Str, len(customers.Items))
	for _, customer := range customers.Items {
		regions[customer.A] = customer.B
	}
	places := map[string]int{}
	var known []rt.Str
	var amounts []float64
	for _, order := range orders.Items {
		region, ok := regions[order.B]
		if !ok {
			continue
		}
		place, ok := places[region.String()]
		if !ok {
			place = len(amounts)
			places[region.String()] = place
			known = append(known, region)
			amounts = append(amounts, 0)
		}
		amounts[place] += order.C
	}
	result := rt.NewDict[rt.Str, float64]()
	for i, region := range known {
		rt.Set(result, region, amounts[i])
	}
	return result
}
