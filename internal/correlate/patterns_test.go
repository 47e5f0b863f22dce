package correlate

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const (
	nginxLine = `1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" 88 0.003 [default-a-80] [] 10.0.0.3:80 612 0.003 200 ` + ridHex
	envoyLine = `[2026-11-22T10:00:00.000Z] "GET /a?b=1 HTTP/1.1" 200 - 0 1154 0 - "-" "curl/8 (x; y)" "` + uuid + `" "a.example" "127.0.0.1:8080"`
	istioLine = `[2026-11-22T10:00:00.000Z] "GET /a HTTP/1.1" 503 UF via_upstream - "connection [timeout]" 0 1154 0 - "-" "curl/8" "` + uuid + `" "a.example" "127.0.0.1:8080" outbound|80||a 10.0.0.1:1 10.0.0.2:2 10.0.0.3:3 - default`
	novaLine  = `nova-api.log 2026-11-22 10:00:00.008 25746 INFO nova.wsgi [req-` + uuid + ` 113d3a99c3da401fbd62cc2caa5b96d2 54fadb412c4e40cdbaed9335e4c35a9e - - -] 10.11.10.1 "GET /v2/servers HTTP/1.1" status: 200`
)

// positionCases are read without a name.
func positionCases() []extractCase {
	return []extractCase{
		textCase("new relic", "2026 INFO done NR-LINKING|MXxBUE18QVB|host-1|"+tr32+"|"+sp16+"|shop|", tr32, sp16, ""),
		textCase("new relic without a span", "done NR-LINKING|MXxBUE18QVB|host-1|"+tr32+"||shop|", tr32, "", ""),
		textCase("new relic without a trace", "done NR-LINKING|MXxBUE18QVB|host-1|||shop|", "", "", ""),
		textCase("new relic in json", `{"log":"done NR-LINKING|MXxBUE18QVB|host-1|`+tr32+`|`+sp16+`|shop|\n","stream":"stdout"}`, tr32, sp16, ""),
		textCase("new relic, cut off", "done NR-LINKING|MXxBUE18QVB|host-1|"+tr32, "", "", ""),
		textCase("new relic, other places", "done NR-LINKING|"+tr32+"|host-1|shop|"+sp16+"|x|", "", "", ""),
		textCase("sleuth", "2026-11-22 10:00:00.000  INFO [shop,"+tr32+","+sp16+",true] 1 --- [main] c.e.A : done", tr32, sp16, ""),
		textCase("sleuth, 64 bits", "INFO [shop-api,"+tr16+","+sp16+",false] 1 --- [main] c.e.A : done", pad+tr16, sp16, ""),
		textCase("sleuth 3", "INFO [shop,"+tr32+","+sp16+"] 1 --- [main] c.e.A : done", tr32, sp16, ""),
		textCase("sleuth without a name", "INFO [,"+tr32+","+sp16+",] 1 --- [main] c.e.A : done", tr32, sp16, ""),
		textCase("sleuth without a trace", "INFO [shop,,,] 1 --- [main] c.e.A : done", "", "", ""),
		textCase("boot 3", "2026-11-22T10:00:00.000Z  INFO 1 --- [shop] [main] ["+tr32+"-"+sp16+"] c.e.A : done", tr32, sp16, ""),
		textCase("boot 3, upper case", "INFO 1 --- [main] ["+strings.ToUpper(tr32+"-"+sp16)+"] c.e.A : done", tr32, sp16, ""),
		textCase("boot 3, 64 bits", "INFO 1 --- [main] ["+tr16+strings.Repeat(" ", 16)+"-"+sp16+"] c.e.A : done", pad+tr16, sp16, ""),
		textCase("boot 3 with a name", "INFO [shop,"+tr32+"-"+sp16+"] 1 --- [main] c.e.A : done", tr32, sp16, ""),
		textCase("boot 3 without a trace", "INFO 1 --- [main] ["+strings.Repeat(" ", 49)+"] c.e.A : done", "", "", ""),
		textCase("boot 3 beside a key", "INFO ["+other+"-"+sp16+"] trace_id="+tr32, tr32, "", ""),
		textCase("boot 3, two traces", "INFO ["+tr32+"-"+sp16+"] ["+other+"-"+sp16+"]", "", "", ""),

		textCase("hashes in brackets", "["+tr32+","+other+","+ridHex+"] ["+tr32+"] ["+tr32+","+sp16+"]", "", "", ""),
		textCase("hash as the name", "["+ridHex+","+tr32+","+sp16+"]", "", "", ""),
		textCase("hashes apart", "["+tr32+" "+sp16+"] ["+tr32+"_"+sp16+"] "+tr32+"-"+sp16+" ("+tr32+"-"+sp16+")", "", "", ""),
		textCase("another last word", "[shop,"+tr32+","+sp16+",maybe] [shop,"+tr32+","+sp16+",true,x]", "", "", ""),
		textCase("numbers in brackets", "[amounts,1234567890123456,1234567890123456,true]", "", "", ""),
		textCase("hash behind more", "["+tr32+"-"+sp16+"ab] ["+tr32+"-"+sp16+"-01]", "", "", ""),
		textCase("list in quotes", `["shop","`+tr32+`","`+sp16+`"]`, "", "", ""),
	}
}

