"""A small OpenID Connect provider on loopback: discovery, authorize, token, keys, userinfo, as a test tells it to."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = {"client_id": "portal", "secret": "a-secret-of-two"}
KEY, STRANGE_KEY = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2))


class Provider:
    """`person` is what it tells of whoever signs in; `wrong` replaces claims; the others change how it answers."""

    def __init__(self) -> None:
        self.url = ""
        self.person: dict = {"sub": "001", "email_verified": True}
        self.wrong: dict = {}
        self.configured: dict = {}
        self.userinfo: dict | None = None
        self.signs_with, self.kid, self.algorithm = KEY, "one", "RS256"
        self.codes: dict[str, dict] = {}
        self.asked: dict = {}
        self.token_answer: bytes | None = None

    def configuration(self) -> dict:
        about = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
        more = {"userinfo_endpoint": f"{self.url}/userinfo"} if self.userinfo is not None else {}
        return about | more | self.configured

    def authorize(self, query: dict) -> str:
        """Where it sends the browser back to, with a code that works once."""
        self.asked = query
        code = f"code-{len(self.codes)}"
        self.codes[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, given: dict) -> dict | None:
        asked = self.codes.pop(given["code"], None)
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or asked["code_challenge"] != challenge or asked["redirect_uri"] != given["redirect_uri"]:
            return None
        if (given["client_id"], given["client_secret"]) != (CLIENT["client_id"], CLIENT["secret"]):
            return None
        now = int(time.time())
        claims = {"iss": self.url, "aud": "portal", "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        claims |= self.person | self.wrong
        claims = {name: value for name, value in claims.items() if value is not None}
        token = jwt.encode(claims, self.signs_with, self.algorithm, headers={"kid": self.kid})
        return {"access_token": "opens-userinfo", "token_type": "Bearer", "id_token": token}

    def keys(self) -> dict:
        one = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        return {"keys": [one | {"kid": "one", "use": "sig", "alg": "RS256"}]}


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(address.query).items()}
            if address.path == "/authorize":
                self.send_response(302)
                self.send_header("Location", provider.authorize(query))
                self.send_header("Content-Length", "0")
                self.end_headers()
            elif address.path == "/userinfo" and self.headers["Authorization"] != "Bearer opens-userinfo":
                self.answer(401, b"{}")
            else:
                pages = {"/keys": provider.keys(), "/userinfo": provider.userinfo}
                self.answer(200, json.dumps(pages.get(address.path, provider.configuration())).encode())

        def do_POST(self) -> None:
            given = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            said = provider.token({name: values[0] for name, values in given.items()} | self.credentials())
            body = provider.token_answer or json.dumps(said or {"error": "invalid_grant"}).encode()
            self.answer(200 if said else 400, body)

        def credentials(self) -> dict[str, str]:
            kind, _space, given = self.headers.get("Authorization", "").partition(" ")
            names = ("client_id", "client_secret")
            return dict(zip(names, base64.b64decode(given).decode().split(":"), strict=True)) if kind == "Basic" else {}

        def answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)
