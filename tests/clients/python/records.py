"""What this service has sent: the tests look for exactly these records."""

import os
import threading

_lock = threading.Lock()
_sent = []
_last = 0


def record_id(signal, trace_id):
    """Names the next record and remembers it."""
    global _last
    with _lock:
        _last += 1
        name = "%s.%d" % (os.environ["OTEL_SERVICE_NAME"], _last)
    remember(name, signal, trace_id)
    return name


def remember(name, signal, trace_id):
    with _lock:
        _sent.append({"id": name, "signal": signal, "trace_id": trace_id})


def sent():
    return _sent
