"""A tiny provider of accounts (OpenID Connect) for tests: it lets everybody in as whom the test says."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "probelauf", "the provider gave us this"


@dataclass
class Provider:
    """A running provider. `account` is what it says about whoever signs in next."""

    account: dict[str, Any] = field(default_factory=dict)
    origin: str = ""
    key: Any = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    asked: dict[str, str] = field(default_factory=dict)
    secrets_seen: list[str] = field(default_factory=list)

    async def describe(self, _request: Request) -> Response:
        found = {name: f"{self.origin}/{name}" for name in ("authorize", "token", "jwks")}
        return JSONResponse(
            {
                "issuer": self.origin, "authorization_endpoint": found["authorize"], "token_endpoint": found["token"],
                "jwks_uri": found["jwks"], "response_types_supported": ["code"], "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
            }
        )  # fmt: skip

    async def authorize(self, request: Request) -> Response:
        self.asked = dict(request.query_params)
        back = urlencode({"code": "a-code", "state": self.asked["state"]})
        return RedirectResponse(f"{self.asked['redirect_uri']}?{back}", 302)

    async def token(self, request: Request) -> Response:
        form = await request.form()
        self.secrets_seen.append(request.headers.get("authorization", "") or str(form.get("client_secret")))
        now_s = int(time.time())
        claims = {
            "iss": self.origin, "aud": CLIENT, "iat": now_s, "exp": now_s + 600, "nonce": self.asked.get("nonce"),
            **self.account,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": signed})

    async def jwks(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def routes(self) -> list[Route]:
        return [
            Route("/.well-known/openid-configuration", self.describe),
            Route("/authorize", self.authorize),
            Route("/token", self.token, methods=["POST"]),
            Route("/jwks", self.jwks),
        ]


@contextmanager
def run_provider() -> Iterator[Provider]:
    """Run a provider on a free port."""
    provider = Provider()
    config = uvicorn.Config(Starlette(routes=provider.routes()), port=0, log_level="error", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until = time.monotonic() + 10
    while not server.started:
        assert time.monotonic() < until, "the provider did not start"
        time.sleep(0.005)
    provider.origin = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    yield provider
    server.should_exit = True
    thread.join()
