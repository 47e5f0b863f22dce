"""The senders of the end-to-end tests that are written in Python.

The official Elasticsearch client, pylogbeat and python-logging-loki; see
../README.md. The only argument is the file of the settings.
"""

import json
import logging
import sys
import time


class Report:
    """How many records were acknowledged, given up, and tried again."""

    def __init__(self):
        self.acked = self.failed = self.retries = 0
        self.errors = []

    def note(self, error):
        if len(self.errors) < 5:
            self.errors.append(str(error))


def client_of(settings):
    from elasticsearch import Elasticsearch

    return Elasticsearch(
        settings["url"],
        ca_certs=settings["ca"],
        basic_auth=(settings["user"], settings["password"]),
        retry_on_status=(502, 503, 504),
        max_retries=3,
        http_compress=True,
    )


def actions_of(records):
    for record in records:
        action = {"_op_type": record["action"], "_index": record["index"], "_source": json.loads(record["doc"])}
        if record.get("id"):
            action["_id"] = record["id"]
        yield action


def bulk(settings, records, report):
    """helpers.bulk: pauses and tries again on 429 alone."""
    from elasticsearch import helpers

    with client_of(settings) as client:
        acked, errors = helpers.bulk(
            client,
            actions_of(records),
            chunk_size=settings["batch"],
            max_retries=settings["retries"],
            initial_backoff=settings["wait_ms"] / 1000,
            max_backoff=1,
            raise_on_error=False,
        )
        for error in errors:
            report.note(error)
    report.acked += acked
    report.failed += len(errors)


def streaming_bulk(settings, records, report):
    """helpers.streaming_bulk, item by item, in the order of the records."""
    from elasticsearch import helpers

    with client_of(settings) as client:
        for ok, item in helpers.streaming_bulk(
            client,
            actions_of(records),
            chunk_size=settings["batch"],
            max_retries=settings["retries"],
            initial_backoff=settings["wait_ms"] / 1000,
            max_backoff=1,
            raise_on_error=False,
        ):
            if ok:
                report.acked += 1
            else:
                report.failed += 1
                report.note(item)


def patient(send):
    """Sends the rest again when the client has given up, as an application does.

    The client itself tries a broken connection again at once and without a pause,
    which no restart of a server is short enough for.
    """

    def again(settings, records, report):
        while True:
            try:
                return send(settings, records[report.acked + report.failed:], report)
            except Exception as error:
                report.note(repr(error))
                if report.retries == settings["retries"]:
                    raise
                report.retries += 1
                time.sleep(settings["wait_ms"] / 1000)

    return again


def pylogbeat(settings, records, report):
    """Windows of Lumberjack; one that was not acknowledged is sent again."""
    from pylogbeat import PyLogBeatClient

    host, port = settings["address"].rsplit(":", 1)
    beat = None
    while records:
        window = [record["doc"] for record in records[: settings["batch"]]]
        try:
            if beat is None:
                beat = PyLogBeatClient(
                    host, int(port), timeout=20, ssl_enable=bool(settings.get("ca")), ca_certs=settings.get("ca") or None,
                    certfile=settings.get("cert") or None, keyfile=settings.get("key") or None, use_logging=True,
                )
            beat.send(window)
        # An acknowledgement that is cut is a struct.error here.
        except Exception as error:
            report.note(repr(error))
            if report.retries == settings["retries"]:
                report.failed = len(records)
                return
            report.retries += 1
            if beat is not None:
                beat.close()
                beat = None
            time.sleep(settings["wait_ms"] / 1000)
            continue
        report.acked += len(window)
        records = records[len(window):]
    beat.close()


def logging_loki(settings, records, report):
    """One push a record, without a second try. Anything but 204 is an error."""
    import logging_loki as loki

    class Handler(loki.LokiHandler):
        def handleError(self, record):
            self.emitter.close()
            report.failed += 1
            report.note(sys.exc_info()[1])

    handler = Handler(
        settings["url"] + settings.get("path", "/loki/api/v1/push"),
        tags=settings["labels"],
        auth=(settings["user"], settings["password"]),
        version=settings.get("version", "1"),
    )
    logger = logging.getLogger("shop.checkout")
    logger.setLevel(logging.INFO)
    logger.propagate = False
    logger.addHandler(handler)
    for record in records:
        logger.info(json.loads(record["doc"])["message"], extra={"tags": {"order-no": "7"}})
    report.acked = len(records) - report.failed


CLIENTS = {
    "bulk": patient(bulk),
    "streaming-bulk": patient(streaming_bulk),
    "pylogbeat": pylogbeat,
    "logging-loki": logging_loki,
}


def main():
    with open(sys.argv[1]) as file:
        settings = json.load(file)
    with open(settings["records"]) as file:
        records = [json.loads(line) for line in file]
    report = Report()
    try:
        CLIENTS[settings["client"]](settings, records, report)
    except Exception as error:
        report.failed = len(records) - report.acked
        report.note(repr(error))
    print(json.dumps(vars(report)))


main()
