"""The sample ERP's report endpoint over HTTP: `python erp_service.py PORT`, started in the ERP's folder.

POST /reports/daily-sales takes `{"rows": [...], "top": N}` and answers 200, or 422 for input that the ERP refuses.
"""

import dataclasses
import io
import json
import os
import sys
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

sys.path.insert(0, os.getcwd())

from api.event_log import EventLog
from api.service import ErpApi
from catalog.search import SearchIndex
from common.records import SaleRow
from inventory.movements import Warehouse

API = ErpApi(
    products={}, rules=[], lead_times={}, warehouse=Warehouse(), search_index=SearchIndex([]),
    log=EventLog(io.StringIO(), lambda: datetime(2024, 3, 5)),
)  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """One endpoint, and a page for whoever asks whether it is ready."""

    protocol_version = "HTTP/1.1"

    def answer(self, status: int, body: Any) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self) -> None:
        self.answer(200, {})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        found = API.report([SaleRow(**row) for row in body["rows"]], body["top"])
        if found is None:
            self.answer(422, {"error": "refused"})
        else:
            self.answer(200, {day: dataclasses.asdict(summary) for day, summary in found.items()})

    def log_message(self, *args: object) -> None:
        """Nothing is written."""


if __name__ == "__main__":
    ThreadingHTTPServer.request_queue_size = 128  # many clients may come at once: a full queue resets connections
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
