package redactcmd

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/lethe-otel/lethe/internal/redact"
)

// tally counts what was found, by number of rule.
type tally struct {
	// lines are the records looked at: lines, or documents of OTLP.
	lines, bytes int64
	// touched are the records with at least one finding; total are all findings.
	touched, total int64
	// changing are the findings that are not kept.
	changing int64
	found    []int64
	// with are the records that hold a finding of the rule, kept those of its
	// findings whose action is keep.
	with, kept []int64
	seen       []int64
}

func newTally(e *redact.Engine) *tally {
	n := e.RuleCount()
	return &tally{found: make([]int64, n), with: make([]int64, n), kept: make([]int64, n), seen: make([]int64, n)}
}

// record counts one record.
func (t *tally) record(length int64, findings []redact.Finding) {
	t.lines++
	t.bytes += length
	if len(findings) == 0 {
		return
	}
	t.touched++
	for _, f := range findings {
		t.count(f.Rule, 1, changes(f.Action, f.Mode))
	}
}

// count adds findings to the record that was counted last.
func (t *tally) count(rule uint16, n int64, changes bool) {
	t.total += n
	t.found[rule] += n
	if changes {
		t.changing += n
	} else {
		t.kept[rule] += n
	}
	if t.seen[rule] != t.lines {
		t.seen[rule] = t.lines
		t.with[rule]++
	}
}

func (t *tally) add(o *tally) {
	t.lines += o.lines
	t.bytes += o.bytes
	t.touched += o.touched
	t.total += o.total
	t.changing += o.changing
	for i := range t.found {
		t.found[i] += o.found[i]
		t.with[i] += o.with[i]
		t.kept[i] += o.kept[i]
	}
}

// foundAny reports whether something was found that is not kept.
func (t *tally) foundAny() bool { return t.changing > 0 }

// write prints the table, the most frequent rule first.
func (t *tally) write(out io.Writer, infos []redact.RuleInfo) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d findings in %d of %d lines (%s), %s\n", t.total, t.touched, t.lines, share(t.touched, t.lines), formatBytes(t.bytes, false))
	var rules []int
	for i, n := range t.found {
		if n > 0 {
			rules = append(rules, i)
		}
	}
	slices.SortStableFunc(rules, func(a, b int) int {
		if d := t.found[b] - t.found[a]; d != 0 {
			return int(max(-1, min(1, d)))
		}
		return strings.Compare(infos[a].Name, infos[b].Name)
	})
	if len(rules) > 0 {
		b.WriteByte('\n')
		w := tabwriter.NewWriter(&b, 0, 8, 2, ' ', 0)
		fmt.Fprintln(w, "RULE\tPACK\tACTION\tFINDINGS\tLINES\tSHARE")
		for _, i := range rules {
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", infos[i].Name, packOf(infos[i]), actionOf(infos[i]),
				strconv.FormatInt(t.found[i], 10), strconv.FormatInt(t.with[i], 10), share(t.with[i], t.lines))
		}
		if err := w.Flush(); err != nil {
			return err
		}
	}
	_, err := io.WriteString(out, b.String())
	return err
}

// actionOf is what happens to the findings of a rule.
func actionOf(r redact.RuleInfo) string {
	if r.Observed {
		return doing(r.Action, redact.Observe)
	}
	return r.Action.String()
}

func packOf(r redact.RuleInfo) string {
	if r.Pack == "" {
		return "-"
	}
	return r.Pack
}

func share(part, whole int64) string {
	if whole == 0 {
		return "0 %"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(part)/float64(whole))
}
