"""One request: a server span, perhaps a call of the next service, three logs."""

import logging
import os
import urllib.request

from opentelemetry import context, propagate, trace

from records import record_id

# The request id stands nowhere but on the server span of the service that the
# request reaches first, as where a proxy's header is recorded.
EDGE_ONLY = os.environ.get("EDGE_ONLY") == "true"

log = logging.getLogger("service")


def work(headers):
    tracer = trace.get_tracer("work", "1.0.0")
    request_id = headers["x-request-id"]
    parent = propagate.extract(headers)
    attributes = {"http.request.method": "GET", "url.path": "/work"}
    if not EDGE_ONLY or not trace.get_current_span(parent).get_span_context().is_valid:
        attributes["http.request.header.x-request-id"] = [request_id]
    known = {} if EDGE_ONLY else {"request_id": request_id}
    with tracer.start_as_current_span(
        "GET /work", context=parent, kind=trace.SpanKind.SERVER, attributes=attributes
    ) as span:
        trace_id = trace.format_trace_id(span.get_span_context().trace_id)
        span.set_attribute("test.record", record_id("span", trace_id))
        log.info("work begins", extra={"test.record": record_id("log", trace_id)} | known)
        if os.environ.get("DOWNSTREAM"):
            call(tracer, request_id, trace_id)
        log.info("work is done", extra={"test.record": record_id("log", trace_id)})
    if EDGE_ONLY:
        return {"trace_id": trace_id}
    # A log outside the span, as from a background task that kept only the id.
    token = context.attach(context.Context())
    try:
        log.info("cleaned up", extra={"test.record": record_id("log", trace_id), "request_id": request_id})
    finally:
        context.detach(token)
    return {"trace_id": trace_id}


def call(tracer, request_id, trace_id):
    url = os.environ["DOWNSTREAM"] + "/work"
    attributes = {
        "http.request.method": "GET",
        "url.full": url,
        "test.record": record_id("span", trace_id),
    }
    with tracer.start_as_current_span("GET", kind=trace.SpanKind.CLIENT, attributes=attributes):
        headers = {"x-request-id": request_id}
        propagate.inject(headers)
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as response:
            response.read()
