package redactcmd

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/internal/cli/confread"
	"github.com/lethe-otel/lethe/internal/redact"
)

const (
	processorsKey = "processors"
	redactionKey  = "redaction"
)

var processorType = component.MustNewType("redact_correlate")

// ruleSet is how to redact: the engine for text, and the section of the
// processor that it was made from.
type ruleSet struct {
	engine  *redact.Engine
	infos   []redact.RuleInfo
	section map[string]any
}

// redactionSection is what the engine needs of the processor's section. The
// names are the processor's. An unknown name is an error, because leaving out
// a rule that the gateway has would let pass what the gateway masks.
type redactionSection struct {
	Packs            []string          `mapstructure:"packs"`
	Actions          map[string]string `mapstructure:"actions"`
	pseudonymSection `mapstructure:",squash"`
	Keys             struct {
		Deny  []string `mapstructure:"deny"`
		Allow []string `mapstructure:"allow"`
	} `mapstructure:"keys"`
	Limits struct {
		MaxDepth int `mapstructure:"max_depth"`
	} `mapstructure:"limits"`
	// Rules are the operator's own, Observe what is only counted.
	Rules   []ownRule `mapstructure:"rules"`
	Observe []string  `mapstructure:"observe"`
	// Exempt is about services, keys and places, which lines of text do not
	// have; the processor applies it to OTLP.
	Exempt []map[string]any `mapstructure:"exempt"`
	// Mode and AcknowledgeRawData are about what the gateway does with what is
	// found. This command always redacts.
	Mode               string `mapstructure:"mode"`
	AcknowledgeRawData bool   `mapstructure:"acknowledge_raw_data"`
}

// loadRules compiles the rules of a configuration, or the default ones.
func loadRules(ctx context.Context, set otelcol.CollectorSettings, uris []string, processor string) (*ruleSet, error) {
	section := map[string]any{}
	if len(uris) > 0 {
		var err error
		if section, err = resolveSection(ctx, set, uris, processor); err != nil {
			return nil, err
		}
	}
	var parsed redactionSection
	if err := confmap.NewFromStringMap(section).Unmarshal(&parsed); err != nil {
		return nil, fmt.Errorf("read the section redaction: %w", err)
	}
	if len(uris) > 0 {
		if err := checkSection(set, section); err != nil {
			return nil, fmt.Errorf("the configuration is not valid: %w", err)
		}
	}
	keys, err := parsed.keys()
	if err != nil {
		return nil, err
	}
	options := redact.Options{
		MaskText: parsed.MaskText, AcceptEnumeration: parsed.AcceptEnumeration, Pseudonym: keys,
		Packs: parsed.Packs, DenyKeys: parsed.Keys.Deny, AllowKeys: parsed.Keys.Allow, MaxDepth: parsed.Limits.MaxDepth,
		Actions: make(map[string]redact.Action, len(parsed.Actions)),
	}
	for name, text := range parsed.Actions {
		action, err := redact.ParseAction(text)
		if err != nil {
			return nil, fmt.Errorf("redaction::actions::%s: %w", name, err)
		}
		options.Actions[name] = action
	}
	if err := parsed.own(&options); err != nil {
		return nil, err
	}
	engine, err := redact.New(options)
	if err != nil {
		return nil, err
	}
	return &ruleSet{engine: engine, infos: engine.Describe(), section: section}, nil
}

// checkSection lets the processor itself judge the section.
func checkSection(set otelcol.CollectorSettings, section map[string]any) error {
	factories, err := set.Factories()
	if err != nil {
		return err
	}
	factory, ok := factories.Processors[processorType]
	if !ok {
		return fmt.Errorf("there is no processor %s in this binary", processorType)
	}
	return processorConfig(factory.CreateDefaultConfig(), section, nil)
}

// resolveSection returns the redaction section of the processor, references to
// the environment and to files replaced. First it tries with that section
// alone, so that nobody needs the passwords of the exporters to redact a file.
func resolveSection(ctx context.Context, set otelcol.CollectorSettings, uris []string, processor string) (map[string]any, error) {
	raw, err := retrieve(ctx, set, uris)
	if err != nil {
		return nil, err
	}
	processors, err := raw.Sub(processorsKey)
	if err != nil {
		return resolveWhole(ctx, set, uris, processor)
	}
	name, body, err := pick(processors.ToStringMap(), processor)
	if err != nil {
		return nil, err
	}
	if _, ok := body.(map[string]any); !ok && body != nil {
		return resolveWhole(ctx, set, uris, processor)
	}
	section, _ := body.(map[string]any)
	return expand(ctx, set, name, section[redactionKey])
}

func resolveWhole(ctx context.Context, set otelcol.CollectorSettings, uris []string, processor string) (map[string]any, error) {
	conf, err := confread.Resolve(ctx, set, uris)
	if err != nil {
		return nil, err
	}
	processors, err := conf.Sub(processorsKey)
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", processorsKey, err)
	}
	name, body, err := pick(processors.ToStringMap(), processor)
	if err != nil {
		return nil, err
	}
	section, _ := body.(map[string]any)
	return asSection(name, section[redactionKey])
}

// pick finds the processor that is meant.
func pick(processors map[string]any, wanted string) (name string, body any, err error) {
	var names []string
	for _, n := range slices.Sorted(maps.Keys(processors)) {
		var id component.ID
		if err := id.UnmarshalText([]byte(n)); err == nil && id.Type() == processorType {
			names = append(names, n)
		}
	}
	switch {
	case wanted != "" && slices.Contains(names, wanted):
		return wanted, processors[wanted], nil
	case len(names) == 0:
		return "", nil, fmt.Errorf("there is no processor %s in the configuration", processorType)
	case wanted != "":
		return "", nil, fmt.Errorf("--processor: there is no %q in the configuration, use %s", wanted, strings.Join(names, " or "))
	case len(names) > 1:
		return "", nil, fmt.Errorf("the configuration has several processors, choose one: --processor %s", strings.Join(names, " or --processor "))
	}
	return names[0], processors[names[0]], nil
}

func asSection(name string, body any) (map[string]any, error) {
	if body == nil {
		return map[string]any{}, nil
	}
	section, ok := body.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("processors::%s::%s: is not a map", name, redactionKey)
	}
	return section, nil
}

// processorConfig fills a default configuration of the processor. The record id
// has no part in redaction, so that any key does.
func processorConfig(cfg component.Config, section, correlation map[string]any) error {
	var key [32]byte
	if _, err := rand.Read(key[:]); err != nil {
		return err
	}
	conf := confmap.NewFromStringMap(map[string]any{
		redactionKey:  section,
		"correlation": correlation,
		"record_id":   map[string]any{"key": hex.EncodeToString(key[:])},
	})
	if err := conf.Unmarshal(cfg); err != nil {
		return err
	}
	return confmap.Validate(cfg)
}

// expand resolves the references within a section.
func expand(ctx context.Context, set otelcol.CollectorSettings, name string, body any) (map[string]any, error) {
	settings := set.ConfigProviderSettings.ResolverSettings
	const scheme = "section"
	settings.ProviderFactories = append(slices.Clone(settings.ProviderFactories), sectionFactory(scheme, body))
	settings.ConverterFactories = nil
	settings.URIs = []string{scheme + ":"}
	conf, err := confread.ResolveWith(ctx, settings)
	if err != nil {
		return nil, err
	}
	return asSection(name, conf.Get(redactionKey))
}
