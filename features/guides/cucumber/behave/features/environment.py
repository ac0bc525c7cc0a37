from behave.model_core import Status

from bank import Bank

CLIENT = {
    "client_id": "my-app",
    "client_secret": "only for tests",
    "redirect_uris": ["http://localhost:3000/callback"],
    "require_consent": False,
}


def before_scenario(context, _scenario):
    # Nobody has to type a password, so no browser is needed.
    context.bank = Bank({"clients": [CLIENT], "leniencies": {"allow_auto_login": True}})
    context.settings = {
        "issuer": context.bank.issuer,
        "client_id": CLIENT["client_id"],
        "client_secret": CLIENT["client_secret"],
        "redirect_uri": CLIENT["redirect_uris"][0],
    }
    context.failure = None


def after_scenario(context, scenario):
    # What an application is told is often the same for ten causes: whoever reads a failure is told which it was.
    if scenario.status != Status.passed:
        for refusal in context.bank.refusals():
            print(f"the bank refused ({refusal['endpoint']}): {refusal['reason']}; {refusal.get('hint', '')}")
    context.bank.close()
