@oidc-core-3.1.2.1 @needs-fresh
Feature: prompt and max_age
  An application says whether the user may or must be asked.

  @oidc-core-3.1.2.6
  Scenario: prompt=none without a session is refused
    When the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @oidc-core-3.1.2.6 @needs-client-another @needs-login-form
  Scenario: prompt=none without consent is refused
    Given the user is signed in
    When the application "another" acts
    And the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "consent_required" saying "requested scopes not granted"

  @needs-login-form
  Scenario: prompt=none for a user who is signed in and has consented
    Given the user is signed in
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @needs-login-form
  Scenario: prompt=none with the user's own ID token as a hint
    Given the user is signed in
    And the application has redeemed the code
    When the browser asks for authorization with prompt = none; id_token_hint = {id_token}
    Then the user comes back with a code

  @oidc-core-3.1.2.6 @needs-another-user @needs-login-form
  Scenario: prompt=none with somebody else's ID token as a hint is refused
    When the application sends the user to sign in
    And somebody else signs in
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code
    And the user takes another browser
    And the application sends the user to sign in
    And the user signs in
    And the user allows it
    And the browser asks for authorization with prompt = none; id_token_hint = {id_token}
    Then the browser is sent back with the error "login_required" saying "id_token_hint and authenticated subject do not match"

  @oidc-core-3.1.2.6 @needs-login-form
  Scenario: prompt=none with max_age=0 is refused
    Given the user is signed in
    When the browser asks for authorization with prompt = none; max_age = 0
    Then the browser is sent back with the error "login_required" saying "login prompt was not resolved"

  @oidc-core-3.1.2.6 @needs-login-form
  Scenario: prompt=none with an essential security level that the session has not is refused
    Given the user is signed in
    When the browser asks for authorization with prompt = none; claims = {"id_token":{"acr":{"essential":true,"value":"https://api.banno.com/consumer/security-level/high"}}}
    Then the browser is sent back with the error "login_required" saying "requested ACR could not be obtained"

  @needs-login-form
  Scenario: prompt=login asks a user who is signed in
    Given the user is signed in
    When the application sends the user to sign in with prompt = login
    Then the user is asked to sign in
    When the user signs in
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token has the claim "auth_time"

  @needs-login-form
  Scenario: prompt=login ends once the user has signed in
    Given the application asks with prompt = login
    When the application sends the user to sign in
    And the user signs in
    And the user allows it
    Then the user comes back with a code

  @needs-login-form
  Scenario: prompt=consent asks a user who has consented
    Given the user is signed in
    When the application sends the user to sign in with prompt = consent
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code

  @needs-login-form
  Scenario: prompt=login consent asks for both
    Given the user is signed in
    When the application sends the user to sign in with prompt = login consent
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code

  @needs-login-form
  Scenario: The order of prompts is nothing to the provider
    Given the user is signed in
    When the application sends the user to sign in with prompt = consent login
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent

  @needs-login-form
  Scenario: Once asked for, a login is enough for any max_age
    When the application sends the user to sign in with prompt = login; max_age = 0
    And the user signs in
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token has the claim "auth_time"

  @needs-login-form
  Scenario Outline: Refused: prompt <prompt>
    Given the user is signed in
    When the browser asks for authorization with prompt = <prompt>
    Then the browser is sent back with the error "invalid_request" saying "<description>"

    Examples:
      | prompt         | description                          |
      | select_account | unsupported prompt value requested   |
      | create         | unsupported prompt value requested   |
      | login rubbish  | unsupported prompt value requested   |
      | LOGIN          | unsupported prompt value requested   |
      | consent none   | prompt none must only be used alone  |

  @needs-login-form
  Scenario: max_age=0 asks a user who is signed in
    Given the user is signed in
    When the application sends the user to sign in with max_age = 0
    Then the user is asked to sign in

  @needs-login-form
  Scenario: A login younger than max_age is enough, and its time is told
    Given the user is signed in
    When the application sends the user to sign in with max_age = 300
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token has the claim "auth_time"

  @needs-clock @needs-login-form
  Scenario: A login older than max_age is not enough
    Given the user is signed in
    When 301 seconds pass
    And the application sends the user to sign in with max_age = 300
    Then the user is asked to sign in

  @needs-clock @needs-login-form
  Scenario: A browser session ends after fourteen days
    Given the user is signed in
    When 15 days pass
    And the application sends the user to sign in
    Then the user is asked to sign in
