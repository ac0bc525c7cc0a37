import requests
from behave import given, then, when

from app import Application, SignInAgain


def application(context):
    """The application is started when it is first needed, with the settings that it has by then."""
    if not hasattr(context, "app"):
        context.app = Application(**context.settings)
    return context.app


@given('the application is configured with the secret "{secret}"')
def configure(context, secret):
    context.settings["client_secret"] = secret


@given('the application holds tokens of "{username}"')
def hold_tokens(context, username):
    user = context.bank.user(username)
    tokens = context.bank.mint(username, "openid https://api.banno.com/consumer/auth/accounts.readonly")
    application(context).hold(tokens, user["sub"], user["claims"]["name"])


@given('"{username}" has signed in')
def sign_in(context, username):
    url = application(context).begin()
    # The browser goes to the bank, and comes back to where the bank sends it.
    answer = requests.get(f"{url}&login_hint=auto:{username}", allow_redirects=False, timeout=10)
    context.app.callback(answer.headers["location"])


@when('"{username}" signs in')
def try_to_sign_in(context, username):
    try:
        sign_in(context, username)
    except Exception as failure:
        context.failure = failure


@when("{minutes:d} minutes pass")
def pass_time(context, minutes):
    context.bank.advance(minutes * 60)


@when("the bank withdraws its grants")
def withdraw_grants(context):
    context.bank.withdraw_grants()


@then('the application greets "{name}"')
def greets(context, name):
    assert not context.failure, context.failure
    assert context.app.greeting == f"Hello {name}", context.app.greeting


@then('it shows the account "{name}"')
def shows_account(context, name):
    assert name in context.app.accounts()


@then("it shows no accounts")
def shows_none(context):
    assert context.app.accounts() == []


@then("it shows {count:d} account")
@then("it shows {count:d} accounts")
def shows_many(context, count):
    assert len(context.app.accounts()) == count


@then("the application asks to sign in again")
def asks_again(context):
    try:
        context.app.accounts()
    except SignInAgain:
        return
    raise AssertionError("it shows accounts")


@then("the application says that signing in has failed")
def has_failed(context):
    assert context.failure


@then("the bank has refused nothing")
def refused_nothing(context):
    assert context.bank.refusals() == [], context.bank.refusals()


@then('the bank has refused something because "{reason}"')
def refused_because(context, reason):
    reasons = [refusal["reason"] for refusal in context.bank.refusals()]
    assert reason in reasons, f"it has refused because {reasons}"
