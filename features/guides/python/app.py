"""The application under test: it signs people in, and knows nothing of tests."""

import requests
from authlib.common.security import generate_token
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.jwk import KeySet

SCOPE = "openid profile https://api.banno.com/consumer/auth/offline_access"


class Application:
    def __init__(self, issuer, client_id, client_secret, redirect_uri):
        self.bank = requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
        self.client_id = client_id
        self.session = OAuth2Session(
            client_id, client_secret, scope=SCOPE, redirect_uri=redirect_uri, code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post", token_endpoint=self.bank["token_endpoint"])

    def begin(self):
        """Where to send the browser."""
        self.verifier, self.nonce = generate_token(48), generate_token()
        url, self.state = self.session.create_authorization_url(
            self.bank["authorization_endpoint"], code_verifier=self.verifier, nonce=self.nonce)
        return url

    def callback(self, url):
        """The browser is back, at the redirect URI."""
        tokens = self.session.fetch_token(authorization_response=url, state=self.state, code_verifier=self.verifier)
        keys = KeySet.import_key_set(requests.get(self.bank["jwks_uri"], timeout=10).json())
        token = jwt.decode(tokens["id_token"], keys, algorithms=["ES256", "RS256", "PS256"])
        claims = jwt.JWTClaimsRegistry(
            iss={"essential": True, "value": self.bank["issuer"]},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": self.nonce})
        claims.validate(token.claims)
        return token.claims

    def profile(self):
        """What the bank says of the user now; a token that is over is refreshed."""
        answer = self.session.get(self.bank["userinfo_endpoint"])
        if answer.status_code == 401:
            self.session.refresh_token()
            answer = self.session.get(self.bank["userinfo_endpoint"])
        answer.raise_for_status()
        return answer.json()
