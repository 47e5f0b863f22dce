package redactcorrelateprocessor

import (
	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"

	"github.com/lethe-otel/lethe/internal/redact"
)

// Config is the configuration of a redact_correlate processor.
type Config struct {
	// Redaction says what is looked for and what happens to it.
	Redaction RedactionConfig `mapstructure:"redaction"`
	// Correlation says how trace and correlation ids are joined.
	Correlation CorrelationConfig `mapstructure:"correlation"`
	// RecordID is the identity of a record across resends, queues and backends.
	RecordID RecordIDConfig `mapstructure:"record_id"`
	// RequestMetadata are the headers of the request that may pass.
	RequestMetadata RequestMetadataConfig `mapstructure:"request_metadata"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// RedactionConfig configures what is looked for and what happens to it.
type RedactionConfig struct {
	// Mode is enforce, or observe: count what is found and change nothing.
	// Default: enforce.
	Mode string `mapstructure:"mode"`
	// AcknowledgeRawData must be true for observe: unredacted data then goes to
	// the exporters. Default: false.
	AcknowledgeRawData bool `mapstructure:"acknowledge_raw_data"`
	// Packs are the sets of rules that are on. Default: all that are on by
	// default in the engine.
	Packs []string `mapstructure:"packs"`
	// Actions by rule, pack or "default": keep, mask, remove, partial, pseudonym
	// or truncate. The most specific one wins. A pack or the default gives a
	// rule no action that it cannot have or that would not be safe for it: the
	// rule masks. Default: mask.
	Actions map[string]string `mapstructure:"actions"`
	// MaskText takes the place of what is masked, {rule} in it being the name of
	// the rule. Default: [REDACTED:{rule}].
	MaskText string `mapstructure:"mask_text"`
	// AcceptEnumeration lets a rule whose values are a small set, named in
	// actions, have pseudonyms: who can send and read records can try out all of
	// them. Default: false.
	AcceptEnumeration bool `mapstructure:"accept_enumeration"`
	// Pseudonym are the keys of the action pseudonym.
	Pseudonym PseudonymConfig `mapstructure:"pseudonym"`
	// Keys adjusts which names of attributes and fields are sensitive.
	Keys KeysConfig `mapstructure:"keys"`
	// Observe names rules that are only counted, while all others enforce: a
	// way to try a new rule. Default: none.
	Observe []string `mapstructure:"observe"`
	// Rules are the operator's own, at most 100. Default: none.
	Rules []RuleConfig `mapstructure:"rules"`
	// Exempt lets findings stay where a rule, a scope, an end and a reason say
	// so, at most 64. Default: none.
	Exempt []ExemptConfig `mapstructure:"exempt"`
	// Limits bounds the work on one record.
	Limits LimitsConfig `mapstructure:"limits"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// KeysConfig adjusts which names are sensitive.
type KeysConfig struct {
	// Deny is added to the built-in list: the whole value or subtree goes.
	Deny []string `mapstructure:"deny"`
	// Allow lifts the rule of a name; the content is still looked at.
	Allow []string `mapstructure:"allow"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// LimitsConfig bounds the work on one record.
type LimitsConfig struct {
	// MaxDepth is how many levels of nested maps, lists and documents inside
	// texts are scanned; what lies deeper is replaced as a whole. Unit: levels,
	// 1 to 100. Default: 32.
	MaxDepth int `mapstructure:"max_depth"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// CorrelationConfig configures how trace and correlation ids are joined.
type CorrelationConfig struct {
	// Attribute is the name of the attribute that carries the correlation id on
	// every log record and span. Default: correlation.id.
	Attribute string `mapstructure:"attribute"`
	// Sources of a correlation id, best first; a source that is not listed is
	// not used. "default" is correlation_id, request_id_root, request_id,
	// baggage. Default: default.
	Sources []string `mapstructure:"sources"`
	// Patterns are the formats of lines without keys in which a request id
	// stands at a known place: envoy (also Istio), ingress_nginx, rails,
	// openstack, mod_unique_id. Default: none.
	Patterns []string `mapstructure:"patterns"`
	// Store is the id of the correlation_store extension that the pipelines
	// share. Without one the processor remembers on its own, so that logs and
	// spans are joined only within their own pipeline. Default: none.
	Store *component.ID `mapstructure:"store"`
	// FillTraceID is unique: a log record with a correlation id and without a
	// trace id gets the trace id that is live under that id, if it is the only
	// one; or never. Default: unique.
	FillTraceID string `mapstructure:"fill_trace_id"`
	// PairRecords: where records of a trace went by before its correlation id was
	// known, a small log record with both ids follows in the logs pipeline, so
	// that the one leads to the other. Default: true.
	PairRecords bool `mapstructure:"pair_records"`
	// EnvoyUUID: Envoy writes its sampling decision into the 15th character of a
	// UUID in x-request-id, so that one request has two ids. With it, that
	// character of a UUID is written as 4 in the correlation id. Default: false.
	EnvoyUUID bool `mapstructure:"envoy_uuid"`
	// Tenant says whose ids they are: those of one tenant are never joined with
	// those of another.
	Tenant TenantConfig `mapstructure:"tenant"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// TenantConfig says where the name of the tenant stands in a request. What
// stands in neither place, or is longer than 256 bytes, belongs to the tenant
// without a name.
type TenantConfig struct {
	// AuthAttribute is the attribute of the authenticated identity, as the
	// authenticator of the receiver sets it. Default: none.
	AuthAttribute string `mapstructure:"auth_attribute"`
	// MetadataKey is the header, for gateways whose senders may name their tenant
	// themselves; the receiver needs include_metadata. Default: none.
	MetadataKey string `mapstructure:"metadata_key"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// RecordIDConfig configures the record id.
type RecordIDConfig struct {
	// Key is the secret of the keyed hash that makes record ids: 32 random
	// bytes in hex or base64. Replicas share it; a new key makes every resend
	// a new record. Required.
	Key configopaque.String `mapstructure:"key"`

	// prevent unkeyed literal initialization
	_ struct{}
}

// RequestMetadataConfig configures which headers of a request pass.
type RequestMetadataConfig struct {
	// Allow lists the headers that are passed on, redacted. All others, the
	// client's address and its authentication end here, because the queues of
	// the exporters write them to disk. Default: x-scope-orgid, the tenant.
	Allow []string `mapstructure:"allow"`

	// prevent unkeyed literal initialization
	_ struct{}
}

var _ component.Config = (*Config)(nil)

func createDefaultConfig() component.Config {
	return &Config{
		Redaction: RedactionConfig{
			Mode:     modeEnforce,
			MaskText: redact.DefaultMaskText,
			Limits:   LimitsConfig{MaxDepth: 32},
		},
		Correlation: CorrelationConfig{
			Attribute:   "correlation.id",
			Sources:     []string{sourcesDefault},
			FillTraceID: fillUnique,
			PairRecords: true,
		},
		RequestMetadata: RequestMetadataConfig{Allow: []string{"x-scope-orgid"}},
	}
}