// namedCases are read only where their name is switched on.
func namedCases() map[string][]extractCase {
	return map[string][]extractCase{
		"envoy": {
			textCase("default", envoyLine, "", "", uuid),
			textCase("istio", istioLine, "", "", uuid),
			textCase("without an id", strings.Replace(envoyLine, uuid, "-", 1), "", "", ""),
			textCase("in docker's json", `{"log":"`+strings.ReplaceAll(envoyLine, `"`, `\"`)+`\n","stream":"stdout"}`, "", "", uuid),
			textCase("agent with quotes", strings.Replace(envoyLine, "curl/8", `a" "b" "`+other+`" "c`, 1), "", "", ""),
			textCase("no request", `[2026-11-22] "a" "b" "c" "`+uuid+`" "d" "e"`, "", "", ""),
			textCase("another line", `10.0.0.1 "GET / HTTP/1.1" "b" "c" "`+uuid+`" "d" "e"`, "", "", ""),
		},
		"ingress_nginx": {
			textCase("default", nginxLine, "", "", ridHex),
			textCase("several upstreams", strings.Replace(nginxLine, "10.0.0.3:80 612 0.003 200", "10.0.0.3:80, 10.0.0.4:80 0, 612 0.001, 0.002 502, 200", 1), "", "", ridHex),
			textCase("a client's id", strings.Replace(nginxLine, ridHex, uuid, 1), "", "", uuid),
			textCase("plain nginx", `1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" `+ridHex, "", "", ""),
			textCase("no id", strings.TrimSuffix(nginxLine, " "+ridHex), "", "", ""),
		},
		"rails": {
			textCase("started", "["+uuid+`] Started GET "/" for 1.2.3.4 at 2026-11-22 10:00:00 +0000`, "", "", uuid),
			textCase("logger", "I, [2026-11-22T10:00:00.000000 #7]  INFO -- : [web] ["+uuid+"] Completed 200 OK in 5ms", "", "", uuid),
			textCase("later in the line", "Started job ["+uuid+"]", "", "", ""),
			textCase("no uuid", "["+ridHex+"] x", "", "", ""),
		},
		"openstack": {
			textCase("nova", novaLine, "", "", "req-"+uuid),
			textCase("none", "INFO x [None req-"+uuid+" admin - - - -] y", "", "", "req-"+uuid),
			textCase("in words", "see req-"+uuid+" for more", "", "", ""),
		},
		"mod_unique_id": {
			textCase("modsecurity", `[client 1.2.3.4] ModSecurity: Warning. [hostname "a"] [unique_id "YjA3mX8AAQEAAGrq@1MAAAAB"]`, "", "", "YjA3mX8AAQEAAGrq@1MAAAAB"),
			textCase("empty", `[unique_id ""]`, "", "", ""),
		},
	}
}

func (c *extractCase) check(t *testing.T, ids *IDs) {
	t.Helper()
	var trace, span string
	if !ids.Trace.IsZero() {
		trace = hex.EncodeToString(ids.Trace[:])
	}
	if !ids.Span.IsZero() {
		span = hex.EncodeToString(ids.Span[:])
	}
	assert.Equal(t, []string{c.trace, c.span, c.corr}, []string{trace, span, ids.Correlation}, "%q", c.text)
}

func TestPositions(t *testing.T) {
	for _, c := range positionCases() {
		t.Run(c.name, func(t *testing.T) {
			var ids IDs
			Text(c.text, &ids)
			c.check(t, &ids)
		})
	}
}

func TestNamedPatterns(t *testing.T) {
	all := namedCases()
	for _, name := range PatternNames() {
		require.NotEmpty(t, all[name], "%s has no cases", name)
		on, err := ParsePattern(name)
		require.NoError(t, err)
		for _, c := range all[name] {
			t.Run(name+" "+c.name, func(t *testing.T) {
				ids := IDs{Options: &Options{Patterns: on}}
				Text(c.text, &ids)
				c.check(t, &ids)
				ids = IDs{Options: &Options{Patterns: patternsEnd - 1}}
				Text(c.text, &ids)
				c.check(t, &ids)
				ids = IDs{}
				Text(c.text, &ids)
				assert.Empty(t, ids.Correlation, "not switched on")
			})
		}
	}
	_, err := ParsePattern("apache")
	assert.EqualError(t, err, `"apache" is not a pattern, use some of envoy, ingress_nginx, rails, openstack, mod_unique_id`)
}

func TestOrderHoldsWithinAText(t *testing.T) {
	const text = `{"correlation_id":"order-7f3a","request_id":"` + uuid + `","baggage":"request_id=from-baggage-1"}`
	for want, order := range map[string]Order{
		"order-7f3a":     {},
		uuid:             {SourceRequestID: 1, SourceCorrelationID: 2},
		"from-baggage-1": {SourceBaggage: 1, SourceRequestID: 2},
		"":               {SourceRequestIDRoot: 1},
	} {
		ids := IDs{Options: &Options{Order: order}}
		Text(text, &ids)
		assert.Equal(t, want, ids.Correlation)
		ids = IDs{Options: &Options{Order: order}}
		Text(`INFO correlation_id=order-7f3a request_id=`+uuid+` baggage: request_id=from-baggage-1`, &ids)
		assert.Equal(t, want, ids.Correlation)
	}
}
