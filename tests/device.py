"""A device that knows its owner's finger: makes passkeys and signs with them, as a browser would ask of it."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HERE = "testserver"
FLAG = AuthenticatorData.FLAG
NOTHING_MORE = FLAG(0)


@dataclass
class Device:
    knows_owner: bool = True
    name: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    owner: str = ""

    def make(self, js_data: dict) -> str:
        """The answer to "make a passkey", as the form sends it."""
        options = js_data["creation_options"]["publicKey"]
        self.owner = options["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        made = self._told(FLAG.AT, AttestedCredentialData.create(bytes(16), self.name, public))
        answer = {
            "clientDataJSON": self._asked("webauthn.create", options),
            "attestationObject": websafe_encode(AttestationObject.create("none", made, {})),
        }
        return self._json(answer, {"credProps": {"rk": True}})

    def sign(self, js_data: dict) -> str:
        """The answer to "show that it is you"."""
        options = js_data["request_options"]["publicKey"]
        asked, told = self._asked("webauthn.get", options), self._told()
        signed = bytes(told) + hashlib.sha256(websafe_decode(asked)).digest()
        answer = {
            "clientDataJSON": asked,
            "authenticatorData": websafe_encode(told),
            "signature": websafe_encode(self.key.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": self.owner,
        }
        return self._json(answer, {})

    def _asked(self, what: str, options: dict) -> str:
        return websafe_encode(CollectedClientData.create(what, options["challenge"], f"http://{HERE}"))

    def _told(self, more: FLAG = NOTHING_MORE, credential: bytes = b"") -> AuthenticatorData:
        flags = FLAG.UP | more | (FLAG.UV if self.knows_owner else NOTHING_MORE)
        return AuthenticatorData.create(hashlib.sha256(HERE.encode()).digest(), flags, 0, credential)

    def _json(self, response: dict, extensions: dict) -> str:
        name = websafe_encode(self.name)
        whole = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps(whole | {"clientExtensionResults": extensions})
