package correlate

import (
	"encoding/hex"
	"strings"
	"testing"
)

// Ids of the cases. None of them was ever used by a service.
const (
	tr32   = "4bf92f3577b34da6a3ce929d0e0e4736"
	tr16   = "a3ce929d0e0e4736"
	trUUID = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"
	trXRay = "1-4bf92f35-77b34da6a3ce929d0e0e4736"
	sp16   = "00f067aa0ba902b7"
	other  = "11112222333344445555666677778888"
	pad    = "0000000000000000"
	uuid   = "6f1c1f0e-8d0b-4c60-9d3a-0d6c3a4f5e21"
	ridHex = "c0ffee00c0ffee11c0ffee22c0ffee33"
	w3c    = "00-" + tr32 + "-" + sp16 + "-01"
)

type extractCase struct {
	name string
	// attr pairs of name and value, or a text, or both
	attrs             [][2]string
	text              string
	trace, span, corr string
}

func textCase(name, text, trace, span, corr string) extractCase {
	return extractCase{name: name, text: text, trace: trace, span: span, corr: corr}
}

func attrCase(name, key, value, trace, span, corr string) extractCase {
	return extractCase{name: name, attrs: [][2]string{{key, value}}, trace: trace, span: span, corr: corr}
}

// keyed are keys in every notation and place with what they must give.
func keyedCases() []extractCase {
	var cases []extractCase
	add := func(key, value, trace, span, corr string) {
		cases = append(
			cases,
			attrCase("attribute "+key, key, value, trace, span, corr),
			textCase("json "+key, `{"level":"info","`+key+`":"`+value+`","n":1}`, trace, span, corr),
			textCase("json spaced "+key, `{ "a" : {"b":[1,2]}, "`+key+`" : "`+value+`" }`, trace, span, corr),
			textCase("json cut off "+key, `{"`+key+`":"`+value+`","msg":"the rest is miss`, trace, span, corr),
			textCase("json in text "+key, `2026-11-22 10:11:12 INFO got {"`+key+`":"`+value+`"} ok`, trace, span, corr),
			textCase("escaped json "+key, `{"message":"{\"`+key+`\":\"`+value+`\"}"}`, trace, span, corr),
			textCase("twice escaped json "+key, `{"m":"{\"m\":\"{\\\"`+key+`\\\":\\\"`+value+`\\\"}\"}"}`, trace, span, corr),
			textCase("nested json "+key, `{"msg":"m","contextMap":{"thread":"x","`+key+`":"`+value+`"}}`, trace, span, corr),
			textCase("python dict "+key, `INFO {'`+key+`': '`+value+`', 'ok': True}`, trace, span, corr),
		)
		if !strings.ContainsAny(key, "/@") {
			cases = append(
				cases,
				textCase("logfmt "+key, `level=info `+key+`=`+value+` msg="done"`, trace, span, corr),
				textCase("logfmt end "+key, `level=info `+key+`=`+value, trace, span, corr),
				textCase("logfmt quoted "+key, `level=info `+key+`="`+value+`" msg=done`, trace, span, corr),
				textCase("colon "+key, `GET / 200, `+key+`: `+value+`, took 3ms`, trace, span, corr),
				textCase("brackets "+key, `2026-11-22 10:11:12,123 INFO [app] [`+key+`=`+value+`] - done`, trace, span, corr),
				textCase("header lines "+key, "Host: a.example\r\n"+key+": "+value+"\r\nAccept: */*\r\n", trace, span, corr),
				textCase("spaced "+key, `a = b, `+key+` = `+value+`, c = d`, trace, span, corr),
				textCase("ltsv "+key, "host:1.2.3.4\t"+key+":"+value+"\tstatus:200", trace, span, corr),
				textCase("in a string of json "+key, `{"n":1,"message":"done `+key+`=`+value+`"}`, trace, span, corr),
			)
		}
	}
	for _, key := range []string{
		"trace_id", "traceId", "TraceId", "traceID", "traceid", "trace-id", "trace.id", "TRACE_ID", "_trace_id",
		"otelTraceID", "X-B3-TraceId", "x_b3_traceid", "dt.trace_id", "mdc.trace_id", "contextMap.traceId",
	} {
		add(key, tr32, tr32, "", "")
	}
	add("traceId", strings.ToUpper(tr32), tr32, "", "")
	add("traceId", tr16, pad+tr16, "", "")
	add("traceId", "1234567890123456", pad+"1234567890123456", "", "")
	add("trace_id", trUUID, tr32, "", "")
	add("xray_trace_id", trXRay, tr32, "", "")
	add("traceId", w3c, tr32, sp16, "")
	for _, key := range []string{"span_id", "spanId", "SpanId", "span.id", "otelSpanID", "X-B3-SpanId", "mdc.span_id"} {
		add(key, sp16, "", sp16, "")
	}
	for _, key := range []string{"traceparent", "TRACEPARENT", "http.request.header.traceparent"} {
		add(key, w3c, tr32, sp16, "")
	}
	add("traceparent", "cc-"+tr32+"-"+sp16+"-01-more", tr32, sp16, "")
	add("b3", tr32+"-"+sp16+"-1", tr32, sp16, "")
	add("b3", tr16+"-"+sp16+"-d-"+sp16, pad+tr16, sp16, "")
	add("uber-trace-id", "3a3a43:432e345:0:1", pad+"00000000003a3a43", "000000000432e345", "")
	add("uber-trace-id", tr32+"%3A"+sp16+"%3A0%3a1", tr32, sp16, "")
	add("X-Amzn-Trace-Id", "Root="+trXRay+";Parent="+sp16+";Sampled=1", tr32, "", "")
	add("X-Cloud-Trace-Context", tr32+"/1;o=1", tr32, "0000000000000001", "")
	add("dd.trace_id", "11803532876627986230", pad+"a3ce929d0e0e4736", "", "")
	add("dd.trace_id", tr32, tr32, "", "")
	add("dd.trace_id", "12345678901234567890123456789012", "12345678901234567890123456789012", "", "")
	add("dd.span_id", "67667974448284343", "", sp16, "")
	for _, key := range []string{"correlation.id", "correlation_id", "CorrelationId", "correlationID", "X-Correlation-ID", "x_correlationid", "correlation-id"} {
		add(key, "order-7f3a", "", "", "order-7f3a")
	}
	for _, key := range []string{
		"x-request-id", "X-Request-ID", "request_id", "requestId", "RequestId", "req_id", "reqId", "http.request.id",
		"http.request.header.x-request-id", "vcap_request_id", "aws_request_id", "mdc.request_id", "request-id", "HTTP_X_REQUEST_ID",
	} {
		add(key, uuid, "", "", uuid)
	}
	add("request_id", ridHex, "", "", ridHex)
	add("X-Request-Id", "0HMBV49007J8A:00000004", "", "", "0HMBV49007J8A:00000004")
	add("request_id", "bGV0aGUtMTIz==", "", "", "bGV0aGUtMTIz==")
	add("Request-Id", "|"+tr32+"."+sp16+".", tr32, sp16, "")
	add("Request-Id", "|a000b421-5d183ab6.1.8e2d4c28_1.", "", "", "a000b421-5d183ab6")
	return cases
}

