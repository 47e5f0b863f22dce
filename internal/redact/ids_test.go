package redact

import (
	"math/rand/v2"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
)

// idsEnv says how many random ids TestRandomIDsStay draws.
const idsEnv = "LETHE_IDS"

const (
	smokeIDs      = 150_000
	cardsPerID    = 10 // one card number for so many ids
	maxSpanShare  = 0.00003
	maxIDFailures = 20
)

// idTally counts, by kind, what was drawn and what was changed.
type idTally struct{ drawn, asCard, changed int }

// TestRandomIDsStay draws ids as tracing and others make them, 10 million by
// make eval-ids. Under the name of an id none may change. In free text only
// those may be masked that are all digits and valid as a card: of span ids
// three in 100,000 at most.
func TestRandomIDsStay(t *testing.T) {
	n := smokeIDs
	if v := os.Getenv(idsEnv); v != "" {
		var err error
		if n, err = strconv.Atoi(v); err != nil || n <= 0 {
			t.Fatalf("%s=%q is no count", idsEnv, v)
		}
	}
	e, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	workers := runtime.GOMAXPROCS(0)
	tallies := make([][]idTally, workers)
	var cards, missed [64]int
	var wg sync.WaitGroup
	for w := range workers {
		tallies[w] = make([]idTally, len(idKinds))
		wg.Go(func() {
			drawIDs(t, e.NewScanner(), rand.New(rand.NewPCG(17, uint64(w))), n/workers, tallies[w])
			cards[w%64], missed[w%64] = drawCards(t, e.NewScanner(), rand.New(rand.NewPCG(4, uint64(w))), n/workers/cardsPerID)
		})
	}
	wg.Wait()
	total := 0
	for i, kind := range idKinds {
		var sum idTally
		for w := range workers {
			sum.drawn += tallies[w][i].drawn
			sum.asCard += tallies[w][i].asCard
			sum.changed += tallies[w][i].changed
		}
		total += sum.drawn
		t.Logf("%-20s %9d drawn, %d changed, %d taken for a card in free text", kind.name, sum.drawn, sum.changed, sum.asCard)
		if sum.changed > 0 {
			t.Errorf("%s: %d changed", kind.name, sum.changed)
		}
		// Of a small sample one id is much.
		if kind.name == "span id" && float64(sum.asCard) > max(3, maxSpanShare*float64(sum.drawn)) {
			t.Errorf("%s: %d of %d taken for a card", kind.name, sum.asCard, sum.drawn)
		}
	}
	drawn, gone := 0, 0
	for w := range cards {
		drawn, gone = drawn+cards[w], gone+missed[w]
	}
	t.Logf("%d ids; %d card numbers of 16 digits, %d missed", total, drawn, gone)
	if gone > 0 {
		t.Errorf("%d of %d card numbers are still there", gone, drawn)
	}
}

// drawIDs draws n ids of tracing, and others beside them: each in a text, in a
// text under a name, and as a value under a name.
func drawIDs(t *testing.T, s *Scanner, r *rand.Rand, n int, tally []idTally) {
	s.CacheValues(false)
	names := make([]Key, len(idNames))
	for i, name := range idNames {
		names[i] = s.Key(name)
	}
	failures := 0
	var id, text []byte
	for i := 0; i < n; {
		k := r.IntN(len(idKinds))
		kind := idKinds[k]
		if !kind.extra {
			i++
		}
		id = kind.make(r, id[:0])
		tally[k].drawn++
		check := func(key Key, parts [2]string, card bool) {
			text = append(append(append(text[:0], parts[0]...), id...), parts[1]...)
			got, changed := s.Bytes(key, text)
			switch {
			case !changed:
			case card && isCard(id, false):
				tally[k].asCard++
			default:
				tally[k].changed++
				if failures++; failures <= maxIDFailures {
					t.Errorf("%s: %q became %q", kind.name, text, got)
				}
			}
		}
		check(Key{}, idSentences[r.IntN(len(idSentences))], kind.mayBeCard)
		check(Key{}, idPairs[r.IntN(len(idPairs))], false)
		check(names[r.IntN(len(names))], [2]string{}, false)
	}
}

// drawCards draws n card numbers of 16 digits and counts those that are still
// there.
func drawCards(t *testing.T, s *Scanner, r *rand.Rand, n int) (drawn, missed int) {
	s.CacheValues(false)
	texts := cut("paid with # today", "#", "card=#", `{"note":"# ok"}`, "n=# amount=3", "a;#;b", "(#)", "charged #, then refunded", "/pay/#/confirm", "note: #.")
	var card, text []byte
	for range n {
		card = appendCard(r, card[:0])
		parts := texts[r.IntN(len(texts))]
		text = append(append(append(text[:0], parts[0]...), card...), parts[1]...)
		if got, changed := s.Bytes(Key{}, text); !changed {
			if missed++; missed <= maxIDFailures {
				t.Errorf("%q became %q", text, got)
			}
		}
	}
	return n, missed
}

func TestDigitsUnderTheNameOfAnIDStay(t *testing.T) {
	s := newScanner(t, Options{})
	for _, text := range []string{
		`{"span_id":"4111111111111111"}`, `{"traceId" : 4111111111111111}`, "x-request-id: 4111111111111111", "span_id=4111111111111111 x", `span.id="4111111111111111"`,
		`{"m":"{\"spanId\":\"4111111111111111\"}"}`,
	} {
		if got, changed := s.String(Key{}, text); changed {
			t.Errorf("%q became %q", text, got)
		}
	}
}
