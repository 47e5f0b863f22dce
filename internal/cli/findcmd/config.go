package findcmd

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"go.opentelemetry.io/collector/component"
	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configtls"
	"go.opentelemetry.io/collector/confmap"
	"go.opentelemetry.io/collector/otelcol"

	"github.com/lethe-otel/lethe/internal/cli/confread"
)

// exporterSection is what is read of the section of an exporter.
type exporterSection struct {
	Endpoint string                 `mapstructure:"endpoint"`
	TLS      configtls.ClientConfig `mapstructure:"tls"`
	Headers  configopaque.MapList   `mapstructure:"headers"`
	Auth     struct {
		Authenticator string `mapstructure:"authenticator"`
	} `mapstructure:"auth"`
	Tenant      string `mapstructure:"tenant"`
	LogsIndex   string `mapstructure:"logs_index"`
	TracesIndex string `mapstructure:"traces_index"`
}

// fromConfig reads configurations: what the exporters of a gateway say, and over
// it the section find.
func fromConfig(ctx context.Context, set otelcol.CollectorSettings, uris []string) (*settings, error) {
	if len(uris) == 0 {
		return nil, nil
	}
	conf, err := confread.Resolve(ctx, set, uris)
	if err != nil {
		return nil, err
	}
	s, err := fromGateway(conf)
	if err != nil {
		return nil, err
	}
	if !conf.IsSet("find") {
		return s, nil
	}
	section, err := conf.Sub("find")
	if err != nil {
		return nil, fmt.Errorf("read the section find: %w", err)
	}
	var own settings
	if err := section.Unmarshal(&own); err != nil {
		return nil, fmt.Errorf("read the section find: %w", err)
	}
	s.over(&own)
	return s, nil
}

// fromGateway reads the exporters. The address of Jaeger's query API stands in
// no exporter.
func fromGateway(conf *confmap.Conf) (*settings, error) {
	var s settings
	s.Jaeger.why = "its exporter does not know the address of the query API, set --jaeger or " + envPrefix + "JAEGER"
	s.Attribute = attribute(conf)
	name, loki, err := exporter(conf, lokiName)
	if err != nil {
		return nil, err
	}
	if name != "" {
		s.Loki.Endpoint = strings.TrimSuffix(strings.TrimRight(loki.Endpoint, "/"), "/loki/api/v1/push")
		s.Loki.Tenant = loki.Tenant
		s.Loki.take(conf, loki)
	}
	name, search, err := exporter(conf, elasticsearchName)
	if err != nil {
		return nil, err
	}
	if name != "" {
		s.Elasticsearch.Endpoint = search.Endpoint
		if search.LogsIndex != "" || search.TracesIndex != "" {
			indexes := []string{"lethe-logs-*", "lethe-traces-*"}
			if search.LogsIndex != "" {
				indexes[0] = search.LogsIndex + "-*"
			}
			if search.TracesIndex != "" {
				indexes[1] = search.TracesIndex + "-*"
			}
			s.Elasticsearch.Indexes = strings.Join(indexes, ",")
		}
		s.Elasticsearch.take(conf, search)
	}
	return &s, nil
}

// exporter returns the first exporter of a type that has an endpoint.
func exporter(conf *confmap.Conf, kind string) (name string, section *exporterSection, err error) {
	all, _ := conf.Get("exporters").(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		var id component.ID
		if id.UnmarshalText([]byte(name)) != nil || id.Type().String() != kind {
			continue
		}
		body, _ := all[name].(map[string]any)
		var section exporterSection
		if err := confmap.NewFromStringMap(body).Unmarshal(&section, confmap.WithIgnoreUnused()); err != nil {
			return "", nil, fmt.Errorf("exporters::%s: %w", name, err)
		}
		if section.Endpoint != "" {
			return name, &section, nil
		}
	}
	return "", nil, nil
}

// take takes over TLS, headers and credentials of an exporter.
func (e *endpoint) take(conf *confmap.Conf, section *exporterSection) {
	e.TLS = section.TLS
	for _, pair := range section.Headers {
		if e.Headers == nil {
			e.Headers = map[string]configopaque.String{}
		}
		e.Headers[pair.Name] = pair.Value
	}
	if section.Auth.Authenticator == "" {
		return
	}
	var id component.ID
	if id.UnmarshalText([]byte(section.Auth.Authenticator)) != nil {
		return
	}
	extensions, _ := conf.Get("extensions").(map[string]any)
	body, _ := extensions[section.Auth.Authenticator].(map[string]any)
	switch id.Type().String() {
	case "basicauth":
		var auth struct {
			Client struct {
				Username     string              `mapstructure:"username"`
				UsernameFile string              `mapstructure:"username_file"`
				Password     configopaque.String `mapstructure:"password"`
				PasswordFile string              `mapstructure:"password_file"`
			} `mapstructure:"client_auth"`
		}
		if confmap.NewFromStringMap(body).Unmarshal(&auth, confmap.WithIgnoreUnused()) == nil {
			e.Username = orFile(auth.Client.Username, auth.Client.UsernameFile)
			e.Password = configopaque.String(orFile(string(auth.Client.Password), auth.Client.PasswordFile))
		}
	case "bearertokenauth":
		var auth struct {
			Token    configopaque.String `mapstructure:"token"`
			Filename string              `mapstructure:"filename"`
			Scheme   string              `mapstructure:"scheme"`
		}
		if confmap.NewFromStringMap(body).Unmarshal(&auth, confmap.WithIgnoreUnused()) == nil {
			token := configopaque.String(orFile(string(auth.Token), auth.Filename))
			if strings.EqualFold(auth.Scheme, "ApiKey") {
				e.APIKey = token
			} else {
				e.Token = token
			}
		}
	}
}

// orFile returns the content of the file where one is named and readable.
func orFile(value, file string) string {
	if file == "" {
		return value
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return value
	}
	return strings.TrimSpace(string(content))
}

// attribute returns the attribute that the processor puts the id into.
func attribute(conf *confmap.Conf) string {
	processors, _ := conf.Get("processors").(map[string]any)
	for _, name := range slices.Sorted(maps.Keys(processors)) {
		var id component.ID
		if id.UnmarshalText([]byte(name)) != nil || id.Type().String() != "redact_correlate" {
			continue
		}
		body, _ := processors[name].(map[string]any)
		correlation, _ := body["correlation"].(map[string]any)
		if value, ok := correlation["attribute"].(string); ok {
			return value
		}
	}
	return ""
}
