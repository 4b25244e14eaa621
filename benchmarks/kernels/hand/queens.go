// Package handqueens is the n queens over a slice of rows, by hand.
package handqueens

func Queens(n int) int { return place(make([]int, n), 0) }

func place(rows []int, column int) int {
	if column == len(rows) {
		return 1
	}
	found := 0
	for row := range rows {
		if safe(rows[:column], row) {
			rows[column] = row
			found += place(rows, column+1)
		}
	}
	return found
}

func safe(rows []int, row int) bool {
	column := len(rows)
	for c, r := range rows {
		if r == row || r-c == row-column || r+c == row+column {
			return false
		}
	}
	return true
}
