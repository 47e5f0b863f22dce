package redactcmd

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/internal/redact"
)

// shapes are the forms in which the examples of the rules are put.
var shapes = map[string]func(string) string{
	"bare":    func(s string) string { return s },
	"in text": func(s string) string { return "before " + s + " after" },
	"twice":   func(s string) string { return s + " " + s },
	"as JSON": func(s string) string {
		return `{"msg":"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", `\r`, "\t", `\t`).Replace(s) + `","n":1}`
	},
}

// No report quotes what the rules find, whatever the action.
func TestReportsHoldNoSecret(t *testing.T) {
	for _, action := range []redact.Action{redact.Mask, redact.Remove} {
		e, err := redact.New(redact.Options{Packs: redact.PackNames(), Actions: map[string]redact.Action{"default": action}})
		require.NoError(t, err)
		rules := &ruleSet{engine: e, infos: e.Describe()}
		for name, s := range map[string]settings{
			"explain": {explain: true}, "diff": {diff: true}, "stats": {stats: true},
		} {
			s.maxLine, s.format, s.progress, s.workers = defaultMaxLine, formatLines, "never", 1
			hidden, shown := 0, 0
			for _, r := range rules.infos {
				for _, example := range r.Match {
					for shape, put := range shapes {
						text := put(example.Text)
						// What the result holds is not hidden by a report.
						plain := redactText(t, rules, settings{maxLine: s.maxLine, format: s.format, progress: "never", workers: 1}, text)
						if strings.Contains(plain, example.Secret) {
							continue
						}
						got := redactText(t, rules, s, text)
						assert.NotContains(t, withoutDescriptions(got, rules), example.Secret, "%s, %s of %s: %s", name, action, r.Name, shape)
						if name == "diff" {
							hidden += strings.Count(got, "not shown")
							shown += strings.Count(got, hiddenLine)
						}
					}
				}
			}
			if name == "diff" && action == redact.Mask {
				assert.Less(t, hidden, shown/10, "old lines that are not shown")
			}
		}
	}
}

const hiddenLine = "\n-"

// withoutDescriptions takes the sentences of the rules away, which are ours.
func withoutDescriptions(text string, rules *ruleSet) string {
	for _, r := range rules.infos {
		text = strings.ReplaceAll(text, r.Description, "")
		text = strings.ReplaceAll(text, r.Name, "")
	}
	return text
}

func redactText(t *testing.T, rules *ruleSet, s settings, text string) string {
	t.Helper()
	var out bytes.Buffer
	j := &job{
		settings: s, rules: rules, set: otelcol.CollectorSettings{}, in: strings.NewReader(text), out: &out,
		warnings: io.Discard, tally: newTally(rules.engine),
	}
	require.NoError(t, j.run(t.Context(), []string{stdinName}))
	return out.String()
}

func TestKeptFindingsAreReportedAndChangeNothing(t *testing.T) {
	e, err := redact.New(redact.Options{Actions: map[string]redact.Action{"email": redact.Keep}})
	require.NoError(t, err)
	rules := &ruleSet{engine: e, infos: e.Describe()}
	s := settings{maxLine: defaultMaxLine, format: formatLines, progress: "never", workers: 1}
	const text = "mail anna@example.com\n"
	assert.Equal(t, text, redactText(t, rules, s, text))
	s.diff = true
	assert.Empty(t, redactText(t, rules, s, text))
	s.diff, s.explain = false, true
	assert.Contains(t, redactText(t, rules, s, text), "(stdin):1: bytes 5-21: email (contact), keep: ")
}

func TestCutMask(t *testing.T) {
	for text, want := range map[string]string{
		`[M] rest`: " rest", `"[M]",`: ",", `\"[M]\"}`: "}", `\\\"[M]\\\"`: "",
	} {
		rest, ok := cutMask([]byte(text), "[M]")
		assert.True(t, ok, text)
		assert.Equal(t, want, string(rest))
	}
	for _, text := range []string{"", "x", `"[M]`, `\[M]`, `"x"`, `\`} {
		_, ok := cutMask([]byte(text), "[M]")
		assert.False(t, ok, text)
	}
}
