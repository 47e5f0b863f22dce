package lokiexporter

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestDistinct(t *testing.T) {
	p := func(r rank, raw, value string) pair {
		return pair{name: normalName(raw), value: value, raw: raw, rank: r}
	}
	for _, tt := range []struct {
		name string
		in   []pair
		want map[string]string
	}{
		{
			"a label is not repeated",
			[]pair{p(rankLabel, "service_name", "api"), p(rankResource, "service.name", "api")},
			map[string]string{},
		},
		{
			"a label that was cut or replaced keeps the value beside it",
			[]pair{p(rankLabel, "service_name", "other"), p(rankResource, "service.name", "api")},
			map[string]string{"resource_service_name": "api"},
		},
		{
			"the record's trace id and an attribute of that name",
			[]pair{p(rankField, "trace_id", "01"), p(rankAttribute, "trace_id", "01"), p(rankAttribute, "trace.id", "02")},
			map[string]string{"trace_id": "01", "attribute_trace_id": "02"},
		},
		{
			"two attributes become one name",
			[]pair{p(rankAttribute, "a_b", "2"), p(rankAttribute, "a.b", "1")},
			map[string]string{"a_b": "1", "attribute_a_b": "2"},
		},
		{
			"the new name is taken too",
			[]pair{p(rankAttribute, "a.b", "1"), p(rankAttribute, "a_b", "2"), p(rankAttribute, "a-b", "3"), p(rankAttribute, "attribute_a_b", "x")},
			map[string]string{"a_b": "3", "attribute_a_b": "x", "attribute_a_b_2": "1", "attribute_a_b_3": "2"},
		},
		{
			"an attribute of every place",
			[]pair{p(rankResource, "k", "r"), p(rankScope, "k", "s"), p(rankAttribute, "k", "a")},
			map[string]string{"k": "a", "scope_k": "s", "resource_k": "r"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := map[string]string{}
			for _, p := range distinct(nil, nil, slices.Clone(tt.in)) {
				got[p.name] = p.value
			}
			assert.Equal(t, tt.want, got)
		})
	}
}

// No name twice, no value lost, sorted, and the same in whatever order the
// pairs come.
func TestDistinctProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SampledFrom([]string{"a", "a.b", "a_b", "a-b", "attribute_a_b", "resource.a", "scope_a", "attribute_a_b_2", "b"})
		value := rapid.SampledFrom([]string{"1", "2", "3", "4"})
		var pairs []pair
		for range rapid.IntRange(0, 12).Draw(t, "pairs") {
			p := pair{raw: raw.Draw(t, "raw"), value: value.Draw(t, "value"), rank: rank(rapid.IntRange(0, 4).Draw(t, "rank"))}
			p.name = normalName(p.raw)
			sameLabel := func(q pair) bool { return q.rank == rankLabel && q.name == p.name }
			if p.rank == rankLabel && slices.ContainsFunc(pairs, sameLabel) {
				continue // the labels of a stream have different names
			}
			pairs = append(pairs, p)
		}
		out := distinct(nil, nil, slices.Clone(pairs))

		shuffled := slices.Clone(pairs)
		rand.New(rand.NewPCG(1, rapid.Uint64().Draw(t, "seed"))).
			Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		shared := shuffled[:rapid.IntRange(0, len(shuffled)).Draw(t, "shared")]
		own := shuffled[len(shared):]
		slices.SortFunc(shared, comparePairs)
		assert.Equal(t, append([]pair{}, out...), append([]pair{}, distinct(nil, shared, own)...))

		names := map[string]bool{}
		for i, p := range out {
			assert.False(t, names[p.name], "twice: %s", p.name)
			names[p.name] = true
			assert.NotEqual(t, rankLabel, p.rank)
			assert.True(t, i == 0 || out[i-1].name < p.name)
			for _, label := range pairs {
				assert.False(t, label.rank == rankLabel && label.name == p.name, "the name of a label")
			}
		}
		for _, p := range pairs {
			kept := slices.ContainsFunc(out, func(o pair) bool {
				return o.value == p.value && normalName(o.raw) == p.name
			}) || slices.ContainsFunc(pairs, func(l pair) bool {
				return l.rank == rankLabel && l.name == p.name && l.value == p.value
			})
			assert.True(t, kept, "lost: %v", p)
		}
	})
}
