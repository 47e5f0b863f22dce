package elasticsearchbulkreceiver

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFilterPath(t *testing.T) {
	body := object{
		{"took", 1},
		{"errors", false},
		{"items", []any{
			object{{"index", object{{"_id", "1"}, {"status", 201}, {"_shards", object{{"total", 2}, {"failed", 0}}}}}},
			object{{"create", object{{"_id", "2"}, {"status", 400}, {"error", object{{"type", "t"}, {"reason", "r"}}}}}},
		}},
		{"empty", object{}},
	}
	for text, want := range map[string]string{
		"took":                     `{"took":1}`,
		"took,errors":              `{"took":1,"errors":false}`,
		"took , errors,":           `{"took":1,"errors":false}`,
		"items.*.status":           `{"items":[{"index":{"status":201}},{"create":{"status":400}}]}`,
		"items.index.status":       `{"items":[{"index":{"status":201}}]}`,
		"items.*.error":            `{"items":[{"create":{"error":{"type":"t","reason":"r"}}}]}`,
		"items.*.error.type":       `{"items":[{"create":{"error":{"type":"t"}}}]}`,
		"items.*.st*":              `{"items":[{"index":{"status":201}},{"create":{"status":400}}]}`,
		"**.failed":                `{"items":[{"index":{"_shards":{"failed":0}}}]}`,
		"items.**.total":           `{"items":[{"index":{"_shards":{"total":2}}}]}`,
		"**":                       `{"took":1,"errors":false,"items":[{"index":{"_id":"1","status":201,"_shards":{"total":2,"failed":0}}},{"create":{"_id":"2","status":400,"error":{"type":"t","reason":"r"}}}],"empty":{}}`,
		"-items,-empty":            `{"took":1,"errors":false}`,
		"items.*,-items.*._shards": `{"items":[{"index":{"_id":"1","status":201}},{"create":{"_id":"2","status":400,"error":{"type":"t","reason":"r"}}}]}`,
		"items.*,-**.error,-**._*": `{"items":[{"index":{"status":201}},{"create":{"status":400}}]}`,
		"empty":                    `{"empty":{}}`,
		"no.such":                  `{}`,
		"took.below":               `{}`,
	} {
		t.Run(text, func(t *testing.T) {
			f, ok := parseFilter(text)
			require.True(t, ok)
			out := writer{filter: f}
			assert.Equal(t, want, string(out.document(body)))
		})
	}
}

func TestFilterPathBounds(t *testing.T) {
	for _, text := range []string{"", ",", " , "} {
		f, ok := parseFilter(text)
		assert.True(t, ok)
		assert.Nil(t, f)
	}
	for _, text := range []string{
		strings.Repeat("a,", maxFilterPatterns+1),
		strings.Repeat("a.", maxFilterNames) + "a",
		strings.Repeat("a", maxFilterName+1),
	} {
		_, ok := parseFilter(text)
		assert.False(t, ok)
	}
}

// The answer to a bulk request is filtered as the general answers are.
func TestBulkAnswerIsFilteredAlike(t *testing.T) {
	s := &items{indices: []string{"a"}, bad: []string{""}}
	s.add(item{id: "1", itemKind: itemKind{op: opIndex}})
	s.add(item{id: "2", itemKind: itemKind{op: opCreate, problem: problemDocument}})
	whole := object{
		{"took", 7},
		{"errors", true},
		{"items", []any{
			object{{"index", object{{"_index", "a"}, {"_type", "_doc"}, {"_id", "1"}, {"_version", 1}, {"result", "created"}, {"_shards", object{{"total", 2}, {"successful", 1}, {"failed", 0}}}, {"_seq_no", 0}, {"_primary_term", 1}, {"status", 201}}}},
			object{{"create", object{{"_index", "a"}, {"_type", "_doc"}, {"_id", "2"}, {"status", 400}, {"error", object{{"type", problems[problemDocument].kind}, {"reason", problems[problemDocument].reason}}}}}},
		}},
	}
	for _, text := range []string{
		"", "took", "errors,items.*.error,items.*.status", "items.create.status", "items.*._shards.failed,items.*._shards.total",
		"-items.*._shards", "-took", "**.type", "items", "none", "items.*.error", "-items.create", "items.index._*",
	} {
		t.Run(text, func(t *testing.T) {
			f, ok := parseFilter(text)
			require.True(t, ok)
			general := writer{filter: f}
			want := string(general.document(whole))
			answer := bulkAnswer{shape: newShape(f, true), items: s, took: 7}
			w := &recorder{discard: discard{map[string][]string{}}}
			answer.send(w, newTestRequest(t))
			assert.Equal(t, want, w.text.String())
		})
	}
}