func extractCases() []extractCase {
	cases := keyedCases()
	cases = append(cases, []extractCase{
		// places and formats of their own
		textCase("python otel", "2026-11-22 10:00:00 INFO [app] [app.py:3] [trace_id="+tr32+" span_id="+sp16+" resource.service.name=a trace_sampled=True] - x", tr32, sp16, ""),
		textCase("python otel without a span", "INFO [trace_id=0 span_id=0 resource.service.name=a trace_sampled=False] - x", "", "", ""),
		textCase("dotnet console", "=> SpanId:"+sp16+", TraceId:"+tr32+", ParentId:1111222233334444 => ConnectionId:0HMBV49007J8A => RequestPath:/ RequestId:0HMBV49007J8A:00000004", tr32, sp16, "0HMBV49007J8A:00000004"),
		textCase("dotnet scopes", `{"Scopes":[{"Message":"x","SpanId":"`+sp16+`","TraceId":"`+tr32+`","ParentId":"0000000000000000"},{"RequestId":"0HMBV49007J8A:00000004"}]}`, tr32, sp16, "0HMBV49007J8A:00000004"),
		textCase("ecs nested", `{"trace":{"id":"`+tr32+`"},"span":{"id":"`+sp16+`"},"http":{"request":{"id":"`+uuid+`"}}}`, tr32, sp16, uuid),
		textCase("ecs transaction", `{"trace.id":"`+tr32+`","transaction.id":"`+sp16+`"}`, tr32, sp16, ""),
		textCase("ecs transaction beside a span", `{"trace.id":"`+tr32+`","transaction.id":"1111222233334444","span.id":"`+sp16+`"}`, tr32, sp16, ""),
		textCase("ecs transaction nested", `{"trace":{"id":"`+tr32+`"},"transaction":{"id":"`+sp16+`"}}`, tr32, sp16, ""),
		textCase("serilog clef", `{"@t":"2026-11-22T10:00:00Z","@m":"x","@tr":"`+tr32+`","@sp":"`+sp16+`"}`, tr32, sp16, ""),
		textCase("google json", `{"logging.googleapis.com/trace":"projects/p-1/traces/`+tr32+`","logging.googleapis.com/spanId":"`+sp16+`"}`, tr32, sp16, ""),
		textCase("google LogEntry", `{"insertId":"x","trace":"projects/p-1/traces/`+tr32+`","spanId":"`+sp16+`","severity":"INFO"}`, tr32, sp16, ""),
		textCase("google trace with a span", `{"logging.googleapis.com/trace":"projects/p-1/traces/`+tr32+`/1;o=1"}`, tr32, "0000000000000001", ""),
		textCase("context of Python", "SpanContext(trace_id=0x"+tr32+", span_id=0x"+sp16+", trace_flags=0x01, trace_state=[], is_remote=False)", tr32, sp16, ""),
		textCase("span of Python", `{"name":"a","context":{"trace_id":"0x`+tr32+`","span_id":"0x`+sp16+`","trace_state":"[]"},"kind":"SpanKind.SERVER","parent_id":"0x1111222233334444"}`, tr32, sp16, ""),
		textCase("span of Java", "SdkSpan{traceId="+tr32+", spanId="+sp16+", parentSpanContext=ImmutableSpanContext{traceId="+tr32+", spanId=1111222233334444, traceFlags=01}, name=a}", tr32, sp16, ""),
		textCase("traefik", `{"request_X-Request-Id":"`+uuid+`","request_Traceparent":"`+w3c+`","downstream_X-Request-Id":"abc-12345"}`, tr32, sp16, uuid),
		textCase("elastic traceparent", "elastic-apm-traceparent: "+w3c, tr32, sp16, ""),
		textCase("activity of .NET", "ActivityId="+w3c+" done", tr32, sp16, ""),
		textCase("application insights", `{"tags":{"ai.operation.id":"`+tr32+`","ai.operation.parentId":"`+sp16+`"}}`, tr32, "", ""),
		attrCase("attribute in quotes", "trace_id", `"`+tr32+`"`, tr32, "", ""),
		attrCase("attribute in single quotes", "request_id", `'`+uuid+`'`, "", "", uuid),
		attrCase("attribute with a new line", "span_id", " "+sp16+"\r\n", "", sp16, ""),
		textCase("one trace in a list", `{"trace_id":["`+tr32+`"]}`, tr32, "", ""),
		textCase("datadog nested", `{"dd":{"trace_id":"`+tr32+`","span_id":"67667974448284343"}}`, tr32, sp16, ""),
		textCase("datadog number", `{"dd.trace_id":11803532876627986230,"dd.span_id":67667974448284343,"x":1}`, pad+tr16, sp16, ""),
		textCase("dynatrace", "[!dt dt.trace_id="+tr32+",dt.span_id="+sp16+",dt.trace_sampled=true] x", tr32, sp16, ""),
		textCase("lambda report", "REPORT RequestId: "+uuid+"\tDuration: 3 ms\tXRAY TraceId: "+trXRay+"\tSegmentId: "+sp16+"\tSampled: true", tr32, sp16, uuid),
		textCase("lambda report in docker's json", `{"log":"REPORT RequestId: `+uuid+`\tDuration: 3 ms\nXRAY TraceId: `+trXRay+`\tSegmentId: `+sp16+`\tSampled: true\n"}`, tr32, sp16, uuid),
		textCase("colours", "\x1b[90m10:11AM\x1b[0m INF done \x1b[36mtrace_id=\x1b[0m"+tr32+" \x1b[36mspan_id=\x1b[0m"+sp16+" \x1b[36mrequest_id=\x1b[0m"+uuid+"\x1b[0m", tr32, sp16, uuid),
		textCase("colours of structlog", "[\x1b[32m\x1b[1minfo \x1b[0m] \x1b[1mdone\x1b[0m \x1b[36mspan_id\x1b[0m=\x1b[35m"+sp16+"\x1b[0m \x1b[36mtrace_id\x1b[0m=\x1b[35m"+tr32+"\x1b[0m", tr32, sp16, ""),
		textCase("colours of structlog in docker's json", `{"log":"\u001b[36mspan_id\u001b[0m=\u001b[35m`+sp16+`\u001b[0m \u001b[36mtrace_id\u001b[0m=\u001b[35m`+tr32+`\u001b[0m"}`, tr32, sp16, ""),
		textCase("colours of pino-pretty", "\x1b[32mINFO\x1b[39m: \x1b[36mdone\x1b[39m\n    \x1b[35mtrace_id\x1b[39m: \""+tr32+"\"\n    \x1b[35mspan_id\x1b[39m: \""+sp16+"\"", tr32, sp16, ""),
		textCase("colours of jq", "\x1b[1;39m{\x1b[0m\x1b[34;1m\"trace_id\"\x1b[0m\x1b[1;39m:\x1b[0m \x1b[0;32m\""+tr32+"\"\x1b[0m\x1b[1;39m}\x1b[0m", tr32, "", ""),
		textCase("a parent in colours", "parent \x1b[36mtrace_id\x1b[0m="+tr32+" \x1b[36mparent_id\x1b[0m="+sp16, "", "", ""),
		textCase("no colour behind a key", "trace_id0m="+tr32+" trace_id[0m="+tr32+" trace_id\x1b[0K="+tr32, "", "", ""),
		textCase("no colour", "36mtrace_id="+tr32+" [36mtrace_id="+tr32+" \x1b[36mmtrace_id="+tr32+" trace_id=\x1b[2J"+tr32, "", "", ""),
		textCase("x-ray logger", "INFO AWS-XRAY-TRACE-ID: "+trXRay+"@"+sp16+" done", tr32, sp16, ""),
		textCase("a path is no escape", `C:\trace_id=`+tr32, "", "", ""),
		textCase("clef below a name", `{"context":{"@tr":"`+tr32+`","@sp":"`+sp16+`"},"other":{"@tr":"`+other+`"}}`, tr32, sp16, ""),
		textCase("elastic apm", "done | elasticapm transaction.id="+sp16+" trace.id="+tr32+" span.id=None", tr32, sp16, ""),
		textCase("rsyslog's cee", `@cee: {"trace_id":"`+tr32+`"}`, tr32, "", ""),
		textCase("alb", `"GET https://a.example:443/ HTTP/1.1" "curl" "Root=`+trXRay+`" "-"`, tr32, "", ""),
		textCase("sqlcommenter", "SELECT 1 /*application='a',traceparent='"+w3c+"'*/", tr32, sp16, ""),
		textCase("gorouter", `a.example - [2026-11-22] "GET / HTTP/1.1" 200 vcap_request_id:"`+uuid+`" x_b3_traceid:"`+tr32+`" x_b3_spanid:"`+sp16+`" x_b3_parentspanid:"-" b3:"`+tr32+"-"+sp16+`"`, tr32, sp16, uuid),
		textCase("heroku", `at=info method=GET path="/" request_id=`+uuid+` fwd="1.2.3.4" status=200`, "", "", uuid),
		textCase("go header map", "map[Accept:[*/*] X-Request-Id:["+uuid+"] Traceparent:["+w3c+"]]", tr32, sp16, uuid),
		textCase("ruby hash", `{"trace_id"=>"`+tr32+`", :request_id=>"`+uuid+`"}`, tr32, "", uuid),
		textCase("query string", "GET /a?x=1&correlation_id=order-7f3a&y=2 HTTP/1.1", "", "", "order-7f3a"),
		textCase("go error", "call: request_id=abc-12345: not found", "", "", "abc-12345"),
		textCase("end of a sentence", "Failed with correlation id: abc-12345.", "", "", "abc-12345"),
		textCase("words", "Trace ID: "+tr32+", Span ID: "+sp16, tr32, sp16, ""),
		textCase("pino", `{"level":30,"req":{"id":"`+uuid+`","method":"GET","headers":{"traceparent":"`+w3c+`"}},"msg":"x"}`, tr32, sp16, uuid),
		textCase("header list in json", `{"headers":{"x-request-id":["`+uuid+`","second-one-1"]}}`, "", "", uuid),
		textCase("baggage", "baggage: a=b,correlation_id=order-7f3a;p=1,c=d", "", "", "order-7f3a"),
		textCase("syslog data", `<165>1 2026-11-22T10:00:00Z h a - - [opentelemetry trace_id="`+tr32+`" span_id="`+sp16+`"] x`, tr32, sp16, ""),
		attrCase("array of one", "http.request.header.x-request-id", `["`+uuid+`"]`, "", "", uuid),

		textCase("docker's json", `{"log":"{\"trace_id\":\"`+tr32+`\"}\n","stream":"stdout"}`, tr32, "", ""),
		textCase("containerd's prefix", `2026-11-22T10:00:00Z stdout F {"trace_id":"`+tr32+`"}`, tr32, "", ""),
		textCase("json over lines", "{\n  \"trace_id\": \""+tr32+"\",\n  \"span_id\": \""+sp16+"\"\n}", tr32, sp16, ""),
		textCase("request of curl", "> GET / HTTP/1.1\n> x-request-id: "+uuid+"\n> traceparent: "+w3c, tr32, sp16, uuid),
		textCase("an arrow", "10:11 <- x-request-id: "+uuid+" a < trace_id: "+tr32, tr32, "", uuid),
		textCase("command line", `curl -H 'X-Request-Id: abc12345' -H "traceparent: `+w3c+`" http://a.example`, tr32, sp16, "abc12345"),
		textCase("environment", "REQUEST_ID=abc12345 TRACEPARENT="+w3c, tr32, sp16, "abc12345"),
		textCase("connection string form", "CorrelationId=abc12345;TraceId="+tr32+";", tr32, "", "abc12345"),
		textCase("logback mdc", `{"message":"m","mdc":{"X-B3-TraceId":"`+tr32+`","X-B3-SpanId":"`+sp16+`","X-Span-Export":"true"}}`, tr32, sp16, ""),

		// precedence
		{name: "attribute over text", attrs: [][2]string{{"trace_id", tr32}}, text: "trace_id=" + other + " span_id=" + sp16, trace: tr32},
		{name: "same trace in the text", attrs: [][2]string{{"trace_id", tr32}}, text: "trace_id=" + tr32 + " span_id=" + sp16, trace: tr32, span: sp16},
		{name: "full id over its half", attrs: [][2]string{{"trace_id", tr16}}, text: "traceparent=" + w3c, trace: tr32, span: sp16},
		{name: "key over header", attrs: [][2]string{{"traceparent", "00-" + other + "-1111222233334444-01"}, {"trace_id", tr32}}, trace: tr32},
		{name: "key over header, other order", attrs: [][2]string{{"trace_id", tr32}, {"traceparent", "00-" + other + "-1111222233334444-01"}}, trace: tr32},
		{name: "header's span is used when they agree", attrs: [][2]string{{"traceparent", w3c}, {"trace_id", tr32}}, trace: tr32, span: sp16},
		{name: "datadog halves", attrs: [][2]string{{"dd.trace_id", "11803532876627986230"}, {"_dd.p.tid", tr32[:16]}}, trace: tr32},
		{name: "datadog halves, other order", attrs: [][2]string{{"_dd.p.tid", tr32[:16]}, {"dd.trace_id", "11803532876627986230"}}, trace: tr32},
		{name: "datadog beside hex", attrs: [][2]string{{"dd.trace_id", "11803532876627986230"}, {"trace_id", tr32}}, trace: tr32},
		{name: "correlation over request", attrs: [][2]string{{"request_id", uuid}, {"correlation.id", "order-7f3a"}}, corr: "order-7f3a"},
		{name: "http.request.id over request_id", attrs: [][2]string{{"request_id", uuid}, {"http.request.id", "order-7f3a"}}, corr: "order-7f3a"},
		textCase("json key over the message", `{"message":"fetched trace_id=`+other+`","trace_id":"`+tr32+`"}`, tr32, "", ""),
		textCase("bad correlation id leaves the request id", `{"correlation_id":"null","request_id":"`+uuid+`"}`, "", "", uuid),

		// negatives
		textCase("bare hex", "done "+tr32+" "+sp16, "", "", ""),
		textCase("bare hex with other keys", "md5="+tr32+" commit: "+sp16+" sha:"+other, "", "", ""),
		textCase("bare uuid", "user "+uuid+" logged in id="+uuid, "", "", ""),
		attrCase("uuid under a request id key is no trace", "x-request-id", trUUID, "", "", trUUID),
		attrCase("hex under a request id key is no trace", "request_id", tr32, "", "", tr32),
		attrCase("parent span attribute", "parent_span_id", sp16, "", "", ""),
		attrCase("parent trace attribute", "parent.trace_id", tr32, "", "", ""),
		attrCase("b3 parent", "X-B3-ParentSpanId", sp16, "", "", ""),
		attrCase("datadog parent", "x-datadog-parent-id", "67667974448284343", "", "", ""),
		textCase("parent in json", `{"parent":{"trace_id":"`+tr32+`","span_id":"`+sp16+`"},"parentSpanId":"`+sp16+`"}`, "", "", ""),
		textCase("parent in text", "parent_id="+sp16+" parent span_id="+sp16+" ParentSpanId: "+sp16, "", "", ""),
		textCase("links in json", `{"links":[{"trace_id":"`+tr32+`","span_id":"`+sp16+`"}]}`, "", "", ""),
		textCase("links in text", "Links:[{TraceID:"+tr32+" SpanID:"+sp16+"}] done", "", "", ""),
		textCase("links in a script's notation", "{ links: [ { traceId: '"+tr32+"' } ] }", "", "", ""),
		textCase("spans of others", `resourceSpans:[{scopeSpans:[{traceId:"`+tr32+`"}]}] child_spans: {spanId: `+sp16+`}`, "", "", ""),
		textCase("response of curl", "< HTTP/1.1 200 OK\n< x-request-id: "+uuid+"\n< traceparent: "+w3c, "", "", ""),
		textCase("response of curl in json", `{"log":"> GET / HTTP/1.1\n< x-request-id: `+uuid+`\n"}`, "", "", ""),
		textCase("previous request", "retry of previous request_id=abc-12345", "", "", ""),
		textCase("cloud's request id in words", "status code: 400, request id: "+uuid, "", "", ""),
		textCase("error of another service", `{"error":{"request_id":"req_0123456789abcdef"},"response":{"requestId":"6f1c1f0e-8d0b"}}`, "", "", ""),
		textCase("records of others", `[{"trace_id":"`+tr32+`"},{"trace_id":"`+other+`"}]`, "", "", ""),
		textCase("list below a key", `{"items":[{"trace_id":"`+tr32+`"}]}`, "", "", ""),
		textCase("response header", `{"http":{"response":{"headers":{"x-request-id":"`+uuid+`"}}}}`, "", "", ""),
		attrCase("response header attribute", "http.response.header.x-request-id", uuid, "", "", ""),
		textCase("openstack", "nova-api.log 2026-11-22 10:00:00.008 25746 INFO nova.osapi_compute.wsgi.server [req-38101a0b-2096-447d-96ea-a692162415ae 113d3a99c3da401fbd62cc2caa5b96d2 54fadb412c4e40cdbaed9335e4c35a9e - - -] 10.11.10.1 \"GET /v2/servers HTTP/1.1\" status: 200 len: 1893 time: 0.2477829", "", "", ""),
		textCase("ingress-nginx", `1.2.3.4 - - [22/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" 88 0.003 [default-a-80] [] 10.0.0.3:80 612 0.003 200 `+ridHex, "", "", ""),
		textCase("google typo of 30 digits", "X-Cloud-Trace-Context: 105445aa7843bc8bf206b120001000/1;o=1", "", "", ""),
		textCase("spec's own short example", `{"trace_id":"0123456789abcd","span_id":"0123456789"}`, "", "", ""),
		textCase("33 digits", "trace_id="+tr32+"a span_id="+sp16+"b", "", "", ""),
		textCase("31 digits", "trace_id="+tr32[1:], "", "", ""),
		textCase("masked", "trace_id="+tr32[:16]+"**** request_id=abc123***", "", "", ""),
		textCase("cut by an ellipsis", "request_id=abc123…", "", "", ""),
		textCase("zeroes", `trace_id=`+pad+pad+` span_id=`+pad+` request_id=00000000-0000-0000-0000-000000000000`, "", "", ""),
		textCase("none", "trace_id=N/A span_id=null request_id=undefined correlation_id=-", "", "", ""),
		textCase("empty", `trace_id= span_id= request_id= user_1=abcdef12 {"trace_id":"","request_id":""}`, "", "", ""),
		textCase("empty after a colon", "TraceId: , SpanId: , request_id: user=bob123 correlation_id: next_key: 1234567", "", "", ""),
		textCase("prose", "request_id: missing, correlation_id: required; trace_id: invalid", "", "", ""),
		textCase("comparison", "where request_id == abc-12345 or trace_id != "+tr32, "", "", ""),
		textCase("template", "trace_id=${traceId} request_id=%X{requestId} correlation_id={{.ID}} reqId=$req_id", "", "", ""),
		textCase("two traces", "merged trace_id="+tr32+" into trace_id="+other+" span_id="+sp16, "", "", ""),
		textCase("half of an id", "trace_id="+tr16+"... request_id=abc12345...", "", "", ""),
		textCase("half of a request id", `{"request_id":"abc12345..."}`, "", "", ""),
		textCase("parent of Java", "Data{parentSpanContext=ImmutableSpanContext{traceId="+tr32+", spanId="+sp16+", remote=false}, n=1}", "", "", ""),
		textCase("parent of Python", "parent=SpanContext(trace_id=0x"+tr32+", span_id=0x"+sp16+", trace_state=[])", "", "", ""),
		textCase("two traces in a list", `{"trace_id":["`+tr32+`","`+other+`"]}`, "", "", ""),
		textCase("two headers in a list", `{"headers":{"traceparent":["`+w3c+`","00-`+other+`-`+sp16+`-01"]}}`, "", "", ""),
		textCase("the level trace", "level=trace id="+tr32+" 10:11:12 TRACE id: "+tr32+" trace id="+tr32+" level:trace id: "+tr32, "", "", ""),
		textCase("trace of an identity service", "AADSTS90011: Trace ID: "+uuid+" Timestamp: 2026-11-22 08:49:24Z", "", "", ""),
		textCase("trace in a query", "GET /api/traces?trace_id="+tr32+"&span_id="+sp16+" HTTP/1.1", "", "", ""),
		textCase("trace in a statement", "SELECT * FROM spans WHERE trace_id = '"+tr32+"'", "", "", ""),
		textCase("word trace", `trace="main.go:12" trace=`+tr32+` {"trace":"`+tr32+`"} trace: projects/p-1/locations/`+tr32, "", "", ""),
		textCase("activity of windows", "ActivityID: "+uuid+" activity_id="+tr32, "", "", ""),
		textCase("two request ids", "request_id=abc-12345 retries request_id=abc-67890", "", "", ""),
		textCase("upper case traceparent", "traceparent: "+strings.ToUpper(w3c), "", "", ""),
		textCase("traceparent version ff", "traceparent: ff-"+tr32+"-"+sp16+"-01", "", "", ""),
		textCase("longer traceparent of version 0", "traceparent: "+w3c+"-xx", "", "", ""),
		textCase("b3 decision", "b3: 0", "", "", ""),
		textCase("b3 without a span", "b3: "+tr32, "", "", ""),
		textCase("other operation", `{"operation_id":"`+tr32+`","operationId":"`+tr32+`"}`, "", "", ""),
		textCase("payment transaction", `transaction_id=`+sp16+` {"transaction_id":"`+sp16+`"}`, "", "", ""),
		textCase("number as hex", `{"trace_id":1234567890123456}`, "", "", ""),
		textCase("fastify counter", `{"reqId":"req-1a","msg":"x"}`, "", "", ""),
		textCase("pino counter", `{"req":{"id":1234567}}`, "", "", ""),
		textCase("other ids", `user_id=abc-12345 session_id=abc-12345 order_id=abc-12345 account-id: abc-12345 {"id":"abc-12345"}`, "", "", ""),
		textCase("skywalking", "TID: N/A TID:1.2.3", "", "", ""),
		textCase("other words", "my_trace_id="+tr32+" client.trace_id="+tr32+" étrace_id="+tr32, "", "", ""),
		attrCase("unknown container", "order.trace_id", tr32, "", "", ""),
		attrCase("bad form", "trace_id", "4bf92f3577b34da6", pad+"4bf92f3577b34da6", "", ""),
		attrCase("quote in an id", "x-request-id", `abc"def123`, "", "", ""),
		attrCase("newline in an id", "x-request-id", "abc\ndef123", "", "", ""),
		attrCase("long id", "x-request-id", strings.Repeat("a1", 65), "", "", ""),
		attrCase("short id", "x-request-id", "abc12", "", "", ""),
		attrCase("one character", "x-request-id", "aaaaaaaaaaaa", "", "", ""),
	}...)
	return cases
}

func TestExtract(t *testing.T) {
	cases := extractCases()
	t.Logf("%d cases", len(cases))
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var ids IDs
			for _, a := range c.attrs {
				Attr(KindOfKey(a[0]), a[1], &ids)
			}
			if c.text != "" {
				Text(c.text, &ids)
			}
			var trace, span string
			if !ids.Trace.IsZero() {
				trace = hex.EncodeToString(ids.Trace[:])
			}
			if !ids.Span.IsZero() {
				span = hex.EncodeToString(ids.Span[:])
			}
			if trace != c.trace || span != c.span || ids.Correlation != c.corr {
				t.Errorf("attributes %q text %q\ngot  trace %q span %q correlation %q\nwant trace %q span %q correlation %q",
					c.attrs, c.text, trace, span, ids.Correlation, c.trace, c.span, c.corr)
			}
			if (ids.Correlation != "") != (ids.Source != SourceNone) && !ids.oneOnly {
				t.Errorf("correlation %q from source %d", ids.Correlation, ids.Source)
			}
		})
	}
}
