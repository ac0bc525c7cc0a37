@needs-companion @needs-fresh
Feature: Signing in from a terminal
  The companion walks the whole login without a browser, for scripts and for a first look.

  @oidc-core-3.1
  Scenario: A user signs in and sees their claims
    When the user signs in at a terminal
    Then the terminal shows every claim of the user, and no token

  Scenario: A wrong password has a name of its own
    When the user signs in at a terminal with the password "not banno"
    Then the terminal names the error "wrong-password"
