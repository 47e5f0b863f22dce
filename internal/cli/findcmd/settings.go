package findcmd

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"time"

	"go.opentelemetry.io/collector/config/configopaque"
	"go.opentelemetry.io/collector/config/configtls"
)

const (
	defaultTimeout  = 30 * time.Second
	defaultSelector = `{service_name=~".+"}`
	defaultIndexes  = "lethe-logs-*,lethe-traces-*"
	envPrefix       = "LETHE_FIND_"
)

// endpoint is how to reach the query API of one backend.
type endpoint struct {
	// Endpoint is the base URL of the query API, without credentials in it. A
	// backend without one is not asked.
	Endpoint string `mapstructure:"endpoint"`
	// Username and Password are sent as basic authentication, Token as bearer
	// token, APIKey as the API key of Elasticsearch.
	Username string              `mapstructure:"username"`
	Password configopaque.String `mapstructure:"password"`
	Token    configopaque.String `mapstructure:"token"`
	APIKey   configopaque.String `mapstructure:"api_key"`
	// Headers are sent with each request.
	Headers map[string]configopaque.String `mapstructure:"headers"`
	// TLS has the options of the collector's clients: ca_file, cert_file,
	// key_file, server_name_override, insecure_skip_verify …
	TLS configtls.ClientConfig `mapstructure:"tls"`
	// Timeout bounds each request; 30 seconds by default.
	Timeout time.Duration `mapstructure:"timeout"`

	// why is the reason for which there is no endpoint.
	why string
}

type lokiSettings struct {
	endpoint `mapstructure:",squash"`
	// Tenant is sent as X-Scope-OrgID; several are joined with "|".
	Tenant string `mapstructure:"tenant"`
	// Selector is the selector of streams; {service_name=~".+"} by default.
	Selector string `mapstructure:"selector"`
}

type elasticsearchSettings struct {
	endpoint `mapstructure:",squash"`
	// Indexes are names and patterns of indexes, with commas between them;
	// lethe-logs-*,lethe-traces-* by default.
	Indexes string `mapstructure:"indexes"`
}

type jaegerSettings struct {
	endpoint `mapstructure:",squash"`
}

// linkSettings are the addresses of the user interfaces, as a browser knows
// them. Without an address there is no link.
type linkSettings struct {
	Grafana string `mapstructure:"grafana"`
	// GrafanaLoki is the uid of the data source; "loki" by default.
	GrafanaLoki string `mapstructure:"grafana_loki"`
	Kibana      string `mapstructure:"kibana"`
	// KibanaView is the id of the data view; "lethe" by default.
	KibanaView string `mapstructure:"kibana_view"`
	Jaeger     string `mapstructure:"jaeger"`
}

// settings are the section find of a configuration, and what the environment
// and the flags say.
type settings struct {
	Loki          lokiSettings          `mapstructure:"loki"`
	Elasticsearch elasticsearchSettings `mapstructure:"elasticsearch"`
	Jaeger        jaegerSettings        `mapstructure:"jaeger"`
	Links         linkSettings          `mapstructure:"links"`
	// Attribute holds the correlation id; correlation.id by default.
	Attribute string `mapstructure:"attribute"`
}

func (s *settings) endpoints() map[string]*endpoint {
	return map[string]*endpoint{
		lokiName: &s.Loki.endpoint, elasticsearchName: &s.Elasticsearch.endpoint, jaegerName: &s.Jaeger.endpoint,
	}
}

// over puts a higher level over this one. Credentials do not follow to another
// server than the one that they were given for.
func (e *endpoint) over(higher *endpoint) {
	if higher.Endpoint != "" && origin(higher.Endpoint) != origin(e.Endpoint) {
		*e = endpoint{Timeout: e.Timeout}
	}
	e.Endpoint = cmp.Or(higher.Endpoint, e.Endpoint)
	if higher.Username != "" || higher.Password != "" || higher.Token != "" || higher.APIKey != "" {
		// One way to authenticate, not a mix of two levels.
		if higher.Token != "" || higher.APIKey != "" || e.Token != "" || e.APIKey != "" {
			e.Username, e.Password, e.Token, e.APIKey = "", "", "", ""
		}
		e.Username = cmp.Or(higher.Username, e.Username)
		e.Password = cmp.Or(higher.Password, e.Password)
		e.Token, e.APIKey = higher.Token, higher.APIKey
	}
	if len(higher.Headers) > 0 {
		headers := maps.Clone(e.Headers)
		if headers == nil {
			headers = map[string]configopaque.String{}
		}
		maps.Copy(headers, higher.Headers)
		e.Headers = headers
	}
	if higher.TLS.CAFile != "" || higher.TLS.CertFile != "" || higher.TLS.InsecureSkipVerify || higher.TLS.ServerName != "" || higher.TLS.CAPem != "" {
		e.TLS = higher.TLS
	}
	e.Timeout = cmp.Or(higher.Timeout, e.Timeout)
	e.why = cmp.Or(higher.why, e.why)
}

