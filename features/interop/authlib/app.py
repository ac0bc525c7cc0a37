"""A relying party on Authlib's Flask client: https://docs.authlib.org/en/latest/client/flask.html"""

import logging
import os
import secrets

from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, session

app = Flask(__name__)
app.secret_key = secrets.token_bytes(32)
# The tokens of a session stay here: a cookie holds 4 KiB at most.
sessions: dict[str, dict] = {}


def update_token(_name, token, refresh_token=None, access_token=None):
    """Authlib calls it when it has refreshed."""
    sessions[session["id"]].update(token)


oauth = OAuth(app, update_token=update_token)
oauth.register(
    "banno",
    client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"],
    server_metadata_url=os.environ["ISSUER"] + "/.well-known/openid-configuration",
    client_kwargs={
        "scope": "openid profile email https://api.banno.com/consumer/auth/offline_access",
        "code_challenge_method": "S256",
    },
)


@app.get("/")
def index():
    return "Authlib"


@app.get("/login")
def login():
    return oauth.banno.authorize_redirect(os.environ["REDIRECT_URI"])


@app.get("/callback")
def callback():
    token = oauth.banno.authorize_access_token()
    session["id"] = secrets.token_urlsafe()
    sessions[session["id"]] = token
    return redirect("/me")


@app.get("/me")
def me():
    token = sessions.get(session.get("id"))
    if token is None:
        return "not signed in", 401
    return {"claims": token["userinfo"], "userinfo": oauth.banno.userinfo(token=token)}


@app.get("/refresh")
def refresh():
    token = sessions[session["id"]]
    before = token["refresh_token"]
    # Authlib refreshes of its own accord once a token is over: this one is for the call.
    oauth.banno.userinfo(token={**token, "expires_at": 1})
    return {"refreshed": True, "rotated": token["refresh_token"] != before}


@app.get("/logout")
def logout():
    token = sessions.pop(session.pop("id", None), {})
    return oauth.banno.logout_redirect(
        post_logout_redirect_uri=os.environ["POST_LOGOUT_REDIRECT_URI"],
        id_token_hint=token.get("id_token"),
    )


@app.errorhandler(Exception)
def refuse(error):
    return f"{type(error).__name__}: {error}", 400, {"Content-Type": "text/plain"}


if __name__ == "__main__":
    # Addresses have codes in them, which belong in no log.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app.run(host="127.0.0.1", port=int(os.environ["PORT"]))
