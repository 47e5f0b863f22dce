"""One service of the end-to-end tests on the OpenTelemetry SDK for Python.

See ../README.md.
"""

import json
import os
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import plants
import records
import telemetry
import work


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if urlsplit(self.path).path != "/work":
            self.answer(404, {})
            return
        # The names of HTTP headers have no case, those of the carrier do.
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.answer(200, work.work(headers))

    def do_POST(self):
        if self.path == "/plant":
            plants.send(PLANTS)
            self.answer(200, {})
        elif self.path == "/quit":
            self.answer(200, {})
            threading.Thread(target=self.server.shutdown).start()
        else:
            self.answer(404, {})

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing: standard output is the protocol with the tests."""


PLANTS = []
if os.environ.get("PLANTS"):
    with open(os.environ["PLANTS"], encoding="utf-8") as file:
        PLANTS = json.load(file)


def main():
    shutdown = telemetry.start(PLANTS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(json.dumps({"listening": "127.0.0.1:%d" % server.server_port}), flush=True)
    server.serve_forever()
    shutdown()
    print(json.dumps({"records": records.sent()}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
