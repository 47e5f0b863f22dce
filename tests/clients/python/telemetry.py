"""Starts the SDK as the OTEL_* variables say."""

import logging
import os

from opentelemetry import trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.instrumentation.logging.handler import LoggingHandler
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor


def exporters():
    """Returns the exporters of the protocol, which is chosen in code here:
    without the zero-code launcher the SDK does not look at the variable."""
    protocol = os.environ["OTEL_EXPORTER_OTLP_PROTOCOL"]
    if protocol == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
    elif protocol == "http/protobuf":
        from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    elif protocol == "http/json":
        from opentelemetry.exporter.otlp.json.http._log_exporter import OTLPLogExporter
        from opentelemetry.exporter.otlp.json.http.trace_exporter import OTLPSpanExporter
    else:
        raise SystemExit("OTEL_EXPORTER_OTLP_PROTOCOL is %r, allowed are grpc, http/protobuf, http/json" % protocol)
    return OTLPLogExporter(), OTLPSpanExporter()


def start(plants):
    """Starts the providers and returns the function that flushes and ends them."""
    planted = {}
    for plant in plants:
        if plant["place"] == "resource.attributes":
            planted.update(plant["value"])
    resource = Resource.create(planted)
    log_exporter, span_exporter = exporters()

    logger_provider = LoggerProvider(resource=resource)
    logger_provider.add_log_record_processor(BatchLogRecordProcessor(log_exporter))
    set_logger_provider(logger_provider)

    tracer_provider = TracerProvider(resource=resource)
    tracer_provider.add_span_processor(BatchSpanProcessor(span_exporter))
    trace.set_tracer_provider(tracer_provider)

    # Only the service's own logs: what the exporters log about themselves would
    # be a record that nobody counts.
    log = logging.getLogger("service")
    log.setLevel(logging.INFO)
    log.propagate = False
    log.addHandler(LoggingHandler(logger_provider=logger_provider))

    def shutdown():
        logger_provider.shutdown()
        tracer_provider.shutdown()

    return shutdown
