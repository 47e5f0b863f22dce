package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
)

// count is how many values were planted, and how many of them are gone.
type count struct{ planted, gone int }

func (c count) rate() float64 {
	if c.planted == 0 {
		return 1
	}
	return float64(c.gone) / float64(c.planted)
}

func (c count) missed() int { return c.planted - c.gone }

// tables count by detector, form and place.
type tables map[string]map[string]count

func (t tables) add(table, row string, gone bool) {
	if t[table] == nil {
		t[table] = map[string]count{}
	}
	c := t[table][row]
	c.planted++
	if gone {
		c.gone++
	}
	t[table][row] = c
}

func (t tables) merge(other tables) {
	for table, rows := range other {
		if t[table] == nil {
			t[table] = map[string]count{}
		}
		for row, c := range rows {
			sum := t[table][row]
			t[table][row] = count{sum.planted + c.planted, sum.gone + c.gone}
		}
	}
}

// print writes a table, the worst rows first; rows at most, with all of the
// others in the last one.
func (t tables) print(w io.Writer, table string, rows int) {
	names := slices.SortedFunc(maps.Keys(t[table]), func(a, b string) int {
		return cmp.Or(cmp.Compare(t[table][a].rate(), t[table][b].rate()), cmp.Compare(a, b))
	})
	fmt.Fprintf(w, "\n%-44s %9s %9s %9s\n", "by "+table, "planted", "gone", "rate")
	var rest count
	left := 0
	for i, name := range names {
		c := t[table][name]
		if i >= rows {
			rest.planted += c.planted
			rest.gone += c.gone
			left++
			continue
		}
		fmt.Fprintf(w, "%-44s %9d %9d %8.2f%%\n", name, c.planted, c.gone, 100*c.rate())
	}
	if left > 0 {
		fmt.Fprintf(w, "%-44s %9d %9d %8.2f%%\n", fmt.Sprintf("%d better ones", left), rest.planted, rest.gone, 100*rest.rate())
	}
}
