package redactcorrelateprocessor

import (
	"github.com/lethe-otel/lethe/internal/pdatawalk"
	"github.com/lethe-otel/lethe/internal/redact"
)

// unscannedText takes the place of what could not be scanned.
const unscannedText = "[REDACTED:unscanned]"

// Each of these scans one value. When a scan panics, its value is withheld and
// the scanner, whose state is not known any more, is replaced.

func (w *worker) scanText(p pdatawalk.Place, k redact.Key, s string) (out string, changed bool) {
	defer w.withhold(&out, &changed)
	w.tally.values++
	w.tally.bytes += int64(len(s))
	out, changed = w.scanner.String(k, s)
	w.count(p)
	return out, changed && w.enforce
}

func (w *worker) scanBytes(p pdatawalk.Place, k redact.Key, b []byte) (out []byte, changed bool) {
	var text string
	defer func() {
		if text != "" {
			out = []byte(text)
		}
	}()
	defer w.withhold(&text, &changed)
	w.tally.values++
	w.tally.bytes += int64(len(b))
	out, changed = w.scanner.Bytes(k, b)
	w.count(p)
	return out, changed && w.enforce
}

func (w *worker) scanInt(p pdatawalk.Place, k redact.Key, n int64) (text string, changed bool) {
	defer w.withhold(&text, &changed)
	w.tally.values++
	text, changed = w.scanner.Int(k, n)
	w.count(p)
	return text, changed && w.enforce
}

func (w *worker) scanDouble(p pdatawalk.Place, k redact.Key, n float64) (text string, changed bool) {
	defer w.withhold(&text, &changed)
	w.tally.values++
	text, changed = w.scanner.Double(k, n)
	w.count(p)
	return text, changed && w.enforce
}

// scanName scans the name of an attribute. Its findings are counted where the
// name occurs, not here, because each name is scanned once.
func (w *worker) scanName(name string) (out string, changed bool) {
	defer w.withhold(&out, &changed)
	return w.scanner.Name(name)
}

// harmless reports whether nothing is found in a text, whatever is switched on.
func (w *worker) harmless(text string) (clean bool) {
	defer func() {
		if recover() != nil {
			w.renewScanner()
			clean = false
		}
	}()
	return w.scanner.Clean(text)
}

// classify asks the key rule. A name that cannot be classified is sensitive.
func (w *worker) classify(name string) (k redact.Key) {
	defer func() {
		if recover() != nil {
			w.renewScanner()
			k = redact.Key{Class: redact.KeySensitive, Action: redact.Mask}
		}
	}()
	return w.scanner.Key(name)
}

// classifyData asks the key rule about a name that stands as data.
func (w *worker) classifyData(name string) (k redact.Key) {
	defer func() {
		if recover() != nil {
			w.renewScanner()
			k = redact.Key{Class: redact.KeySensitive, Action: redact.Mask}
		}
	}()
	return w.scanner.DataName(name)
}

func (w *worker) withhold(out *string, changed *bool) {
	if recover() == nil {
		return
	}
	w.renewScanner()
	w.tally.unscanned[unscannedPanic]++
	*out, *changed = unscannedText, w.enforce
}

func (w *worker) renewScanner() { w.scanner = w.p.engine.NewScanner() }

func (w *worker) count(p pdatawalk.Place) {
	if f := w.scanner.Findings(); len(f) > 0 {
		w.allFound(p, f)
	}
}

func (w *worker) allFound(p pdatawalk.Place, fs []redact.Finding) {
	for _, f := range fs {
		w.found(p, f)
	}
}

// found counts a finding. Where the whole processor observes, none was acted
// upon.
func (w *worker) found(p pdatawalk.Place, f redact.Finding) {
	if !w.enforce && f.Mode == redact.Enforce {
		f.Mode = redact.Observe
	}
	w.tally.finding(p, f)
}
