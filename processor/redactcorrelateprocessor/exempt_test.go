package redactcorrelateprocessor

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/collector/component/componenttest"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/consumer/consumertest"
	"go.opentelemetry.io/collector/pdata/plog"
	"go.opentelemetry.io/collector/processor/processortest"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/metric/metricdata/metricdatatest"
	"go.uber.org/zap"
	"go.uber.org/zap/zaptest/observer"

	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadata"
	"github.com/lethe-otel/lethe/processor/redactcorrelateprocessor/internal/metadatatest"
)

var exemptNow = time.Date(2026, 11, 22, 23, 30, 0, 0, time.FixedZone("east", 3*3600))

func newsletterExempt(until string) ExemptConfig {
	return ExemptConfig{Rule: "email", Service: "newsletter", Key: "recipient", Place: "log.attributes", Until: until, Reason: "contract 17"}
}

func TestExemptMessages(t *testing.T) {
	c := RedactionConfig{
		Rules: []RuleConfig{{Name: "customer_number"}},
		Exempt: []ExemptConfig{
			{},
			{Rule: "contact", Service: "s", Until: "2027-01-01", Reason: "r"},
			{Rule: "unscanned", Service: "s", Until: "2027-01-01", Reason: "r"},
			{Rule: "no_such_rule", Service: "s", Until: "2027-01-01", Reason: " "},
			{Rule: "email", Until: "2027-01-01", Reason: "r"},
			{Rule: "email", Key: "--", Until: "2027-01-01", Reason: "r"},
			{Rule: "email", Place: "attribute.keys", Until: "2027-01-01", Reason: "r"},
			{Rule: "email", Place: "log", Until: "tomorrow", Reason: "r"},
			newsletterExempt("2026-11-21"),
			newsletterExempt("2028-11-23"),
			newsletterExempt("2026-11-22"), // right, as the next ones
			newsletterExempt("2028-11-22"),
			{Rule: "customer_number", Place: "log.body", Until: "2027-01-01", Reason: "r"},
		},
	}
	got := errors.Join(c.validateExempt(exemptNow)...).Error() + "\n"
	c.Exempt = make([]ExemptConfig, 65)
	got += c.validateExempt(exemptNow)[0].Error() + "\n"
	got = strings.ReplaceAll(got, list(exemptPlaces()), "PLACES")
	const file = "testdata/config/exempt_messages.golden"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(got), 0o600))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Equal(t, string(want), got)
}

func exemptBatch() plog.Logs {
	return logsOf(func(r plog.LogRecord) {
		line("", exactTime)(r)
		r.Attributes().PutStr("recipient", "alice@example.com 4111111111111111")
	})
}

// An exemption holds until the end of its last day, in UTC, and ends without a
// restart.
func TestExemptEnds(t *testing.T) {
	tel := componenttest.NewTelemetry()
	t.Cleanup(func() { require.NoError(t, tel.Shutdown(context.Background())) })
	cfg := testConfig()
	e := newsletterExempt(time.Now().UTC().Format(dayFormat))
	e.Service = "shop"
	cfg.Redaction.Exempt = []ExemptConfig{e}
	require.NoError(t, cfg.Validate())
	p, err := newProcessor(metadatatest.NewSettings(tel), cfg, signalLogs)
	require.NoError(t, err)
	require.NoError(t, p.start(t.Context(), componenttest.NewNopHost()))
	last, err := time.Parse(dayFormat, e.Until)
	require.NoError(t, err)
	for _, c := range []struct {
		now  time.Time
		want string
	}{
		{last.Add(24*time.Hour - time.Nanosecond), "alice@example.com [REDACTED:card_number]"},
		{last.Add(24 * time.Hour), "[REDACTED:email] [REDACTED:card_number]"},
		{last.Add(23 * time.Hour), "alice@example.com [REDACTED:card_number]"},
	} {
		p.now = func() time.Time { return c.now }
		ld := exemptBatch()
		require.NoError(t, process(t.Context(), p, logs{}, ld))
		v, _ := ld.ResourceLogs().At(0).ScopeLogs().At(0).LogRecords().At(0).Attributes().Get("recipient")
		assert.Equal(t, c.want, v.Str())
	}
	metadatatest.AssertEqualProcessorRedactCorrelateFindings(t, tel, []metricdata.DataPoint[int64]{
		point(2, "rule", "email", "place", "log.attributes", "action", "keep", "mode", "exempt", "service", "shop"),
		point(1, "rule", "email", "place", "log.attributes", "action", "mask", "mode", "enforce", "service", "shop"),
		point(3, "rule", "card_number", "place", "log.attributes", "action", "mask", "mode", "enforce", "service", "shop"),
	}, metricdatatest.IgnoreTimestamp())
}

