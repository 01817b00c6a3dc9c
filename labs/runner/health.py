"""Two routes for those who keep the server running: how it is (`/zustand`), and numbers for Prometheus (`/metrics`)."""

import hmac
import os
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from feedback.errors import OperatorError
from feedback.lab import checked_secret
from feedback.operation.pulse import Pulse
from feedback.version import VERSION
from labs.runner.shell import Shell

HEALTH, METRICS = "/zustand", "/metrics"
TOKEN_VARIABLE = "PROBELAUF_METRICS_TOKEN"  # noqa: S105 - the name of a variable, not a secret


def health_routes(shell: Shell, pulse: Pulse, beacon_answers: Mapping[int, int]) -> list[BaseRoute]:
    """Return the routes; that of Prometheus only where PROBELAUF_METRICS_TOKEN is set.

    `beacon_answers` counts the probe's batches by the status they were answered with. OperatorError for a token
    that is too short, or without the extra `metrics`.
    """

    async def tell_health(_request: Request) -> Response:
        condition = pulse.condition  # in memory: nobody can load the database by asking often
        failing = condition.status == "failing"
        said = {
            "status": condition.status,
            "database": "failing" if failing else "ok",
            "recorder": {"waiting": condition.waiting, "lost": condition.lost},
            "version": VERSION,
        }
        return JSONResponse(said, status_code=503 if failing else 200, headers={"Cache-Control": "no-store"})

    found: list[BaseRoute] = [Route(HEALTH, tell_health)]
    token = os.environ.get(TOKEN_VARIABLE)
    if token is not None:
        found.append(_metrics_route(checked_secret(token, f"the variable {TOKEN_VARIABLE}"), shell, beacon_answers))
    return found


def _metrics_route(token: str, shell: Shell, beacon_answers: Mapping[int, int]) -> Route:
    try:
        from labs.runner.metrics import Page
    except ImportError as error:
        raise OperatorError(
            f"{TOKEN_VARIABLE} is set, but the metrics need prometheus-client; install probelauf[metrics]."
        ) from error
    page = Page(shell, beacon_answers)
    wanted = f"Bearer {token}".encode()

    async def tell_metrics(request: Request) -> Response:
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), wanted):
            return Response(status_code=404)
        return Response(page.text(), media_type=page.media_type)

    return Route(METRICS, tell_metrics)
