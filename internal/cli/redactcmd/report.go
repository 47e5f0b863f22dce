package redactcmd

import (
	"bytes"
	"fmt"

	"github.com/lethe-otel/lethe/internal/redact"
)

// report says what is printed of a line. A report is used by one worker.
type report interface {
	// result says that the redacted text itself is printed.
	result() bool
	// line appends what is printed of a line with findings. old is nil where
	// the line was not read.
	line(out []byte, file string, number int, old, new []byte, findings []redact.Finding) []byte
	// places appends what is printed of a document of OTLP.
	places(out []byte, file string, number int, found []placeFinding) []byte
}

func newReport(j *job, w *worker) report {
	switch {
	case j.settings.explain:
		return explanation{j.rules}
	case j.settings.diff:
		return difference{w}
	case j.settings.stats:
		return silence{}
	}
	return plain{}
}

// plain prints the result and nothing else.
type plain struct{ silence }

func (plain) result() bool { return true }

// silence prints nothing.
type silence struct{}

func (silence) result() bool { return false }

func (silence) line(out []byte, _ string, _ int, _, _ []byte, _ []redact.Finding) []byte { return out }

func (silence) places(out []byte, _ string, _ int, _ []placeFinding) []byte { return out }

// explanation prints one line for each finding. It never quotes the input.
type explanation struct{ rules *ruleSet }

func (explanation) result() bool { return false }

func (e explanation) line(out []byte, file string, number int, _, _ []byte, findings []redact.Finding) []byte {
	for _, f := range findings {
		out = e.finding(out, fmt.Sprintf("%s:%d: bytes %d-%d", file, number, f.Start, f.End), f.Rule, doing(f.Action, f.Mode))
	}
	return out
}

func (e explanation) places(out []byte, file string, number int, found []placeFinding) []byte {
	for _, p := range found {
		where := fmt.Sprintf("%s:%d: %s", file, number, p.place)
		if p.count > 1 {
			where += fmt.Sprintf(" (%d times)", p.count)
		}
		out = e.finding(out, where, p.rule, doing(p.action, p.mode))
	}
	return out
}

func (e explanation) finding(out []byte, where string, rule uint16, action string) []byte {
	r := e.rules.infos[rule]
	return fmt.Appendf(out, "%s: %s (%s), %s: %s\n", where, r.Name, packOf(r), action, r.Description)
}

// hidden stands for what was found in the old line of a difference.
const hidden = "*****"

// difference prints the lines that change, in the manner of a unified diff. It
// is for reading, not for patch: what was found is not in it.
type difference struct{ w *worker }

func (difference) result() bool { return false }

func (d difference) line(out []byte, file string, number int, old, new []byte, findings []redact.Finding) []byte {
	if old != nil && bytes.Equal(old, new) {
		return out
	}
	infos := d.w.job.rules.infos
	out = fmt.Appendf(out, "@@ %s:%d @@", file, number)
	for i, f := range findings {
		if changes(f.Action, f.Mode) {
			if i > 0 {
				out = append(out, ',')
			}
			out = append(append(out, ' '), infos[f.Rule].Name...)
		}
	}
	out = append(out, '\n')
	if shown, ok := d.hide(old, new, findings); ok {
		out = appendLines(out, '-', shown)
	} else {
		out = fmt.Appendf(out, "-(%d bytes, not shown)\n", len(old))
	}
	return appendLines(out, '+', new)
}

// hide puts marks in the place of what was found. Findings are those of the
// first look at a line. Where the result differs from the old line by more than
// their masks, something else in the old line had to go, and it is not shown
// unless a look at the rest of it finds nothing.
func (d difference) hide(old, new []byte, findings []redact.Finding) ([]byte, bool) {
	var marked, rest []byte
	at, aligned, tail := 0, true, new
	for _, f := range findings {
		if !changes(f.Action, f.Mode) {
			continue
		}
		if f.Start < at || f.End > len(old) || f.Rule == d.w.job.rules.engine.Unscanned() {
			return nil, false
		}
		between := old[at:f.Start]
		marked = append(append(marked, between...), hidden...)
		rest = append(rest, between...)
		mask := ""
		if f.Action == redact.Mask {
			mask = d.w.scanner.Replacement(f.Rule)
			rest = append(rest, mask...)
		}
		if aligned {
			tail, aligned = bytes.CutPrefix(tail, between)
		}
		if aligned {
			tail, aligned = cutMask(tail, mask)
		}
		at = f.End
	}
	marked, rest = append(marked, old[at:]...), append(rest, old[at:]...)
	if aligned && bytes.Equal(tail, old[at:]) {
		return marked, true
	}
	_, changed := d.w.scanner.Bytes(redact.Key{}, rest)
	return marked, !changed
}

// cutMask cuts a mask off, with the quotes that it gets in the place of a number.
func cutMask(text []byte, mask string) ([]byte, bool) {
	if rest, ok := bytes.CutPrefix(text, []byte(mask)); ok {
		return rest, true
	}
	n := len(text) - len(bytes.TrimLeft(text, `\`))
	if n >= len(text) || text[n] != '"' {
		return text, false
	}
	quote := string(text[:n+1])
	return bytes.CutPrefix(text, []byte(quote+mask+quote))
}

// places tells how often something changed in a document, whose lines are not
// comparable.
func (d difference) places(out []byte, file string, number int, found []placeFinding) []byte {
	infos := d.w.job.rules.infos
	out = fmt.Appendf(out, "@@ %s:%d @@\n", file, number)
	for _, p := range found {
		if changes(p.action, p.mode) {
			out = fmt.Appendf(out, "!%s: %s (%d)\n", p.place, infos[p.rule].Name, p.count)
		}
	}
	return out
}

func appendLines(out []byte, sign byte, text []byte) []byte {
	for line := range bytes.SplitSeq(text, []byte{'\n'}) {
		out = append(append(append(out, sign), line...), '\n')
	}
	return out
}
