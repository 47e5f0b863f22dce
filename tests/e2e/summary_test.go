//go:build e2e

package e2e

import (
	"fmt"
	"io"
	"sync"
	"text/tabwriter"
)

// row is a line of the table that ends a run.
type row struct{ test, what, figure string }

var (
	summaryMu sync.Mutex
	summary   []row
)

// summarize adds a figure to the table.
func summarize(test, what, figure string) {
	summaryMu.Lock()
	defer summaryMu.Unlock()
	summary = append(summary, row{test, what, figure})
}

func printSummary(to io.Writer) {
	summaryMu.Lock()
	defer summaryMu.Unlock()
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "\nTEST\tWHAT\tFIGURE")
	for _, r := range summary {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\n", r.test, r.what, r.figure)
	}
	_ = table.Flush()
}
