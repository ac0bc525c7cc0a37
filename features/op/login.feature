@oidc-core-3.1.2.3
Feature: Signing in
  A user who comes from an application signs in with the institution's user name and password.

  Scenario: An application sends a user to sign in
    When the browser asks for authorization
    Then the browser is sent to a login page of the provider

  @oidc-core-3.1.2.1
  Scenario: The request may come by POST as well
    When the browser asks for authorization by POST
    Then the browser is sent to a login page of the provider

  @rfc6749-4.1.2 @rfc9207-2 @needs-fresh @needs-login-form
  Scenario: A user signs in and comes back with a code, the state and the issuer
    When the application sends the user to sign in
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code

  Scenario: A user comes back with a code when the application sends no state
    Given the application asks with no state
    And the user is signed in
    Then the user comes back with a code

  @needs-login-form
  Scenario Outline: A wrong <what> says so and keeps the user name
    When the application sends the user to sign in
    And the user signs in as "<name>" with the password "<password>"
    Then the page says that the sign-in failed
    And the user name "<name>" is still filled in

    Examples:
      | what      | name     | password  |
      | password  | {username} | not the password |
      | user name | nobody   | banno     |
      | markup    | <b>x     | banno     |

  @needs-fresh @needs-login-form
  Scenario: After a wrong password the right one works
    When the application sends the user to sign in
    And the user signs in as "{username}" with the password "not the password"
    Then the page says that the sign-in failed
    When the user signs in
    And the user allows it
    Then the user comes back with a code

  @rfc6749-4.1.2.1 @needs-login-form
  Scenario: A user who cancels comes back with access_denied
    When the application sends the user to sign in
    And the user cancels
    Then the user comes back with the error "access_denied"

  @rfc6749-4.1.2.1 @needs-login-form @needs-pages
  Scenario: The application is told that it was the user
    When the application sends the user to sign in
    And the user cancels
    Then the browser is sent back with the error "access_denied" saying "End-User aborted interaction"

  @needs-login-form
  Scenario: Whoever is signed in is not asked again
    Given the user is signed in
    When the application sends the user to sign in
    Then the user comes back with a code

  @needs-login-form
  Scenario: A login page belongs to the browser that it was made for
    Given a login page in one browser
    When another browser opens the same page
    Then a page tells the error "invalid_request" and says "interaction session id cookie not found"

  @needs-login-form
  Scenario: A login form that comes from elsewhere signs nobody in
    Given a login page in one browser
    When another browser sends its form
    Then a page tells the error "invalid_request" and says "interaction session id cookie not found"

  @needs-another-user @needs-fresh @needs-login-form
  Scenario: Somebody else signs in
    When the application sends the user to sign in
    And somebody else signs in
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token is for somebody else

  @needs-another-user @needs-fresh @needs-user-switch @needs-login-form
  Scenario: Somebody else takes over the browser
    Given the user is signed in
    When the application sends the user to sign in with prompt = login
    And somebody else signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token is for somebody else

  @needs-login-form
  Scenario: Another browser knows nothing of it
    Given the user is signed in
    And another browser
    When the application sends the user to sign in
    Then the user is asked to sign in
