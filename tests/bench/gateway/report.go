package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// perSecond is records per second of wall-clock time.
func (f figures) perSecond() float64 {
	return float64(f.load.records) / f.load.elapsed.Seconds()
}

// perCPUSecond is records per second of the collector's CPU time: what a core
// of the gateway does, whatever the generator takes beside it.
func (f figures) perCPUSecond() float64 {
	return float64(f.load.records) / f.usage.CPU.Seconds()
}

func median(rounds []figures) figures {
	slices.SortFunc(rounds, func(a, b figures) int { return cmp.Compare(a.perCPUSecond(), b.perCPUSecond()) })
	return rounds[len(rounds)/2]
}

func report(w io.Writer, results []figures, batch, senders, rounds int, duration time.Duration) {
	fmt.Fprintf(w, "\nlogs and spans in turn, %d records a request, %d connections, %s a side, median of %d rounds\n\n",
		batch, senders, duration, rounds)
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\trecords/s\trecords/CPU-s\tpeak MiB\trefused\trecall\t")
	for _, f := range results {
		recall := "-"
		if f.recall {
			recall = fmt.Sprintf("%d of %d", f.masked, f.planted)
		}
		fmt.Fprintf(tw, "%s\t%.0f\t%.0f\t%d\t%d\t%s\t\n", f.name, f.perSecond(), f.perCPUSecond(), f.usage.Peak>>20, f.load.refused, recall)
	}
	tw.Flush()
	plain, lethe, contrib := results[0], results[1], results[2]
	fmt.Fprintf(w, "\nLethe against contrib: %.1f× records/s, %.1f× records/CPU-s\n",
		lethe.perSecond()/contrib.perSecond(), lethe.perCPUSecond()/contrib.perCPUSecond())
	fmt.Fprintf(w, "Lethe against no processor: %.0f %% records/s, %.0f %% records/CPU-s\n",
		100*lethe.perSecond()/plain.perSecond(), 100*lethe.perCPUSecond()/plain.perCPUSecond())
	for _, f := range results {
		if len(f.leaked) > 0 {
			fmt.Fprintf(w, "%s let through: %s\n", f.name, strings.Join(f.leaked, ", "))
		}
	}
}
