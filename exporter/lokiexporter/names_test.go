package lokiexporter

import (
	"testing"

	"github.com/prometheus/otlptranslator"
	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"
)

func TestNormalName(t *testing.T) {
	for name, want := range map[string]string{
		"service.name":        "service_name",
		"correlation.id":      "correlation_id",
		"lethe.record.id":     "lethe_record_id",
		"k8s.pod-name":        "k8s_pod_name",
		"already_fine":        "already_fine",
		"a..b--c":             "a_b_c",
		"9lives":              "key_9lives",
		"_private":            "_private",
		"__error__":           "_error_",
		"straße":              "stra_e",
		"":                    "key",
		"_":                   "key",
		"...":                 "key",
		"日本":                  "key",
		"trailing.":           "trailing_",
		"\xff":                "key",
		"http.request.header": "http_request_header",
	} {
		assert.Equal(t, want, normalName(name), "%q", name)
	}
}

// Loki leaves every name as we send it, and never refuses one.
func TestNormalNameIsFinal(t *testing.T) {
	loki := otlptranslator.LabelNamer{}
	cache := nameCache{}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(
			rapid.String(), rapid.StringMatching(`[_.]{0,3}[a-z0-9_.-]{0,8}[_.]{0,3}`),
		).Draw(t, "name")
		normal := normalName(name)
		assert.Equal(t, normal, normalName(normal))
		assert.Equal(t, normal, cache.normal(name))
		kept, err := loki.Build(normal)
		assert.NoError(t, err)
		assert.Equal(t, normal, kept)
	})
}

func TestNameCacheIsBounded(t *testing.T) {
	cache := nameCache{}
	rapid.Check(t, func(t *rapid.T) {
		for range 500 {
			cache.normal(rapid.StringN(1, 20, 40).Draw(t, "name") + ".x")
		}
		assert.LessOrEqual(t, len(cache), maxCachedNames)
	})
}
