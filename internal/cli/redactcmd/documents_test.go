package redactcmd

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestDocumentsAreCut(t *testing.T) {
	const doc = `{"resourceLogs":[{"a":"}{\"["}]}`
	const pretty = "{\n  \"resourceSpans\": [\n    {}\n  ]\n}\n"
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"a document a line":    {doc + "\n" + doc, []string{doc + "\n", doc}},
		"over many lines":      {pretty + pretty, []string{pretty, pretty}},
		"blank lines":          {doc + "\n\n" + doc + "\n", []string{doc + "\n", "\n", doc + "\n"}},
		"text between":         {doc + "\nhello {\n" + doc, []string{doc + "\n", "hello {\n", doc}},
		"cut off":              {doc[:20] + "\n" + doc, []string{doc[:20] + "\n", doc}},
		"cut off in a string":  {doc[:24] + "\n" + doc, []string{doc[:24] + "\n", doc}},
		"cut off at the end":   {doc + "\n" + doc[:20], []string{doc + "\n", doc[:20]}},
		"other JSON":           {`{"a":1}` + "\n" + doc, []string{`{"a":1}` + "\n", doc}},
		"too long":             {doc[:20] + strings.Repeat("[", 5000) + "\n" + doc, []string{"<5020>\n", doc}},
		"too long in its sum":  {"{\n" + strings.Repeat("[\n", 3000) + strings.Repeat("]\n", 3000) + "}\n" + doc, []string{"<12004>\n", doc}},
		"a text line too long": {strings.Repeat("x", 5000) + "\n" + doc, []string{"<5001>\n", doc}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			err := readDocuments(strings.NewReader(c.text), "in", 4096, func(c *chunk) error {
				got = append(got, joined([]*chunk{c}))
				return nil
			})
			assert.NoError(t, err)
			assert.Equal(t, len(c.want), len(got))
			for i := range min(len(got), len(c.want)) {
				if strings.HasPrefix(c.want[i], "<50") {
					assert.Regexp(t, `^<50[0-9]{2}>\n$`, got[i])
					continue
				}
				assert.Equal(t, c.want[i], got[i])
			}
		})
	}
}

func TestFormIsFoundOut(t *testing.T) {
	for text, want := range map[string]signal{
		`{"resourceLogs":[]}`:            signalLogs,
		" {\n  \"resourceSpans\" : []}":  signalTraces,
		"{\t\"resourceMetrics\":[]}":     signalMetrics,
		`{"msg":"x","resourceLogs":[]}`:  signalNone,
		`[{"resourceLogs":[]}]`:          signalNone,
		`level=info {"resourceLogs":[]}`: signalNone,
		"":                               signalNone,
		"{":                              signalNone,
	} {
		assert.Equal(t, want, otlpSignal([]byte(text)), text)
		head, err := peek(strings.NewReader(text))
		assert.NoError(t, err)
		assert.Equal(t, text, string(head))
	}
}
