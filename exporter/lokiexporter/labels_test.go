package lokiexporter

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"go.opentelemetry.io/collector/pdata/pcommon"
	"pgregory.net/rapid"
)

func TestLabels(t *testing.T) {
	allowed := []LabelConfig{
		{Attribute: "service.name"},
		{Attribute: "deployment.environment.name", Name: "env", Allowed: []string{"production", "staging"}},
		{Attribute: "region", Default: "none"},
	}
	defaults := createDefaultConfig().(*Config).Labels
	for _, tt := range []struct {
		name     string
		labels   []LabelConfig
		resource map[string]any
		want     string
	}{
		{
			"all", defaults,
			map[string]any{"service.name": "api", "service.namespace": "shop", "deployment.environment.name": "prod", "host.name": "h"},
			`{deployment_environment_name="prod", service_name="api", service_namespace="shop"}`,
		},
		{"no service name", defaults, map[string]any{"host.name": "h"}, `{service_name="unknown_service"}`},
		{"empty service name", defaults, map[string]any{"service.name": "", "service.namespace": ""}, `{service_name="unknown_service"}`},
		{"nothing left but bad bytes", defaults, map[string]any{"service.name": "\xff\ufffd"}, `{service_name="unknown_service"}`},
		{"no labels at all", nil, map[string]any{"service.name": "api"}, `{service_name="unknown_service"}`},
		{
			"allowed", allowed,
			map[string]any{"service.name": "api", "deployment.environment.name": "staging", "region": "eu"},
			`{env="staging", region="eu", service_name="api"}`,
		},
		{
			"other and default", allowed,
			map[string]any{"service.name": "api", "deployment.environment.name": "dev-of-anna"},
			`{env="other", region="none", service_name="api"}`,
		},
		{"missing is not other", allowed, map[string]any{"service.name": "api"}, `{region="none", service_name="api"}`},
		{"quoting", defaults, map[string]any{"service.name": "a\"b\\c\n\x00ü"}, `{service_name="a\"b\\c\n\x00\u00fc"}`},
		{"a number", defaults, map[string]any{"service.name": int64(7)}, `{service_name="7"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			resource := pcommon.NewMap()
			assert.NoError(t, resource.FromRaw(tt.resource))
			cfg := createDefaultConfig().(*Config)
			cfg.Labels = tt.labels
			assert.Equal(t, tt.want, labelString(newLabeler(cfg).labels(resource)))
		})
	}
}

func TestLabelValueIsCut(t *testing.T) {
	cfg := createDefaultConfig().(*Config)
	resource := pcommon.NewMap()
	resource.PutStr("service.name", "x"+strings.Repeat("ü", 2000))
	labels := newLabeler(cfg).labels(resource)
	assert.Equal(t, "x"+strings.Repeat("ü", 1023), labels[0].value)
}

func TestCutText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		limit := rapid.IntRange(1, 40).Draw(t, "limit")
		cut := cutText(text, limit)
		assert.True(t, strings.HasPrefix(text, cut))
		assert.True(t, utf8.ValidString(cut))
		assert.LessOrEqual(t, len(cut), limit)
		assert.True(t, cut == text || len(cut) > limit-utf8.UTFMax)
	})
}
