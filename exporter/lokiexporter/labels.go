package lokiexporter

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.opentelemetry.io/collector/pdata/pcommon"
)

const (
	serviceNameLabel = "service_name"
	unknownService   = "unknown_service"
	otherValue       = "other"
)

func (c LabelConfig) labelName() string {
	if c.Name != "" {
		return c.Name
	}
	return normalName(c.Attribute)
}

// labeler makes the labels of a stream. They are a pure function of the
// resource and the configuration: a label that depended on anything else would
// put a retry into another stream, where Loki does not drop the copy.
type labeler struct {
	rules    []labelRule
	maxValue int
}

type labelRule struct {
	name, attribute, fallback string
	allowed                   []string
}

func newLabeler(cfg *Config) labeler {
	l := labeler{maxValue: cfg.Limits.LabelValueSize}
	for _, c := range cfg.Labels {
		rule := labelRule{name: c.labelName(), attribute: c.Attribute, fallback: c.Default, allowed: c.Allowed}
		if rule.name == serviceNameLabel && rule.fallback == "" {
			rule.fallback = unknownService
		}
		l.rules = append(l.rules, rule)
	}
	slices.SortFunc(l.rules, func(a, b labelRule) int { return strings.Compare(a.name, b.name) })
	return l
}

// labels returns the labels of a resource, sorted by name, at least one: Loki
// refuses a stream without labels.
func (l labeler) labels(resource pcommon.Map) []pair {
	out := make([]pair, 0, len(l.rules)+1)
	for _, rule := range l.rules {
		value := rule.fallback
		if v, ok := resource.Get(rule.attribute); ok {
			if text := validText(valueText(v)); text != "" {
				value = text
				if len(rule.allowed) > 0 && !slices.Contains(rule.allowed, text) {
					value = otherValue
				}
			}
		}
		if value = cutText(value, l.maxValue); value != "" {
			out = append(out, pair{name: rule.name, value: value, rank: rankLabel})
		}
	}
	if len(out) == 0 {
		out = append(out, pair{name: serviceNameLabel, value: unknownService, rank: rankLabel})
	}
	return out
}

// labelString writes labels as Loki's push API wants them, quoted in ASCII.
// Loki refuses a whole push when it cannot read them.
func labelString(labels []pair) string {
	b := make([]byte, 0, 128)
	b = append(b, '{')
	for i, label := range labels {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(b, label.name...)
		b = append(b, '=')
		b = strconv.AppendQuoteToASCII(b, label.value)
	}
	return string(append(b, '}'))
}

// cutText cuts a text to at most limit bytes, never inside a character; 0 is
// no limit.
func cutText(s string, limit int) string {
	if limit == 0 || len(s) <= limit {
		return s
	}
	for limit > 0 && !utf8.RuneStart(s[limit]) {
		limit--
	}
	return s[:limit]
}
