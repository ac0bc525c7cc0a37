import pytest
import requests
from authlib.integrations.base_client import OAuthError

from app import Application
from conftest import CLIENT


@pytest.fixture
def app(bank):
    return Application(bank.issuer, CLIENT["client_id"], CLIENT["client_secret"], CLIENT["redirect_uris"][0])


def browse(url, user):
    """The browser of somebody who signs in: where does the bank send it?"""
    return requests.get(f"{url}&login_hint=auto:{user}", allow_redirects=False, timeout=10).headers["location"]


def test_riley_doe_signs_in(bank, app):
    assert app.callback(browse(app.begin(), "rileydoe"))["name"] == "Riley Doe"
    assert bank.refusals() == []


def test_somebody_without_a_family_name_signs_in(app):
    claims = app.callback(browse(app.begin(), "oneword"))
    assert "family_name" not in claims
    assert claims["name"] == "Indira"


def test_eleven_minutes_later_nobody_has_to_sign_in_again(bank, app):
    app.callback(browse(app.begin(), "rileydoe"))
    bank.advance(11 * 60)
    assert app.profile()["name"] == "Riley Doe"
    assert bank.refusals() == ["access token is expired"]


def test_a_code_comes_once(bank, app):
    back = browse(app.begin(), "rileydoe")
    app.callback(back)
    with pytest.raises(OAuthError, match="invalid_grant"):
        app.callback(back)
    # Banno tells everybody the same; the journal knows which of ten causes it was.
    assert bank.refusals() == ["authorization code already consumed"]