func (s *settings) over(higher *settings) {
	s.Loki.over(&higher.Loki.endpoint)
	s.Loki.Tenant = cmp.Or(higher.Loki.Tenant, s.Loki.Tenant)
	s.Loki.Selector = cmp.Or(higher.Loki.Selector, s.Loki.Selector)
	s.Elasticsearch.over(&higher.Elasticsearch.endpoint)
	s.Elasticsearch.Indexes = cmp.Or(higher.Elasticsearch.Indexes, s.Elasticsearch.Indexes)
	s.Jaeger.over(&higher.Jaeger.endpoint)
	s.Attribute = cmp.Or(higher.Attribute, s.Attribute)
	s.Links.Grafana = cmp.Or(higher.Links.Grafana, s.Links.Grafana)
	s.Links.GrafanaLoki = cmp.Or(higher.Links.GrafanaLoki, s.Links.GrafanaLoki)
	s.Links.Kibana = cmp.Or(higher.Links.Kibana, s.Links.Kibana)
	s.Links.KibanaView = cmp.Or(higher.Links.KibanaView, s.Links.KibanaView)
	s.Links.Jaeger = cmp.Or(higher.Links.Jaeger, s.Links.Jaeger)
}

func (s *settings) defaults() {
	s.Loki.Selector = cmp.Or(s.Loki.Selector, defaultSelector)
	s.Elasticsearch.Indexes = cmp.Or(s.Elasticsearch.Indexes, defaultIndexes)
	s.Attribute = cmp.Or(s.Attribute, correlationAttribute)
	s.Links.GrafanaLoki = cmp.Or(s.Links.GrafanaLoki, "loki")
	s.Links.KibanaView = cmp.Or(s.Links.KibanaView, "lethe")
	for _, e := range s.endpoints() {
		e.Timeout = cmp.Or(e.Timeout, defaultTimeout)
	}
}

// origin is what credentials are given for.
func origin(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return strings.ToLower(u.Scheme + "://" + u.Hostname() + ":" + port)
}

// validate reports all mistakes at once, without values that could be secret.
func (s *settings) validate() error {
	var errs []error
	configured := false
	endpoints := s.endpoints()
	for _, name := range backendNames {
		e := endpoints[name]
		if e.Timeout < 0 {
			errs = append(errs, fmt.Errorf("%s: timeout: %s is below zero", name, e.Timeout))
		}
		if e.Endpoint == "" {
			continue
		}
		configured = true
		errs = append(errs, checkAddress(name, e.Endpoint))
		ways := 0
		for _, used := range []bool{e.Username != "" || e.Password != "", e.Token != "", e.APIKey != ""} {
			if used {
				ways++
			}
		}
		if ways > 1 {
			errs = append(errs, fmt.Errorf("%s: username with password, token and api_key: use one of them", name))
		}
	}
	for _, l := range []link{{"grafana", s.Links.Grafana}, {"kibana", s.Links.Kibana}, {"jaeger", s.Links.Jaeger}} {
		if l.URL != "" {
			errs = append(errs, checkAddress("links: "+l.Name, l.URL))
		}
	}
	if !configured {
		var whys []string
		for _, name := range backendNames {
			if why := endpoints[name].why; why != "" {
				whys = append(whys, name+": "+why)
			}
		}
		text := "there is no backend to ask: set --loki, --elasticsearch or --jaeger, the environment (" +
			envPrefix + "LOKI, " + envPrefix + "ELASTICSEARCH, " + envPrefix + "JAEGER) or --config"
		if len(whys) > 0 {
			text += "; " + strings.Join(whys, "; ")
		}
		errs = append(errs, errors.New(text))
	}
	if !strings.HasPrefix(s.Loki.Selector, "{") || !strings.HasSuffix(s.Loki.Selector, "}") {
		errs = append(errs, fmt.Errorf("loki: selector: %q is none, use one such as %s", s.Loki.Selector, defaultSelector))
	}
	if strings.ContainsAny(s.Elasticsearch.Indexes, "/?#\\ \"<>|") {
		errs = append(errs, fmt.Errorf("elasticsearch: indexes: %q are no names of indexes, use some such as %s", s.Elasticsearch.Indexes, defaultIndexes))
	}
	return errors.Join(errs...)
}

