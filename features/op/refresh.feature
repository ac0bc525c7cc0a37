@rfc6749-6 @oidc-core-12
Feature: Refreshing
  A refresh token brings new tokens, once; a second use means that somebody else has it.

  Background:
    Given the application asks for the scope "openid email {offline}"
    And the application holds tokens

  @oidc-core-12.2
  Scenario: A refresh token brings new tokens
    When the application refreshes
    Then the application gets tokens
    And the access token is a new one
    And the tokens are for the scope "openid email {offline}"
    And the newest access token works
    And the first access token works

  Scenario: Refresh tokens go on and on
    When the application refreshes
    And the application refreshes
    And the application refreshes
    Then the application gets tokens

  @needs-rotation
  Scenario: A refresh token brings a new refresh token, each time
    When the application refreshes
    Then the refresh token is a new one
    When the application refreshes
    Then the refresh token is a new one

  @rfc6749-6 @needs-client-public
  Scenario: A public application refreshes without a secret
    Given the application "public"
    And the application has a new code
    And the application has redeemed the code
    When the application refreshes
    Then the application gets tokens
    And the refresh token is a new one

  @rfc9700-4.14.2 @needs-rotation
  Scenario: A second use is refused and ends the whole family
    Given the application has refreshed
    When the application refreshes with refresh_token = {first_refresh_token}
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the first access token is dead
    And the newest access token is dead
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  Scenario: Less scope is given, and the next refresh has it all again
    When the application refreshes with scope = openid
    Then the application gets tokens
    And the tokens are for the scope "openid"
    When the application refreshes
    Then the tokens are for the scope "openid email {offline}"

  Scenario Outline: More scope is refused: <case>
    When the application refreshes with scope = <scope>
    Then it is refused with 400 "invalid_scope" saying "<description>" and the scope "<missing>"
    When the application refreshes
    Then the application gets tokens

    Examples:
      | case       | scope                      | description                                | missing       |
      | one scope  | openid phone               | refresh token missing requested scope      | phone         |
      | two scopes | openid phone address       | refresh token missing requested scopes     | phone address |

  Scenario Outline: A refresh is refused: <case>
    When the application refreshes with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    And no cache may keep the answer
    And the newest access token works

    Examples:
      | case                       | change                     | status | error           | description                                        |
      | no refresh token           | no refresh_token           | 400    | invalid_request | missing required parameter 'refresh_token'         |
      | an unknown refresh token   | refresh_token = 43 letters | 400    | invalid_grant   | grant request is invalid                           |
      | a wrong secret             | client_secret = wrong      | 401    | invalid_client  | client authentication failed                       |
      | no client authentication   | no client_id; no client_secret | 400 | invalid_request | no client authentication mechanism provided       |
      | the access token           | refresh_token = {access_token} | 400 | invalid_grant  | grant request is invalid                           |

  @needs-client-another
  Scenario: A refresh token of another application is refused and not burnt
    When the application "another" acts
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the application "default" acts
    And the application refreshes
    Then the application gets tokens

  @needs-clock
  Scenario: A refresh token is good for fourteen days
    When 15 days pass
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @needs-clock
  Scenario: A refresh token outlives its access token
    When 601 seconds pass
    Then the newest access token is dead
    When the application refreshes
    Then the application gets tokens
    And the newest access token works

  @needs-rotation
  Scenario: Of a hundred uses at once exactly one succeeds
    When the refresh token is used 100 times at once
    Then exactly one of them succeeds, and what it got is dead
