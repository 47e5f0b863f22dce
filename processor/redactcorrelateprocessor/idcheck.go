package redactcorrelateprocessor

import (
	"github.com/lethe-otel/lethe/internal/correlate"
	"github.com/lethe-otel/lethe/internal/redact"
)

// Reasons for which an id is neither learnt nor filled in, after those of the
// extraction.
const (
	// refusedSensitive: the redaction rules find something in it.
	refusedSensitive = reasonCount + iota
	// refusedAmbiguous: the correlation id is live on several traces.
	refusedAmbiguous
	// refusedBlocked: the correlation id stands on too many traces.
	refusedBlocked
	// refusedDisagree: trace ids of equal standing in one record differ.
	refusedDisagree
	// refusedShare: the tenant has its share of the store.
	refusedShare
	// refusedPanic: the extraction failed.
	refusedPanic
	refusedCount
)

// reasonCount is the number of reasons of the extraction, none included.
const reasonCount = int(correlate.ReasonForm) + 1

func refusedName(i int) string {
	if i < reasonCount {
		return correlate.Reason(i).String()
	}
	return [...]string{"sensitive", "ambiguous", "blocked", "disagree", "tenant_share", "panic"}[i-reasonCount]
}

// mayspread checks an id before it is learnt: it would be copied onto every
// record of its trace, and multiply a leak. This holds in every mode.
func (w *worker) mayspread(id string) bool {
	if why := correlate.ValidCorrelationID(id); why != correlate.ReasonNone {
		w.tally.refused[int(why)]++
		return false
	}
	if !w.clean(id) {
		w.tally.refused[refusedSensitive]++
		return false
	}
	return true
}

// clean says that no rule finds anything in a text, not even one whose action
// is to keep it.
func (w *worker) clean(text string) (clean bool) {
	defer func() {
		if recover() != nil {
			w.renewScanner()
			clean = false
		}
	}()
	_, changed := w.scanner.String(redact.Key{Class: redact.KeyPlain}, text)
	return !changed && len(w.scanner.Findings()) == 0
}
