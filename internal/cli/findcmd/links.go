package findcmd

import (
	"encoding/json"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/lethe-otel/lethe/internal/correlate"
)

// link leads to a user interface.
type link struct {
	Name string `json:"name"`
	URL  string `json:"url"`
}

// margin is what links show before and after what was found.
const margin = 10 * time.Minute

// links lead to everything with the ids.
func (l *linkSettings) links(attribute string, ids, traces []string, from, to time.Time) []link {
	from, to = from.Add(-margin), to.Add(margin)
	var all []link
	if base := strings.TrimRight(l.Jaeger, "/"); base != "" {
		for _, t := range traces {
			all = append(all, link{"Jaeger", base + "/trace/" + t})
		}
	}
	q := question{ids: ids}
	for _, t := range traces {
		q.traces = append(q.traces, correlate.Readings(t)...)
	}
	if q.empty() {
		return all
	}
	if base := strings.TrimRight(l.Grafana, "/"); base != "" {
		expr := (&loki{selector: defaultSelector, attribute: normalName(attribute)}).logQL(&q)
		all = append(all, link{"Grafana", base + "/explore?schemaVersion=1&orgId=1&panes=" + escape(grafanaPanes(l.GrafanaLoki, expr, from, to))})
	}
	if base := strings.TrimRight(l.Kibana, "/"); base != "" {
		all = append(all, link{"Kibana", base + "/app/discover#/?_g=(time:(from:'" + rison(from) + "',to:'" + rison(to) +
			"'))&_a=(index:" + url.PathEscape(l.KibanaView) + ",query:(language:kuery,query:'" + escape(kuery(attribute, &q)) + "'))"})
	}
	return all
}

// grafanaPanes is the state of Grafana's Explore.
func grafanaPanes(uid, expr string, from, to time.Time) string {
	type object = map[string]any
	panes, err := json.Marshal(object{"lethe": object{
		"datasource": uid,
		"queries": []any{object{
			"refId": "A", "expr": expr, "queryType": "range", "datasource": object{"type": "loki", "uid": uid},
		}},
		"range": object{"from": strconv.FormatInt(from.UnixMilli(), 10), "to": strconv.FormatInt(to.UnixMilli(), 10)},
	}})
	if err != nil {
		return ""
	}
	return string(panes)
}

// kuery is the query in Kibana's language. The ids hold nothing that could end
// their quotes.
func kuery(attribute string, q *question) string {
	fields := []string{attribute}
	if attribute != correlationAttribute {
		fields = (&elasticsearch{attribute: attribute}).fields()
	}
	var parts []string
	for _, id := range q.ids {
		for _, field := range fields {
			parts = append(parts, field+`:"`+id+`"`)
		}
	}
	for _, t := range q.traces {
		parts = append(parts, `trace.id:"`+t.String()+`"`)
	}
	return strings.Join(parts, " or ")
}

func rison(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

// escape keeps the text whole in a query or fragment, spaces included.
func escape(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(url.QueryEscape(text), "+", "%20"), "'", "%27")
}

// normalName is the name that Loki gives to an attribute: runs of other
// characters than letters and digits become one underscore.
func normalName(name string) string {
	var b strings.Builder
	underscore := false
	for i := range len(name) {
		c := name[i]
		if c|0x20 >= 'a' && c|0x20 <= 'z' || c >= '0' && c <= '9' {
			b.WriteByte(c)
			underscore = false
			continue
		}
		if !underscore {
			b.WriteByte('_')
		}
		underscore = true
	}
	return b.String()
}
