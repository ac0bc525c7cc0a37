@oidc-rp-initiated-1.0-2
Feature: Logout
  An application sends its user to sign out of the institution. The user is asked first, since a link to
  this page costs a stranger nothing.

  Background:
    Given the application holds tokens

  @needs-login-form
  Scenario: The user is asked, and the session is there until then
    When the application sends the user to sign out
    Then the user is asked whether to sign out
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @oidc-rp-initiated-1.0-3 @needs-login-form
  Scenario: Whoever confirms is signed out and back at the application, with the state
    When the application sends the user to sign out with state = bye & thanks
    And the user confirms it
    Then the browser is sent to "{post_logout_redirect_uri}?state=bye+%26+thanks"
    When the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @needs-login-form
  Scenario: The same by POST
    When the application sends the user to sign out by POST
    Then the user is asked whether to sign out
    When the user confirms it
    And the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @oidc-rp-initiated-1.0-3 @needs-login-form
  Scenario: No state comes back where none was sent
    When the application sends the user to sign out with no state
    And the user confirms it
    Then the browser is sent to "{post_logout_redirect_uri}"

  @oidc-rp-initiated-1.0-3 @needs-login-form
  Scenario: The state goes beside what the address has in its query
    When the application sends the user to sign out with post_logout_redirect_uri = {other_post_logout_redirect_uri}; state = bye
    And the user confirms it
    Then the browser is sent to "{other_post_logout_redirect_uri}&state=bye"

  @needs-login-form
  Scenario: An application may say who it is instead of the hint
    When the application sends the user to sign out with no id_token_hint; client_id = {client_id}; state = bye
    Then the user is asked whether to sign out
    When the user confirms it
    Then the browser is sent to "{post_logout_redirect_uri}?state=bye"

  @needs-login-form
  Scenario: Whoever comes from no application stays with the provider
    When the user goes to sign out at the provider
    Then the user is asked whether to sign out
    When the user confirms it
    Then the provider says that the user is signed out
    When the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @needs-login-form
  Scenario: Where no application is known, an address is no way out
    When the application sends the user to sign out with no id_token_hint; post_logout_redirect_uri = https://evil.example/
    Then the user is asked whether to sign out
    When the user confirms it
    Then the provider says that the user is signed out

  @needs-login-form
  Scenario: Whoever changes their mind stays signed in
    When the application sends the user to sign out
    And the user stays signed in
    And the browser asks for authorization with prompt = none
    Then the user does not have to sign in

  @needs-client-another @needs-login-form
  Scenario: Whoever changes their mind stays signed in to the others
    Given the application "another" acts
    And the application has a new code
    And the application "default" acts
    When the application sends the user to sign out
    And the user stays signed in
    And the application "another" acts
    And the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @needs-login-form
  Scenario: Signing out ends the application's tokens
    When the application sends the user to sign out
    Then the newest access token works
    When the user confirms it
    Then the newest access token is dead

  @oidc-core-11 @needs-login-form
  Scenario Outline: Consent to offline access outlives the session: <whose> scope
    Given the application asks with <wish>
    And the application has a new code
    And the application has redeemed the code
    When the application sends the user to sign out
    And the user confirms it
    And the application refreshes
    Then the application gets tokens
    And the newest access token works

    Examples:
      | whose          | wish                                             |
      | the standard's | scope = openid offline_access; prompt = consent  |
      | Banno's        | scope = openid {offline}                         |

  @needs-client-another @needs-login-form
  Scenario: Signing out is for all applications
    Given the application "another" acts
    And the application has a new code
    And the application "default" acts
    When the application sends the user to sign out
    And the user confirms it
    And the application "another" acts
    And the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @needs-login-form
  Scenario: Other browsers stay signed in
    When the user takes another browser
    And the application sends the user to sign in
    And the user signs in
    And the user allows it where asked
    And the user goes back to the other browser
    And the application sends the user to sign out
    And the user confirms it
    And the user goes back to the other browser
    And the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @needs-login-form
  Scenario: Whoever is not signed in is not asked
    When the user takes another browser
    And the application sends the user to sign out with state = bye
    Then nobody is asked, and the page goes on by itself
    When the page goes on by itself
    Then the browser is sent to "{post_logout_redirect_uri}?state=bye"

  @needs-login-form
  Scenario: Whoever is not signed in and comes from no application stays with the provider
    When the user takes another browser
    And the user goes to sign out at the provider
    Then nobody is asked, and the page goes on by itself
    When the page goes on by itself
    Then the provider says that the user is signed out

  @oidc-rp-initiated-1.0-6 @rfc6749-10.12 @needs-login-form
  Scenario: A form that the provider did not make signs nobody out
    When the application sends the user to sign out
    And the user confirms it, but the form's token is forged
    Then a page tells the error "invalid_request" and says "xsrf token invalid"
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @rfc6749-10.12 @needs-login-form
  Scenario: A form of another browser signs nobody out
    When the application sends the user to sign out
    And another browser confirms it
    Then a page tells the error "invalid_request" and says "could not find logout details"

  @needs-login-form
  Scenario: A confirmation is good once
    When the application sends the user to sign out
    And the user confirms it, and once more
    Then a page tells the error "invalid_request" and says "could not find logout details"

  @oidc-rp-initiated-1.0-2 @oidc-rp-initiated-1.0-4 @needs-login-form
  Scenario Outline: Refused: <case>
    When the application sends the user to sign out with <change>
    Then a page tells the error "<error>" and says "<description>"
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code

    Examples:
      | case                                    | change                                            | error           | description                                          |
      | an address that is not registered       | post_logout_redirect_uri = https://evil.example/  | invalid_request | post_logout_redirect_uri not registered              |
      | an address that is a redirect URI       | post_logout_redirect_uri = {redirect_uri}         | invalid_request | post_logout_redirect_uri not registered              |
      | an address with a slash more            | post_logout_redirect_uri = {post_logout_redirect_uri}/ | invalid_request | post_logout_redirect_uri not registered         |
      | an address with a query more            | post_logout_redirect_uri = {post_logout_redirect_uri}?x=1 | invalid_request | post_logout_redirect_uri not registered      |
      | a hint that is no token                 | id_token_hint = rubbish                           | invalid_request | could not decode id_token_hint                       |
      | the access token for a hint             | id_token_hint = e30.e30.                          | invalid_client  | unrecognized id_token_hint audience                  |
      | an unknown application                  | no id_token_hint; client_id = unknown             | invalid_client  | client is invalid                                    |
      | another application beside the hint     | client_id = another                               | invalid_request | client_id does not match the provided id_token_hint  |
      | a repeated state                        | state twice                                       | invalid_request | 'state' parameter must not be provided twice         |
      | a hint that somebody has changed        | id_token_hint = {forged_id_token}                 | invalid_request | could not validate id_token_hint                     |

  @needs-client-another @needs-login-form
  Scenario: The address has to be registered for the application of the hint
    Given the application "another" acts
    And the application has a new code
    And the application has redeemed the code
    And the application "default" acts
    When the application sends the user to sign out
    Then a page tells the error "invalid_request" and says "post_logout_redirect_uri not registered"

  @needs-clock @needs-login-form
  Scenario: An ID token that has expired still tells which application it is
    When 3700 seconds pass
    And the application sends the user to sign out with state = bye
    Then the user is asked whether to sign out
    When the user confirms it
    Then the browser is sent to "{post_logout_redirect_uri}?state=bye"

  Scenario: There is no DELETE
    When the end_session endpoint is asked by DELETE
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (DELETE on /logout)"
