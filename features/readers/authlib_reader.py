"""Reads from standard input what the example `tokens` prints, with Authlib."""
import base64
import hashlib
import json
import sys
import warnings

import authlib

with warnings.catch_warnings(record=True):  # of its module being deprecated
    from authlib.jose import JsonWebEncryption, JsonWebKey, JsonWebToken

# OpenID Connect Core 10.2: the left of a hash of the client's secret.
LENGTHS = {"A128KW": 16, "A256KW": 32, "A128GCM": 16, "A256GCM": 32, "A128CBC-HS256": 32, "A256CBC-HS512": 64}


def derived(secret, header):
    length = LENGTHS[header["enc"] if header["alg"] == "dir" else header["alg"]]
    hashed = hashlib.sha512 if length > 32 else hashlib.sha256
    return hashed(secret.encode()).digest()[:length]


def opened(token, key):
    if not key:
        return token
    if "secret" in key:
        recipient = derived(key["secret"], header_of(token))
    else:
        recipient = JsonWebKey.import_key(key)
    data = JsonWebEncryption().deserialize_compact(token, recipient)
    if data["header"].get("cty") != "JWT":
        raise ValueError("cty is not JWT")
    return data["payload"]


def header_of(token):
    part = token.split(".")[0]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


bank = json.loads(sys.stdin.readline())
keys = JsonWebKey.import_key_set({"keys": bank["keys"]})
read = total = 0
for line in sys.stdin:
    case = json.loads(line)
    total += 1
    try:
        options = {
            "iss": {"essential": True, "value": bank["issuer"]},
            "aud": {"essential": True, "value": case["aud"]},
            "sub": {"essential": True},
            "exp": {"essential": True},
        }
        signed = opened(case["token"], case["key"])
        claims = JsonWebToken([case["alg"]]).decode(signed, keys, claims_options=options)
        claims.validate()
        if claims["email"] != case["email"]:
            raise ValueError(f"email is {claims['email']}")
        read += 1
    except Exception as error:
        print(f"not read: {case['name']}: {error!r}")
print(f"Authlib {authlib.__version__} for Python: {read} of {total} tokens read")
sys.exit(0 if total and read == total else 1)
