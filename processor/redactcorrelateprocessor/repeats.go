package redactcorrelateprocessor

import "github.com/lethe-otel/lethe/internal/pdatawalk"

// positions are those of a place for which a value is remembered.
const positions = 32

// repeats remember, for each position of a place, the last text in which nothing
// was found. Neighbouring records have most of their short values in common: a
// method, a route, the name of a function. What is remembered holds for one
// batch and one set of exemptions.
type repeats struct {
	at    [pdatawalk.PlaceCount][positions]repeat
	dirty uint64 // places, a bit each
}

type repeat struct {
	key  *keyInfo // nil for a text without a name
	text string
}

func (r *repeats) of(p pdatawalk.Place, pos int) *repeat { return &r.at[p][pos%positions] }

func (r *repeats) reset() {
	for p := range r.at {
		if r.dirty&(1<<p) != 0 {
			clear(r.at[p][:])
		}
	}
	r.dirty = 0
}

// same reports whether nothing is to be found in the text because nothing was
// found in it before. It counts as scanned.
func (w *worker) same(r *repeat, k *keyInfo, text string) bool {
	if r.text != text || r.key != k {
		return false
	}
	w.tally.values++
	w.tally.bytes += int64(len(text))
	return true
}

// remember keeps a text that was scanned last, when it stays as it is.
func (w *worker) remember(p pdatawalk.Place, r *repeat, k *keyInfo, text string, changed bool) {
	if changed || !w.enforce || len(w.scanner.Findings()) > 0 {
		return
	}
	*r = repeat{k, text}
	w.repeats.dirty |= 1 << p
}
