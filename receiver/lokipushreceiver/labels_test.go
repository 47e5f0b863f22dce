package lokipushreceiver

import (
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var labelTexts = []string{
	``, ` `, `{}`, `{ }`, `{a="b"}`, `{a="b",}`, `{ a = "b" , c = 'd"' }`, "{a=`b\\n`}", `{a="b", a="c"}`,
	`{a=""}`, `{a="b"} `, `{a="b"} x`, `{a="b"`, `{a}`, `{a=}`, `{a=b}`, `{,}`, `{,a="b"}`, `{a="b",,}`, `{a="b" c="d"}`,
	`{a=~"b"}`, `{a!="b"}`, `{"a.b"="c"}`, `{"a"}`, `{'a', b="c"}`, "{`a b`=\"c\"}",
	`m`, `m{a="b"}`, `m {a="b"}`, `m:n{a="b"}`, `:m`, `on`, `ON{a="b"}`, `inf`, `sum{a="b"}`, `offset`, `{a="b"}{c="d"}`,
	`{a="\"\\\a\b\f\n\r\t\v"}`, `{a="\'"}`, `{a='\''}`, `{a='\"'}`, `{a="\x41\x4z"}`, `{a="\xff"}`, `{a="\101"}`, `{a="\777"}`, `{a="\18"}`,
	`{a="\u00e9\U0001f600"}`, `{a="\ud800"}`, `{a="\U00110000"}`, `{a="\u12"}`, `{a="\z"}`, `{a="\`, `{a="é"}`, "{a=\"\xff\"}", "{a=\"x\\n\xff\"}", "{a=\"\ufffd\"}",
	"{a=\"b\nc\"}", "{a=`b\nc`}", "{a=\"b\", # comment\nc=\"d\"} # more", "# all", "#\r\n{a=\"b\"}", "{a=\"b\" # open", "{é=\"b\"}", `{a:b="c"}`, `{1a="b"}`, `{_a1="b"}`, `{__name__="x"}`,
	"{a=\"\x00\"}", "\x00", "{\x00}", "{a=\"b\"}\x00", `{on="x", by="y", inf="z"}`, `fill{a="b"}`, `fill (`, `m"a"`, `"a"`, `{"a" "b"}`, `{"a"=}`, "{a=\"\\`\"}", "{a=`\\``}",
}

// prometheusLabels reads labels as Loki does.
func prometheusLabels(text string) ([]pair, error) {
	parsed, err := parser.NewParser(parser.Options{}).ParseMetric(text)
	if err != nil {
		return nil, err
	}
	pairs := []pair{}
	parsed.WithoutEmpty().Range(func(l labels.Label) { pairs = append(pairs, pair{l.Name, l.Value}) })
	return pairs, nil
}

func requireLikePrometheus(t *testing.T, text string) {
	t.Helper()
	want, wantErr := prometheusLabels(text)
	got, count, err := parseLabels([]pair{}, text)
	require.Equal(t, wantErr == nil, err == nil, "%q: Prometheus says %v", text, wantErr)
	if err != nil {
		return
	}
	slices.SortStableFunc(got, byName)
	if slices.ContainsFunc(got, func(l pair) bool { return l.name == metricName }) {
		// A name before the braces replaces one in them.
		return
	}
	require.Equal(t, len(want), count)
	byBoth := func(a, b pair) int { return strings.Compare(a.name+a.value, b.name+b.value) }
	slices.SortFunc(want, byBoth)
	slices.SortFunc(got, byBoth)
	require.Equal(t, want, got, "%q", text)
}

func TestParseLabelsLikePrometheus(t *testing.T) {
	for _, text := range labelTexts {
		requireLikePrometheus(t, text)
	}
}

func TestParseLabels(t *testing.T) {
	got, count, err := parseLabels(nil, `{ b="x\"y" , a="é\n", empty="", }`)
	require.NoError(t, err)
	assert.Equal(t, []pair{{"b", `x"y`}, {"a", "é\n"}}, got)
	assert.Equal(t, 2, count)

	got, _, err = parseLabels(nil, `up{a="b"}`)
	require.NoError(t, err)
	assert.Equal(t, []pair{{metricName, "up"}, {"a", "b"}}, got)
}

func TestParseLabelsKeepsABoundedNumber(t *testing.T) {
	got, count, err := parseLabels(nil, "{"+strings.Repeat(`a="b",`, 1_000_000)+"}")
	require.NoError(t, err)
	assert.Equal(t, 1_000_000, count)
	assert.Len(t, got, maxKeptLabels)
}

func FuzzParseLabels(f *testing.F) {
	for _, text := range labelTexts {
		f.Add(text)
	}
	f.Fuzz(requireLikePrometheus)
}
