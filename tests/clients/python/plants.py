"""Turns each plant of the tests into a log or a span."""

import logging
import time

from opentelemetry import trace
from opentelemetry._logs import LogRecord, SeverityNumber, get_logger
from opentelemetry.context import Context

from records import remember

log = logging.getLogger("service")

# A link needs a span to point at; this one is made up.
ELSEWHERE = trace.SpanContext(
    trace_id=0x5B8EFFF798038103D269B633813FC60C,
    span_id=0xEEE19B7EC3C1B174,
    is_remote=True,
    trace_flags=trace.TraceFlags(trace.TraceFlags.SAMPLED),
)


def send(plants):
    for plant in plants:
        place, record, value = plant["place"], plant["record"], plant["value"]
        if place == "resource.attributes":
            continue  # taken at the start
        if place.startswith("log."):
            remember(record, "log", "")
            _log(place, record, value)
        else:
            _span(place, record, value)


def _log(place, record, value):
    if place == "log.body" and isinstance(value, str):
        log.info(value, extra={"test.record": record})
        return
    attributes = {"test.record": record}
    body = value
    if place == "log.attributes":
        attributes.update(value)
        body = "with attributes"
    get_logger("plants", "1.0.0").emit(
        LogRecord(
            timestamp=time.time_ns(),
            context=Context(),
            severity_text="INFO",
            severity_number=SeverityNumber.INFO,
            body=body,
            attributes=attributes,
        )
    )


def _span(place, record, value):
    tracer = trace.get_tracer("plants", "1.0.0")
    name = value if place == "span.name" else "with a plant"
    links = [trace.Link(ELSEWHERE, value)] if place == "link.attributes" else None
    span = tracer.start_span(name, context=Context(), links=links)
    remember(record, "span", trace.format_trace_id(span.get_span_context().trace_id))
    span.set_attribute("test.record", record)
    event = {"test.record": record + "-event"}
    if place == "span.attributes":
        span.set_attributes(value)
    elif place == "event.name":
        span.add_event(value, event)
    elif place == "event.attributes":
        span.add_event("event", {**value, **event})
    elif place == "status.message":
        span.set_status(trace.Status(trace.StatusCode.ERROR, value))
    span.end()
