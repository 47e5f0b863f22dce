package main

import (
	"fmt"
	"io"
	"text/tabwriter"
)

// perSecond is lines per second of wall-clock time.
func (f figures) perSecond() float64 { return float64(f.lines) / f.elapsed.Seconds() }

// perCPUSecond is lines per second of the collector's CPU time.
func (f figures) perCPUSecond() float64 { return float64(f.lines) / f.usage.CPU.Seconds() }

// perMB is the CPU time in milliseconds for a megabyte on the wire.
func (f figures) perMB() float64 {
	return float64(f.usage.CPU.Milliseconds()) / (float64(f.bytes) / 1e6)
}

func report(w io.Writer, results []figures) {
	var peers []figures
	for _, f := range results {
		if f.peer {
			peers = append(peers, f)
		}
	}
	tw := tabwriter.NewWriter(w, 0, 0, 3, ' ', tabwriter.AlignRight)
	fmt.Fprintln(tw, "\tlines/s\tlines/CPU-s\tus/line\tCPU-ms/MB on the wire\tpeak MiB\tagainst packed\tagainst messages\t")
	for _, f := range results {
		fmt.Fprintf(tw, "%s\t%.0f\t%.0f\t%.2f\t%.1f\t%d\t", f.name, f.perSecond(), f.perCPUSecond(),
			1e6/f.perCPUSecond(), f.perMB(), f.usage.Peak>>20)
		for _, peer := range peers {
			fmt.Fprintf(tw, "%.1fx\t", f.perSecond()/peer.perSecond())
		}
		fmt.Fprintln(tw)
	}
	tw.Flush()
}
