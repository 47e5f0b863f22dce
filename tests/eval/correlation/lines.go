package main

import "strings"

// lineFormat is a whole line as a library or a server writes it.
type lineFormat struct {
	name string
	// pattern has to be switched on for it, "" for none.
	pattern string
	// template has {trace}, {span}, {id} and {Trace}, the upper case one, {xray},
	// besides the placeholders of random.fill. What it has is expected.
	template string
	// id makes the correlation id; nil is a UUID.
	id func(r random) string
	// short says that the trace id has 64 bits.
	short bool
}

func (f *lineFormat) make(r random) (string, idsOf) {
	var want idsOf
	t, s, id := r.hex(32), r.hex(16), r.uuid()
	if f.id != nil {
		id = f.id(r)
	}
	line := f.template
	if strings.Contains(line, "{trace}") || strings.Contains(line, "{Trace}") || strings.Contains(line, "{xray}") {
		want.trace = t
		if f.short {
			t = t[:16]
			want.trace = zeroes + t
		}
	}
	if strings.Contains(line, "{span}") || strings.Contains(line, "{Span}") {
		want.span = s
	}
	if strings.Contains(line, "{id}") {
		want.correlation = id
	}
	xray := ""
	if !f.short {
		xray = "1-" + t[:8] + "-" + t[8:]
	}
	line = strings.NewReplacer(
		"{trace}", t, "{Trace}", strings.ToUpper(t), "{span}", s, "{Span}", strings.ToUpper(s), "{id}", id, "{xray}", xray,
	).Replace(line)
	return r.fill(line), want
}