func checkAddress(name, address string) error {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return fmt.Errorf("%s: the address is not valid, use one such as https://%s.example", name, strings.TrimPrefix(name, "links: "))
	case u.User != nil:
		return fmt.Errorf("%s: there are credentials in the address, use username and password", name)
	case u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("%s: the address has a query or a fragment, use the base address", name)
	}
	return nil
}

// fromEnvironment reads the variables.
func fromEnvironment(getenv func(string) string) (*settings, error) {
	var s settings
	var errs []error
	endpoints := s.endpoints()
	for _, name := range backendNames {
		e, prefix := endpoints[name], envPrefix+strings.ToUpper(name)
		e.Endpoint = getenv(prefix)
		e.Username = getenv(prefix + "_USERNAME")
		e.Password = configopaque.String(getenv(prefix + "_PASSWORD"))
		e.Token = configopaque.String(getenv(prefix + "_TOKEN"))
		e.APIKey = configopaque.String(getenv(prefix + "_API_KEY"))
		e.TLS.CAFile = getenv(prefix + "_CA_FILE")
		headers, err := parseHeaders(getenv(prefix + "_HEADERS"))
		if err != nil {
			errs = append(errs, fmt.Errorf("%s_HEADERS: %w", prefix, err))
		}
		e.Headers = headers
		if text := getenv(prefix + "_TIMEOUT"); text != "" {
			if e.Timeout, err = time.ParseDuration(text); err != nil {
				errs = append(errs, fmt.Errorf("%s_TIMEOUT: %q is no duration, use one such as 30s", prefix, text))
			}
		}
	}
	s.Loki.Tenant = getenv(envPrefix + "LOKI_TENANT")
	s.Loki.Selector = getenv(envPrefix + "LOKI_SELECTOR")
	s.Elasticsearch.Indexes = getenv(envPrefix + "ELASTICSEARCH_INDEXES")
	s.Attribute = getenv(envPrefix + "ATTRIBUTE")
	s.Links = linkSettings{
		Grafana: getenv(envPrefix + "LINK_GRAFANA"), GrafanaLoki: getenv(envPrefix + "LINK_GRAFANA_LOKI"),
		Kibana: getenv(envPrefix + "LINK_KIBANA"), KibanaView: getenv(envPrefix + "LINK_KIBANA_VIEW"),
		Jaeger: getenv(envPrefix + "LINK_JAEGER"),
	}
	return &s, errors.Join(errs...)
}

// parseHeaders reads name=value, several with commas between them, as
// OTEL_EXPORTER_OTLP_HEADERS has them.
func parseHeaders(text string) (map[string]configopaque.String, error) {
	if text == "" {
		return nil, nil
	}
	headers := map[string]configopaque.String{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, ok := strings.Cut(part, "=")
		name = strings.TrimSpace(name)
		plain, err := url.PathUnescape(strings.TrimSpace(value))
		if !ok || name == "" || err != nil {
			return nil, errors.New("is no list of name=value")
		}
		headers[name] = configopaque.String(plain)
	}
	return headers, nil
}

// load joins the levels: configuration, environment, flags.
func load(config, flags *settings) (*settings, error) {
	environment, err := fromEnvironment(os.Getenv)
	if err != nil {
		return nil, err
	}
	all := settings{}
	for _, level := range slices.DeleteFunc([]*settings{config, environment, flags}, func(s *settings) bool { return s == nil }) {
		all.over(level)
	}
	all.defaults()
	return &all, all.validate()
}
