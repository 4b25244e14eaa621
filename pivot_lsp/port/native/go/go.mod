module pivot

go 1.23