func lineFormats() []lineFormat {
	hex32 := func(r random) string { return r.hex(32) }
	return []lineFormat{
		{name: "Python logging", template: "2026-11-22 10:11:12,123 INFO [shop] [app.py:31] [trace_id={trace} span_id={span} resource.service.name=shop trace_sampled=True] - done"},
		{name: "Sleuth", template: "2026-11-22 10:11:12.123  INFO [shop,{trace},{span},true] 1 --- [nio-8080-exec-1] c.e.shop.Cart : done"},
		{name: "Sleuth, 64 bits", short: true, template: "2026-11-22 10:11:12.123  INFO [shop,{trace},{span},false] 1 --- [nio-8080-exec-1] c.e.shop.Cart : done"},
		{name: "Sleuth 3", template: "2026-11-22 10:11:12.123  INFO [shop,{trace},{span}] 1 --- [nio-8080-exec-1] c.e.shop.Cart : done"},
		{name: "Spring Boot 3", template: "2026-11-22T10:11:12.123Z  INFO 1 --- [shop] [nio-8080-exec-1] [{trace}-{span}] c.e.shop.Cart : done"},
		{name: "Spring Boot 3, upper case", template: "2026-11-22T10:11:12.123Z  INFO 1 --- [shop] [nio-8080-exec-1] [{Trace}-{Span}] c.e.shop.Cart : done"},
		{name: "Spring Boot 3, name inside", template: "2026-11-22T10:11:12.123Z  INFO [shop,{trace}-{span}] 1 --- [main] c.e.shop.Cart : done"},
		{name: "Log4j and Quarkus MDC", template: "2026-11-22 10:11:12,123 INFO  traceId={trace}, parentId={hex:16}, spanId={span}, sampled=true [c.e.Cart] (executor-thread-1) done"},
		{name: "Tomcat MDC", template: "22-Nov-2026 10:11:12.123 INFO [http-nio-8080-exec-1] [traceId={trace}, spanId={span}] c.e.shop.Cart.add done"},
		{name: "Java map", template: "10:11:12 INFO Cart - {traceId={trace}, spanId={span}, requestId={id}} done"},
		{name: ".NET SimpleConsole", id: func(r random) string { return "0HMB" + strings.ToUpper(r.word(8)) + "7:00000004" }, template: "info: Shop.Cart[0]\n      => SpanId:{span}, TraceId:{trace}, ParentId:{hex:16} => ConnectionId:0HMBV49007J8A => RequestPath:/cart RequestId:{id}\n      done"},
		{name: ".NET scopes", template: `{"EventId":0,"LogLevel":"Information","Message":"done","Scopes":[{"Message":"SpanId:{span}","SpanId":"{span}","TraceId":"{trace}","ParentId":"{hex:16}"},{"RequestId":"{id}","RequestPath":"/"}]}`},
		{name: "Serilog CLEF", template: `{"@t":"2026-11-22T10:11:12Z","@m":"done","@i":"{hex:8}","@tr":"{trace}","@sp":"{span}","RequestId":"{id}"}`},
		{name: "ASP.NET problem details", template: `{"type":"https://a.example/500","title":"x","status":500,"traceId":"00-{trace}-{span}-00"}`},
		{name: "New Relic", template: "2026-11-22 INFO done NR-LINKING|MXxBUE18QVBQTElDQVRJT058MTIz|host-1|{trace}|{span}|shop|"},
		{name: "Dynatrace", template: "2026-11-22 INFO [!dt dt.trace_id={trace},dt.span_id={span},dt.trace_sampled=true] done"},
		{name: "sqlcommenter, MySQL", template: "2026-11-22T10:11:12.123456Z\t   12 Query\tSELECT * FROM carts WHERE id = 7 /*db_driver='x',route='%2Fcart',traceparent='00-{trace}-{span}-01'*/"},
		{name: "sqlcommenter, PostgreSQL", template: "2026-11-22 10:11:12.123 UTC [71] LOG:  execute <unnamed>: UPDATE carts SET n=1 WHERE id=$1 /*traceparent='00-{trace}-{span}-00',tracestate='a%3Db'*/"},
		{name: "TiDB slow log", template: "# Time: 2026-11-22T10:11:12.123Z\n# Digest: {hex:64}\nSELECT 1 /* traceparent='00-{trace}-{span}-01' */;"},
		{name: "syslog, SD-ID opentelemetry", template: `<165>1 2026-11-22T10:11:12Z host shop 71 ID47 [opentelemetry trace_id="{trace}" span_id="{span}" trace_flags="01"] done`},
		{name: "syslog, other SD-ID", template: `<165>1 2026-11-22T10:11:12Z host shop 71 ID47 [origin ip="10.0.0.1"][ctx@32473 iut="3" traceId="{trace}" requestId="{id}"] done`},
		{name: "LTSV", template: "time:2026-11-22T10:11:12Z\thost:10.0.0.1\ttrace_id:{trace}\tspan_id:{span}\tstatus:200"},
		{name: "GELF", template: `{"version":"1.1","host":"a","short_message":"done","level":6,"_trace_id":"{trace}","_span_id":"{span}","_request_id":"{id}"}`},
		{name: "journald", template: `{"__CURSOR":"s={hex:32};i=7b;b={hex:32};m=1;t=2;x={hex:16}","_BOOT_ID":"{hex:32}","_MACHINE_ID":"{hex:32}","MESSAGE":"done","TRACE_ID":"{trace}","SPAN_ID":"{span}"}`},
		{name: "gorouter", template: `a.example - [2026-11-22T10:11:12Z] "GET / HTTP/1.1" 200 0 12 "-" "curl/8" "10.0.0.1:1" "10.0.0.2:2" x_forwarded_for:"1.2.3.4" vcap_request_id:"{id}" response_time:0.003 app_id:"{uuid}" app_index:"0" instance_id:"{uuid}" x_b3_traceid:"{trace}" x_b3_spanid:"{span}" x_b3_parentspanid:"{hex:16}" b3:"{trace}-{span}"`},
		{name: "Heroku", template: `at=info method=GET path="/cart" host=a.example request_id={id} fwd="1.2.3.4" dyno=web.1 connect=1ms service=3ms status=200 bytes=12`},
		{name: "Lambda report", template: "REPORT RequestId: {id}\tDuration: 3.12 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t\nXRAY TraceId: {xray}\tSegmentId: {span}\tSampled: true"},
		{name: "Lambda, start", template: "START RequestId: {id} Version: $LATEST"},
		{name: "Lambda, JSON", template: `{"level":"INFO","message":"done","service":"shop","cold_start":false,"function_request_id":"{id}","xray_trace_id":"{xray}"}`},
		{name: "AWS load balancer", template: `https 2026-11-22T10:11:12.123Z app/lb/{hex:16} 1.2.3.4:1 10.0.0.1:80 0.0 0.003 0.0 200 200 34 366 "GET https://a.example:443/ HTTP/1.1" "curl/8" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:1:targetgroup/a/{hex:16} "Root={xray}" "a.example" "-" 0`},
		{name: "X-Ray logger", template: "2026-11-22 INFO AWS-XRAY-TRACE-ID: {xray}@{span} c.e.shop.Cart - done"},
		{name: "Elastic APM of Python", template: "2026-11-22 10:11:12,123 INFO done | elasticapm transaction.id={span} trace.id={trace} span.id=None"},
		{name: "API Gateway", template: `{"requestId":"{id}","ip":"1.2.3.4","requestTime":"22/Nov/2026:10:11:12 +0000","httpMethod":"GET","status":"200","xrayTraceId":"{xray}"}`},
		{name: "pino", template: `{"level":30,"time":1795342272123,"pid":7,"hostname":"a","req":{"id":"{id}","method":"GET","url":"/"},"trace_id":"{trace}","span_id":"{span}","trace_flags":"01","msg":"done"}`},
		{name: "bunyan", template: `{"name":"shop","hostname":"a","pid":7,"level":30,"req_id":"{id}","trace_id":"{trace}","span_id":"{span}","msg":"done","time":"2026-11-22T10:11:12Z","v":0}`},
		{name: "zap, JSON", template: `{"level":"info","ts":1795342272.123,"caller":"cart/add.go:31","msg":"done","trace_id":"{trace}","span_id":"{span}"}`},
		{name: "zap, console", template: "2026-11-22T10:11:12.123Z\tINFO\tcart/add.go:31\tdone\t{\"traceID\": \"{trace}\", \"spanID\": \"{span}\", \"requestID\": \"{id}\"}"},
		{name: "slog, text", template: `time=2026-11-22T10:11:12.123Z level=INFO msg="added items" trace_id={trace} span_id={span} request_id={id}`},
		{name: "slog, JSON", template: `{"time":"2026-11-22T10:11:12.123Z","level":"INFO","msg":"done","trace_id":"{trace}","span_id":"{span}","http":{"request_id":"{id}"}}`},
		{name: "logrus", template: `time="2026-11-22T10:11:12Z" level=info msg="added items" spanID={span} traceID={trace}`},
		{name: "zerolog, console", template: "10:11AM INF added items request_id={id} trace_id={trace} span_id={span}"},
		{name: "zerolog, console in colours", template: "\x1b[90m10:11AM\x1b[0m \x1b[32mINF\x1b[0m done \x1b[36mrequest_id=\x1b[0m{id} \x1b[36mtrace_id=\x1b[0m{trace} \x1b[36mspan_id=\x1b[0m{span}"},
		{name: "structlog in colours", template: "\x1b[2m2026-11-22T10:11:12Z\x1b[0m [\x1b[32m\x1b[1minfo     \x1b[0m] \x1b[1mdone\x1b[0m \x1b[36mrequest_id\x1b[0m=\x1b[35m{id}\x1b[0m \x1b[36mspan_id\x1b[0m=\x1b[35m{span}\x1b[0m \x1b[36mtrace_id\x1b[0m=\x1b[35m{trace}\x1b[0m"},
		{name: "logrus in colours", template: "\x1b[36mINFO\x1b[0m[0000] done                                         \x1b[36mspan_id\x1b[0m={span} \x1b[36mtrace_id\x1b[0m={trace}"},
		{name: "pino-pretty in colours", template: "[10:11:12.123] \x1b[32mINFO\x1b[39m (7): \x1b[36mdone\x1b[39m\n    \x1b[35mtrace_id\x1b[39m: \"{trace}\"\n    \x1b[35mspan_id\x1b[39m: \"{span}\""},
		{name: "Google LogEntry", template: `{"insertId":"{hex:16}","jsonPayload":{"message":"done"},"logName":"projects/p-1/logs/run","trace":"projects/p-1/traces/{trace}","spanId":"{span}","severity":"INFO"}`},
		{name: "Application Insights", template: `{"name":"AppTraces","iKey":"{uuid}","tags":{"ai.operation.id":"{trace}","ai.operation.parentId":"{hex:16}"},"data":{"baseData":{"message":"done"}}}`},
		{name: "Traefik", template: `{"ClientAddr":"10.0.0.1:5","RequestMethod":"GET","RouterName":"a@docker","request_X-Request-Id":"{id}","downstream_X-Request-Id":"{uuid}","SpanId":"{span}","TraceId":"{trace}","level":"info"}`},
		{name: "span context of Python", template: "SpanContext(trace_id=0x{trace}, span_id=0x{span}, trace_flags=0x01, trace_state=[], is_remote=False)"},
		{name: "span of Java", template: "SdkSpan{traceId={trace}, spanId={span}, parentSpanContext=ImmutableSpanContext{traceId={trace}, spanId={hex:16}, traceFlags=01, remote=true, valid=true}, name=GET /cart}"},
		{name: "headers of Elastic", template: "elastic-apm-traceparent: 00-{trace}-{span}-01"},
		{name: "klog", template: `I1122 10:11:12.123456       7 cart.go:31] "added items" traceID="{trace}" requestID="{id}"`},
		{name: "tracing of Rust", template: "2026-11-22T10:11:12.123Z  INFO request{method=GET request_id={id} trace_id={trace}}: shop: done"},
		{name: "Monolog", template: `[2026-11-22T10:11:12+00:00] app.INFO: done [] {"trace_id":"{trace}","span_id":"{span}"}`},
		{name: "Phoenix", id: func(r random) string { return "F" + r.word(18) + "8" }, template: "10:11:12.123 request_id={id} [info] GET /cart"},
		{name: "lograge", template: "method=GET path=/cart format=html controller=Carts action=show status=200 duration=3.12 request_id={id}"},
		{name: "structlog", template: "2026-11-22T10:11:12Z [info     ] added items                    request_id={id} span_id={span} trace_id={trace}"},
		{name: "ECS logback", template: `{"@timestamp":"2026-11-22T10:11:12Z","log.level":"INFO","message":"done","ecs.version":"1.2.0","service.name":"shop","event.dataset":"shop","trace.id":"{trace}","transaction.id":"{span}"}`},
		{name: "log4j JSON", template: `{"instant":{"epochSecond":1},"thread":"main","level":"INFO","message":"done","contextMap":{"traceId":"{trace}","spanId":"{span}"}}`},
		{name: "Semantic Logger", template: `{"host":"a","application":"shop","level":"info","named_tags":{"request_id":"{id}","trace_id":"{trace}"},"message":"done"}`},
		{name: "nginx with keys", template: `1.2.3.4 - - [22/Nov/2026:10:11:12 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" request_id={id} traceparent=00-{trace}-{span}-01`},
		{name: "curl", template: `curl -H 'X-Request-Id: {id}' -H 'traceparent: 00-{trace}-{span}-01' http://a.example/cart`},
		{name: "Go header", template: "headers: map[Accept:[*/*] Traceparent:[00-{trace}-{span}-01] X-Request-Id:[{id}]]"},
		{name: "PHP server dump", template: "array(3) { [HTTP_X_REQUEST_ID] => {id} [HTTP_TRACEPARENT] => 00-{trace}-{span}-01 }"},
		{name: "environment", template: "HOME=/ TRACEPARENT=00-{trace}-{span}-01 REQUEST_ID={id}"},
		{name: "query", template: "GET /cart?n=3&correlation_id={id}&x=1 HTTP/1.1"},
		{name: "words", template: "failed for Trace ID: {trace}, Correlation ID: {id}"},
		{name: "Envoy", pattern: "envoy", template: `[2026-11-22T10:11:12.123Z] "GET /cart?n=1 HTTP/1.1" 200 - 0 1154 3 2 "-" "curl/8 (x)" "{id}" "a.example" "10.0.0.1:8080"`},
		{name: "Istio", pattern: "envoy", template: `[2026-11-22T10:11:12.123Z] "GET /cart HTTP/2" 200 - via_upstream - "-" 0 1154 3 2 "1.2.3.4" "curl/8" "{id}" "a.example" "10.0.0.1:8080" outbound|80||shop.default.svc.cluster.local 10.0.0.2:1 10.0.0.3:2 10.0.0.4:3 - default`},
		{name: "ingress-nginx", pattern: "ingress_nginx", id: hex32, template: `1.2.3.4 - - [22/Nov/2026:10:11:12 +0000] "GET / HTTP/1.1" 200 612 "-" "curl/8" 88 0.003 [default-shop-80] [] 10.0.0.3:80 612 0.003 200 {id}`},
		{name: "Rails", pattern: "rails", template: `I, [2026-11-22T10:11:12.123456 #7]  INFO -- : [{id}] Started GET "/cart" for 1.2.3.4 at 2026-11-22 10:11:12 +0000`},
		{name: "OpenStack", pattern: "openstack", id: func(r random) string { return "req-" + r.uuid() }, template: `2026-11-22 10:11:12.123 7 INFO nova.osapi_compute.wsgi.server [{id} {hex:32} {hex:32} - - -] 10.0.0.1 "GET /v2/{hex:32}/servers HTTP/1.1" status: 200 len: 1893 time: 0.24`},
		{name: "ModSecurity", pattern: "mod_unique_id", id: func(r random) string { return "Y" + r.word(22) + "4" }, template: `[Sun Nov 22 10:11:12 2026] [error] [client 1.2.3.4] ModSecurity: Warning. [id "981173"] [hostname "a.example"] [uri "/"] [unique_id "{id}"]`},
	}
}
