"""A bank for each test, made and dropped by the control plane of mock-idp."""

import os

import pytest
import requests

CONTROL = os.environ.get("BANK_CONTROL", "http://127.0.0.1:8444")


def call(method, path, body=None):
    answer = requests.request(method, CONTROL + path, json=body, timeout=10)
    if not answer.ok:
        raise RuntimeError(f"{method} {path}: {answer.json()['detail']}")
    return answer.json() if answer.content else None


class Bank:
    def __init__(self, declared):
        # Where a test run is broken off, the bank goes by itself.
        self.facts = call("POST", "/institutions", {"ttl_seconds": 300} | declared)
        self.issuer = self.facts["issuer"]
        self.at = f"/institutions/{self.facts['id']}"

    def mint(self, user, scope):
        """Tokens without a login, for a test that begins behind it."""
        return call("POST", f"{self.at}/tokens", {"user": user, "scope": scope})

    def advance(self, seconds):
        call("PATCH", f"{self.at}/clock", {"advance_seconds": seconds})

    def refusals(self):
        """The true reason of each refusal."""
        entries = call("GET", f"{self.at}/journal?refused=true")["entries"]
        return [entry["refusal"]["reason"] for entry in entries]

    def close(self):
        call("DELETE", self.at)


CLIENT = {
    "client_id": "my-app",
    "client_secret": "only for tests",
    "redirect_uris": ["http://localhost:3000/callback"],
    "require_consent": False,
}


@pytest.fixture
def bank():
    # Users are those of the fixtures, and nobody has to type their passwords.
    bank = Bank({"clients": [CLIENT], "leniencies": {"allow_auto_login": True}})
    yield bank
    # pytest shows what is printed with a test that fails.
    print("The bank refused:", bank.refusals())
    bank.close()
