@rfc9700-2
Feature: Strictness
  A correct login first, then one thing wrong at a time. Each of these is accepted by some mock that
  people test their applications with, and refused by Banno.

  Background: A correct login
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens

  @needs-login-form
  Scenario Outline: At the authorization endpoint, on a page: <wrong thing>
    When the browser asks for authorization with <change>
    Then a page tells the error "<error>" and says "<description>"

    Examples:
      | wrong thing                   | change                                  | error                | description                                                              |
      | an unregistered redirect_uri  | redirect_uri = https://evil.example/cb  | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris  |
      | an unknown client_id          | client_id = unknown                     | invalid_client       | client is invalid                                                        |

  @needs-login-form
  Scenario Outline: At the authorization endpoint, by redirect: <wrong thing>
    When the browser asks for authorization with <change>
    Then the browser is sent back with the error "<error>" saying "<description>"

    Examples:
      | wrong thing               | change                                      | error                     | description                                                            |
      | no PKCE                   | no code_challenge; no code_challenge_method | invalid_request           | Authorization Server policy requires PKCE to be used for this request  |
      | an unknown response_type  | response_type = rubbish                     | unsupported_response_type | unsupported response_type requested                                    |

  Scenario Outline: At the token endpoint, with a good code: <wrong thing>
    Given the application has a new code
    When the application redeems the code with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    When the application redeems the code
    Then the application gets tokens

    Examples:
      | wrong thing                       | change                                 | status | error          | description                   |
      | a wrong client_secret             | client_secret = wrong                  | 401    | invalid_client | client authentication failed  |
      | no verifier                       | no code_verifier                       | 400    | invalid_grant  | grant request is invalid      |
      | a wrong verifier                  | code_verifier = 43 letters             | 400    | invalid_grant  | grant request is invalid      |
      | another redirect_uri              | redirect_uri = {other_redirect_uri}    | 400    | invalid_grant  | grant request is invalid      |
      | a made-up code                    | code = 43 letters                      | 400    | invalid_grant  | grant request is invalid      |

  Scenario: At the token endpoint: a code used twice
    When the application redeems the code again
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the newest access token is dead

  @needs-client-another
  Scenario: At the token endpoint: a code of another application
    Given the application has a new code
    When the application "another" acts
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  Scenario: At the token endpoint: a made-up refresh token
    When the application refreshes with refresh_token = 43 letters
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @needs-rotation
  Scenario: At the token endpoint: a rotated refresh token used again, and then the newest token dies
    When the application refreshes
    Then the application gets tokens
    And the newest access token works
    When the application refreshes with refresh_token = {first_refresh_token}
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the newest access token is dead
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  Scenario Outline: At /me: <wrong thing>
    When the application asks who the user is with <change>
    Then it is refused with <status> "<error>" saying "<description>"

    Examples:
      | wrong thing      | change                          | status | error           | description               |
      | a garbage token  | Authorization = Bearer garbage  | 401    | invalid_token   | invalid token provided    |
      | no token         | no Authorization                | 400    | invalid_request | no access token provided  |