// Equal values under other keys and in other services of one batch are decided
// on their own.
func TestExemptScopesDoNotMix(t *testing.T) {
	cfg := testConfig()
	e := newsletterExempt(time.Now().AddDate(0, 1, 0).Format(dayFormat))
	cfg.Redaction.Exempt = []ExemptConfig{e}
	ld := plog.NewLogs()
	for _, service := range []string{"shop", "newsletter", "shop", "newsletter2", "newsletter"} {
		rl := ld.ResourceLogs().AppendEmpty()
		rl.Resource().Attributes().PutStr("service.name", service)
		r := rl.ScopeLogs().AppendEmpty().LogRecords().AppendEmpty()
		for _, key := range []string{"recipient", "sender", "x.recipient"} {
			r.Attributes().PutStr(key, "to alice@example.com")
		}
		r.Body().SetStr("to alice@example.com")
	}
	out := runLogs(t, cfg, ld)
	for i, rl := range out.ResourceLogs().All() {
		r := rl.ScopeLogs().At(0).LogRecords().At(0)
		exempt := i == 1 || i == 4
		for key, want := range map[string]bool{"recipient": exempt, "sender": false, "x.recipient": exempt} {
			v, _ := r.Attributes().Get(key)
			assert.Equal(t, want, strings.Contains(v.Str(), "alice"), "%d %s", i, key)
		}
		assert.Equal(t, "to [REDACTED:email]", r.Body().Str())
	}
}

func TestExemptAndObserveAreAnnounced(t *testing.T) {
	core, seen := observer.New(zap.InfoLevel)
	set := processortest.NewNopSettings(metadata.Type)
	set.Logger = zap.New(core)
	cfg := testConfig()
	until := time.Now().AddDate(0, 1, 0).Format(dayFormat)
	cfg.Redaction.Exempt = []ExemptConfig{newsletterExempt(until), {Rule: "phone", Service: "crm", Until: until, Reason: "x"}}
	cfg.Redaction.Observe = []string{"token"}
	p, err := NewFactory().CreateLogs(t.Context(), set, cfg, consumertest.NewNop())
	require.NoError(t, err)
	startStop(t, p, componenttest.NewNopHost())
	exempt := seen.FilterMessageSnippet("redaction::exempt").All()
	require.Len(t, exempt, 2)
	assert.Equal(t, map[string]any{"rule": "email", "service": "newsletter", "key": "recipient", "place": "log.attributes", "until": until, "reason": "contract 17"}, exempt[0].ContextMap())
	assert.Equal(t, map[string]any{"rule": "phone", "service": "crm", "until": until, "reason": "x"}, exempt[1].ContextMap())
	warned := seen.FilterMessageSnippet("redaction::observe").All()
	require.Len(t, warned, 1)
	assert.Equal(t, zap.WarnLevel, warned[0].Level)
	assert.Equal(t, []any{"token"}, warned[0].ContextMap()["rules"])
}

func TestOwnRuleActionMessage(t *testing.T) {
	c := RedactionConfig{Rules: []RuleConfig{{Name: "a", Anchor: "CUST-", Pattern: "CUST-[0-9]{8}", Action: "blur"}}}
	errs := c.validateOwnRules()
	require.Len(t, errs, 1)
	assert.ErrorContains(t, errs[0], `redaction::rules[0]::action: "blur" is not an action, use keep, mask, `)
}

// YAML reads a day without quotes as a time.
func TestExemptFromYAML(t *testing.T) {
	for _, until := range []string{"2027-06-30", `"2027-06-30"`} {
		raw, err := confmap.NewRetrievedFromYAML([]byte(
			"redaction: {exempt: [{rule: email, service: newsletter, key: recipient, place: log.attributes, until: " + until + ", reason: contract 17}]}"))
		require.NoError(t, err)
		conf, err := raw.AsConf()
		require.NoError(t, err)
		cfg := createDefaultConfig().(*Config)
		require.NoError(t, conf.Unmarshal(cfg))
		assert.Equal(t, []ExemptConfig{newsletterExempt("2027-06-30")}, cfg.Redaction.Exempt)
	}
	conf := confmap.NewFromStringMap(map[string]any{"redaction": map[string]any{"exempt": []any{map[string]any{"rules": "email"}}}})
	assert.ErrorContains(t, conf.Unmarshal(createDefaultConfig().(*Config)), "rules")
}
