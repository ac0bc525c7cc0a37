"""A bank for each scenario, made and dropped by the control plane of mock-idp."""

import os

import requests

CONTROL = os.environ.get("BANK_CONTROL", "http://127.0.0.1:8444")


def call(method, path, body=None):
    answer = requests.request(method, CONTROL + path, json=body, timeout=10)
    if not answer.ok:
        raise RuntimeError(f"{method} {path}: {answer.json()['detail']}")
    return answer.json() if answer.content else None


class Bank:
    def __init__(self, declared):
        # Where a run is broken off, the bank goes by itself.
        facts = call("POST", "/institutions", {"ttl_seconds": 300} | declared)
        self.issuer, self.users = facts["issuer"], facts["users"]
        self.at = f"/institutions/{facts['id']}"

    def user(self, username):
        return next(user for user in self.users if user["username"] == username)

    def mint(self, user, scope):
        """Tokens without a sign-in."""
        return call("POST", f"{self.at}/tokens", {"user": user, "scope": scope})

    def advance(self, seconds):
        call("PATCH", f"{self.at}/clock", {"advance_seconds": seconds})

    def withdraw_grants(self):
        for grant in call("GET", f"{self.at}/grants")["grants"]:
            call("DELETE", f"{self.at}/grants/{grant['id']}")

    def refusals(self):
        """What was refused, with the true reason of each."""
        entries = call("GET", f"{self.at}/journal?refused=true")["entries"]
        return [{"endpoint": entry["endpoint"]} | entry["refusal"] for entry in entries]

    def close(self):
        call("DELETE", self.at)
