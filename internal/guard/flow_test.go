package guard

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// The guard goes backwards from the exporters. This goes the other way round,
// as data does: whatever comes in is unredacted, each processor makes of it what
// it makes, until nothing changes any more. Both must agree on each of many
// random graphs which pipelines let unredacted data out.
func TestAgreesWithTheFlowOfData(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 11))
	refused := 0
	for range 20_000 {
		c := randomConfiguration(random)
		want := leakingPipelines(c)
		got := map[string]bool{}
		for _, problem := range checkRedaction(c, exempt{}) {
			for line := range strings.Lines(problem.Error()) {
				if rest, ok := strings.CutPrefix(line, "pipeline "); ok && !strings.Contains(rest, "more than once") {
					id, _, _ := strings.Cut(rest, ":")
					got[id] = true
				}
			}
		}
		if !assert.Equal(t, want, got, "%s", describe(c)) {
			return
		}
		refused += min(len(want), 1)
	}
	assert.Greater(t, refused, 2_000, "graphs that leak")
	assert.Less(t, refused, 18_000, "graphs that leak")
}

func randomConfiguration(random *rand.Rand) *configuration {
	c := &configuration{
		processors: map[string]map[string]any{
			"redact_correlate":         nil,
			"redact_correlate/observe": {"redaction": map[string]any{"mode": "observe"}},
		},
		exporters:  map[string]map[string]any{"loki": nil, "nop": nil},
		connectors: map[string]map[string]any{"forward/1": nil, "forward/2": nil, "span_metrics": nil, "unknown": nil},
	}
	const pipelines = 5
	levels := map[string]int{} // a connector gets data from the pipelines up to there
	for _, id := range slices.Sorted(maps.Keys(c.connectors)) {
		levels[id] = random.IntN(pipelines - 1)
	}
	pick := func(unless func(level int) bool, ids ...string) []string {
		var picked []string
		for _, id := range ids {
			if level, connector := levels[id]; connector && unless(level) {
				continue
			}
			if random.Float64() < 0.4 {
				picked = append(picked, id)
			}
		}
		random.Shuffle(len(picked), func(i, j int) { picked[i], picked[j] = picked[j], picked[i] })
		return picked
	}
	for i := range pipelines {
		signal := []string{"logs", "traces", "metrics"}[random.IntN(3)]
		c.pipelines = append(c.pipelines, &pipeline{
			id: fmt.Sprintf("%s/%d", signal, i), signal: signal,
			receivers:  pick(func(level int) bool { return i <= level }, "otlp", "forward/1", "forward/2", "span_metrics", "unknown"),
			processors: pick(nil, "redact_correlate", "redact_correlate", "redact_correlate/observe", "batch", "transform"),
			exporters:  pick(func(level int) bool { return i > level }, "loki", "nop", "forward/1", "forward/2", "span_metrics", "unknown"),
		})
	}
	return c
}

// leakingPipelines lets data flow and returns the pipelines with an exporter
// that gets any of it unredacted.
func leakingPipelines(c *configuration) map[string]bool {
	dirty := map[string]bool{}   // pipelines that unredacted data comes out of
	reached := map[string]bool{} // pipelines that any data comes out of
	for changed := true; changed; {
		changed = false
		for _, p := range c.pipelines {
			in, inDirty := false, false
			for _, id := range p.receivers {
				if id == "otlp" {
					in, inDirty = true, true
				}
				for _, before := range c.pipelines {
					for _, out := range before.exporters {
						same := before.signal == p.signal
						carries := strings.HasPrefix(id, "forward") && same || id == "unknown" ||
							id == "span_metrics" && before.signal == "traces" && p.signal == "metrics"
						if out != id || !carries || !reached[before.id] {
							continue
						}
						in = true
						inDirty = inDirty || dirty[before.id] || id == "unknown"
					}
				}
			}
			if !in {
				continue
			}
			for _, id := range p.processors {
				switch id {
				case "redact_correlate":
					inDirty = false
				case "transform":
					inDirty = true
				}
			}
			if !reached[p.id] || inDirty && !dirty[p.id] {
				reached[p.id], dirty[p.id], changed = true, dirty[p.id] || inDirty, true
			}
		}
	}
	leaking := map[string]bool{}
	for _, p := range c.pipelines {
		for _, id := range p.exporters {
			if id == "loki" && dirty[p.id] {
				leaking[p.id] = true
			}
		}
	}
	return leaking
}

func describe(c *configuration) string {
	var b strings.Builder
	for _, p := range c.pipelines {
		fmt.Fprintf(&b, "%s: %v %v %v\n", p.id, p.receivers, p.processors, p.exporters)
	}
	return b.String()
}
