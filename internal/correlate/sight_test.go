package correlate

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

// A batch is told and answered what each of its traces and ids would be alone,
// also as of an earlier moment and when it holds one trace twice.
func TestBatchesAnswerLikeSingleLookups(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		settings := Settings{TTL: 10 * time.Second, ResendWindow: 25 * time.Second, MaxTracesPerID: 3, Capacity: 4 * shardSlots}
		batches, singles := NewMemoryStore(settings), NewMemoryStore(settings)
		// When an expired entry leaves depends on what stands in its part.
		singles.seed = batches.seed
		now := t0
		tenant := rapid.SampledFrom([]string{"", "a"})
		trace := rapid.Custom(func(t *rapid.T) TraceID {
			return makeTrace(uint64(rapid.IntRange(0, 2).Draw(t, "high")), uint64(rapid.IntRange(1, 8).Draw(t, "low")))
		})
		id := rapid.Custom(func(t *rapid.T) string { return fmt.Sprintf("order-%d", rapid.IntRange(1, 6).Draw(t, "id")) })
		ago := rapid.IntRange(0, int((12 * time.Second).Microseconds()))
		t.Repeat(map[string]func(*rapid.T){
			"wait": func(t *rapid.T) {
				now = now.Add(time.Duration(rapid.IntRange(1, 12_000_000).Draw(t, "µs")) * time.Microsecond)
			},
			"learn": func(t *rapid.T) {
				tn, all := tenant.Draw(t, "tenant"), make([]Lesson, rapid.IntRange(1, 12).Draw(t, "pairs"))
				for i := range all {
					all[i] = Lesson{Trace: trace.Draw(t, "trace"), ID: id.Draw(t, "id"), Source: Source(rapid.IntRange(1, 4).Draw(t, "source"))}
				}
				batches.Teach(tn, all, now)
				for _, l := range all {
					assert.Equal(t, singles.Learn(tn, l.Trace, l.ID, l.Source, now), l.Learnt)
				}
			},
			"see": func(t *rapid.T) {
				tn, asOf := tenant.Draw(t, "tenant"), now.Add(-time.Duration(ago.Draw(t, "ago"))*time.Microsecond)
				all := make([]Sight, rapid.IntRange(1, 12).Draw(t, "traces"))
				for i := range all {
					all[i] = Sight{Trace: trace.Draw(t, "trace"), Saw: rapid.Bool().Draw(t, "saw"), Look: rapid.Bool().Draw(t, "look")}
					all[i].Unfilled = all[i].Saw && rapid.Bool().Draw(t, "unfilled")
				}
				batches.See(tn, all, asOf, now)
				firsts, want := 0, 0
				for i := range all {
					v := &all[i]
					if v.First {
						firsts++
					}
					if v.Saw && singles.Saw(tn, v.Trace, v.Unfilled, now) {
						want++
					}
				}
				assert.Equal(t, want, firsts)
				for i := range all {
					v := &all[i]
					if id, _ := singles.Correlation(tn, v.Trace, asOf); v.Look && id != v.Correlation {
						t.Fatalf("%x has %q in a batch, %q alone", v.Trace, v.Correlation, id)
					} else if !v.Look {
						assert.Empty(t, v.Correlation)
					}
				}
			},
			"find": func(t *rapid.T) {
				tn, asOf := tenant.Draw(t, "tenant"), now.Add(-time.Duration(ago.Draw(t, "ago"))*time.Microsecond)
				all := make([]Quest, rapid.IntRange(1, 12).Draw(t, "ids"))
				for i := range all {
					all[i].ID = id.Draw(t, "id")
				}
				batches.Find(tn, all, asOf)
				for i := range all {
					trace, l := singles.Trace(tn, all[i].ID, asOf)
					assert.Equal(t, Quest{all[i].ID, trace, l}, all[i])
				}
			},
			"take": func(t *rapid.T) {
				tn := tenant.Draw(t, "tenant")
				assert.ElementsMatch(t, singles.Pairs(tn, 100), batches.Pairs(tn, 100))
			},
		})
		checkShards(t, batches)
	})
}

// A batch larger than what is looked up at once, in all parts of a store.
func TestLargeBatches(t *testing.T) {
	const n = 3*sightsAtOnce + 7
	m := NewMemoryStore(Settings{Capacity: 300_000})
	all, ids := make([]Sight, n), make([]Quest, n)
	var pairs []Lesson
	for i := range all {
		trace, id := benchPair(i)
		if i%3 > 0 {
			pairs = append(pairs, Lesson{Trace: trace, ID: id, Source: SourceRequestID})
		}
		all[i] = Sight{Trace: trace, Saw: true, Look: true}
		ids[i].ID = id
	}
	m.Teach("a", pairs, at(0))
	for _, l := range pairs {
		assert.Equal(t, LearntNew, l.Learnt)
	}
	all[n-2].Trace = TraceID{}
	m.See("a", all, at(1), at(1))
	m.Find("a", ids, at(1))
	for i := range all {
		trace, want := benchPair(i)
		found := Hit
		if i%3 == 0 {
			trace, want, found = TraceID{}, "", Miss
		}
		assert.Equal(t, Quest{ids[i].ID, trace, found}, ids[i])
		if i == n-2 {
			want = ""
		}
		assert.Equal(t, want, all[i].Correlation)
	}
	st := m.Stats()
	assert.EqualValues(t, n-1, st.Traces.Lookups[Hit]+st.Traces.Lookups[Miss])
	assert.EqualValues(t, n, st.IDs.Lookups[Hit]+st.IDs.Lookups[Miss])
	m.See("b", all, at(1), at(1))
	for i := range all {
		assert.Empty(t, all[i].Correlation, "they are another tenant's")
	}
	if !raced {
		assert.Zero(t, testing.AllocsPerRun(10, func() {
			m.Teach("a", pairs, at(2))
			m.See("a", all, at(2), at(2))
			m.Find("a", ids, at(2))
		}))
	}
	checkShards(t, m)
}
