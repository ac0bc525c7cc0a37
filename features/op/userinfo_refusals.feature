@oidc-core-5.3.3 @rfc6750-3
Feature: Refusals at /me
  Without a good access token, presented in one way, nothing is told.

  Scenario: No token
    When the application asks who the user is
    Then it is refused with 400 "invalid_request" saying "no access token provided"
    And with the challenge Bearer realm="{issuer}"
    And the answer has the headers
      | Cache-Control | no-store |
      | Vary          | Origin   |

  Scenario: No token by POST
    When the application asks who the user is by POST
    Then it is refused with 400 "invalid_request" saying "no access token provided"
    And with the challenge Bearer realm="{issuer}"

  Scenario Outline: Refused: <case>
    Given the application holds tokens
    When the application asks who the user is with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    And with the challenge Bearer realm="{issuer}", error="<error>", error_description="<description>"
    And no cache may keep the answer
    And the refusal tells nothing about the user

    Examples:
      | case                   | change                                                  | status | error           | description                                                       |
      | an unknown token       | Authorization = Bearer rubbish                          | 401    | invalid_token   | invalid token provided                                            |
      | another scheme         | Authorization = Basic {basic}                           | 400    | invalid_request | authorization header scheme must be `Bearer`                      |
      | the ID token           | Authorization = Bearer {id_token}                       | 401    | invalid_token   | invalid token provided                                            |
      | the token in the query | no Authorization; access_token = {access_token}         | 400    | invalid_request | access tokens must not be provided via query parameter            |

  @rfc6750-2
  Scenario: Refused: the token in the header and in the body
    Given the application holds tokens
    When the application asks who the user is by POST with access_token = {access_token}
    Then it is refused with 400 "invalid_request" saying "access token must only be provided using one mechanism"
    And with the challenge Bearer realm="{issuer}", error="invalid_request", error_description="access token must only be provided using one mechanism"

  @rfc6750-3.1
  Scenario: Refused: a token without openid
    Given the application asks with scope = profile; no nonce
    And the application holds tokens
    When the application asks who the user is
    Then it is refused with 403 "insufficient_scope" saying "access token missing openid scope" and the scope "openid"
    And with the challenge Bearer realm="{issuer}", error="insufficient_scope", error_description="access token missing openid scope", scope="openid"

  @needs-clock
  Scenario: An access token is good for ten minutes
    Given the application holds tokens
    When 570 seconds pass
    Then the newest access token works
    When 31 seconds pass
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And with the challenge Bearer realm="{issuer}", error="invalid_token", error_description="invalid token provided"

  Scenario: A foreign page's script is refused
    Given the application holds tokens
    When the application asks who the user is with Origin = https://evil.example
    Then it is refused with 400 "invalid_request" saying "origin https://evil.example not allowed for client: {client_id}"

  Scenario: There is no DELETE at /me
    When the userinfo endpoint is asked by DELETE
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (DELETE on /me)"
