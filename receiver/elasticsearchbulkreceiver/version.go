package elasticsearchbulkreceiver

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// agentPattern finds the version of senders of Elastic in their User-Agent:
// "Elastic-filebeat/8.15.0 (linux; …)", "Filebeat/7.3.0 (…)" as older Beats say
// it, "Elastic-elastic-agent/9.0.1 (…)", "Logstash/8.13.0 (OS=…)", "Logstash
// 7.17.0 (…)". The clients of Elastic ("elastic-transport-ruby/8.3.5") have
// versions of their own.
var agentPattern = regexp.MustCompile(`(?i)^(?:(?:elastic-)?[a-z-]{0,40}(?:beat|agent|server)|logstash)[/ ]v?([0-9]{1,3}\.[0-9]{1,3}\.[0-9]{1,3})\b`)

// clientPattern finds the major version of an official client in its
// User-Agent: "elasticsearch-py/7.17.9 (…)", "go-elasticsearch/7.17.7 (…)".
var clientPattern = regexp.MustCompile(`^(?:elasticsearch-[a-z]{1,20}|go-elasticsearch|elastic-transport-[a-z]{1,20})/([0-9]{1,3})\.`)

// version is what a client is told: senders of Elastic their own, so that none
// finds the server too old, and all others the configured one.
func (c *Config) versionFor(r *http.Request) string {
	if found := agentPattern.FindStringSubmatch(userAgent(r)); found != nil {
		return found[1]
	}
	return c.Version
}

// wantsType says whether the answers carry _type, as those of Elasticsearch 7
// do: its Java client reads none without.
func (c *Config) wantsType(r *http.Request) bool {
	if compatible := compatibleWith(r); compatible != "" {
		return compatible == "7"
	}
	agent := userAgent(r)
	if found := clientPattern.FindStringSubmatch(agent); found != nil {
		return found[1] == "7"
	}
	return majorOf(c.versionFor(r)) == 7
}

// userAgent is the part of the header that the patterns need.
func userAgent(r *http.Request) string {
	agent := r.UserAgent()
	return agent[:min(len(agent), 256)]
}

// isOpenSearch says whether a client expects an OpenSearch server: the output
// of Logstash for it refuses any other.
func isOpenSearch(r *http.Request) bool {
	return strings.Contains(strings.ToLower(userAgent(r)), "opensearch")
}

func majorOf(version string) int {
	major, _, _ := strings.Cut(version, ".")
	n, err := strconv.Atoi(major)
	if err != nil {
		return 0
	}
	return n
}
