package delivery

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

var outcomes = []Outcome{Unknown, Stored, Duplicate, FailureStore, Transient, Rejected}

func TestOutcome(t *testing.T) {
	for _, tt := range []struct {
		outcome Outcome
		text    string
		done    bool
	}{
		{Unknown, "transient", false},
		{Stored, "stored", true},
		{Duplicate, "duplicate", true},
		{FailureStore, "failure_store", true},
		{Transient, "transient", false},
		{Rejected, "rejected", true},
	} {
		assert.Equal(t, tt.text, tt.outcome.String())
		assert.Equal(t, tt.done, tt.outcome.Done(), tt.text)
	}
}

func TestLedgerKeepsTheWorstOfADocument(t *testing.T) {
	for _, tt := range []struct {
		name      string
		documents []Outcome
		want      Outcome
	}{
		{"no answer", nil, Unknown},
		{"stored again", []Outcome{Stored, Duplicate}, Duplicate},
		{"one has to wait", []Outcome{Stored, Transient, Stored}, Transient},
		{"one is refused, another has to wait", []Outcome{Transient, Rejected, Transient}, Rejected},
		{"one is set aside", []Outcome{FailureStore, Stored}, FailureStore},
	} {
		ledger := NewLedger(1)
		for _, o := range tt.documents {
			ledger.Set(0, o)
		}
		assert.Equal(t, tt.want, ledger.Outcome(0), tt.name)
	}
}

// Whatever the order of the answers: a rejected record is not sent again, one
// with a part that has to wait is, and no other record is touched.
func TestLedgerProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 20).Draw(t, "records")
		ledger := NewLedger(n)
		set := make([][]Outcome, n)
		if n > 0 {
			for range rapid.IntRange(0, 60).Draw(t, "answers") {
				i := rapid.IntRange(0, n-1).Draw(t, "record")
				o := rapid.SampledFrom(outcomes).Draw(t, "outcome")
				ledger.Set(i, o)
				set[i] = append(set[i], o)
			}
		}
		pending := 0
		for i, got := range set {
			outcome := ledger.Outcome(i)
			switch {
			case slices.Contains(got, Rejected):
				assert.Equal(t, Rejected, outcome)
			case slices.Contains(got, Transient):
				assert.Equal(t, Transient, outcome)
			case slices.Contains(got, Stored) || slices.Contains(got, Duplicate) || slices.Contains(got, FailureStore):
				assert.True(t, outcome.Done())
			default:
				assert.Equal(t, Unknown, outcome)
			}
			if !outcome.Done() {
				pending++
			}
		}
		assert.Equal(t, n, ledger.Len())
		assert.Equal(t, pending, ledger.Pending())
	})
}
