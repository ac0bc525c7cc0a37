@oidc-core-3.1.2.1 @needs-login-form
Feature: Hints
  An application may say whom it expects, and how the user would be spoken to best.

  Scenario Outline: The login page has the hinted user name filled in: <hint>
    When the application sends the user to sign in with login_hint = <hint>
    Then the user is asked to sign in
    And the user name "<hint>" is filled in

    Examples:
      | hint                              |
      | jordansmith                       |
      | riley.doe+test@jackhenry.dev      |
      | '><script>alert(1)</script>&amp   |

  Scenario: A hint is no more than a hint
    When the application sends the user to sign in with login_hint = nobody
    And the user signs in
    And the user allows it where asked
    Then the user comes back with a code

  Scenario: Whoever is signed in is not asked because of another user name
    Given the user is signed in
    When the application sends the user to sign in with login_hint = nobody; prompt = none
    Then the user comes back with a code

  Scenario Outline: How to show the pages may be asked for: <wish>
    When the application sends the user to sign in with <wish>
    Then the user is asked to sign in

    Examples:
      | wish                          |
      | ui_locales = de-CH fr-CA en   |
      | ui_locales = rubbish          |
      | display = touch               |
      | claims_locales = de           |

  @needs-another-user
  Scenario: An ID token of somebody else asks to sign in
    When the application sends the user to sign in
    And somebody else signs in
    And the user allows it where asked
    Then the user comes back with a code
    When the application redeems the code
    And the user takes another browser
    And the application sends the user to sign in
    And the user signs in
    And the user allows it where asked
    And the application sends the user to sign in with id_token_hint = {id_token}
    Then the user is asked to sign in

  @oidc-core-3.1.2.2
  Scenario Outline: Refused: <case>
    Given the application holds tokens
    When the browser asks for authorization with id_token_hint = <hint>
    Then the browser is sent back with the error "invalid_request" saying "could not validate id_token_hint"

    Examples:
      | case                      | hint              |
      | another signature         | {forged_id_token} |
      | an access token           | e30.e30.AAAA      |

  @needs-client-another
  Scenario: Another application's ID token is no hint
    Given the application "another"
    And the application holds tokens
    When the application "default" acts
    And the browser asks for authorization with id_token_hint = {id_token}
    Then the browser is sent back with the error "invalid_request" saying "could not validate id_token_hint"

  @needs-clock
  Scenario: An ID token that has expired still tells whom the application expects
    Given the application holds tokens
    When 3700 seconds pass
    And the browser asks for authorization with prompt = none; id_token_hint = {id_token}
    Then the user comes back with a code
