"""The counter's public figures, for the statistics block of every page."""

import json
from dataclasses import asdict
from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from giaoban.domain.visits.queries import Totals, totals
from giaoban.interfaces.gate.bridge import Send
from giaoban.lib import clock

_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]


class LiveFigures:
    """The figures as they stood at the last fold, ready to be sent: however many readers ask, made once a second."""

    def __init__(self) -> None:
        self.body: bytes | None = None

    def renew(self, *, online: int, at: datetime) -> None:
        """Make them anew (1 query)."""
        self.body = json.dumps(_shown(totals(at, online=online), at)).encode()


async def send_figures(body: bytes, send: Send) -> None:
    """Answer with figures made before."""
    headers = [*_HEADERS, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@require_safe
def visit_figures(request: HttpRequest) -> JsonResponse:
    """Answer {"online", "today", "total", "offset", "at"}; total contains offset. Asked where no gate stands in front,
    or where it has none yet (1 query)."""
    at = clock.now()
    return JsonResponse(_shown(totals(at), at), headers={"Cache-Control": "no-store"})


def _shown(figures: Totals, at: datetime) -> dict[str, object]:
    return {**asdict(figures), "at": at.isoformat(timespec="seconds")}
