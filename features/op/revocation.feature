@rfc7009-2
Feature: Revocation
  An application gives back what it no longer needs: a refresh token with all that came of it, or one
  access token.

  Background:
    Given the application asks for the scope "openid email {offline}"
    And the application holds tokens

  @rfc7009-2.1
  Scenario: With the refresh token its access tokens go at once
    When the application revokes the refresh token
    Then the answer says no more than that it is done
    And the newest access token is dead
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @rfc7009-2.1
  Scenario: With the newest refresh token those of earlier days go as well
    Given the application has refreshed
    When the application revokes the refresh token
    Then the first access token is dead
    And the newest access token is dead

  @rfc7009-2.1
  Scenario: Without the access token the refresh token goes on
    When the application revokes the access token
    Then the answer says no more than that it is done
    And the newest access token is dead
    When the application refreshes
    Then the application gets tokens
    And the newest access token works
    And the first access token is dead

  Scenario: Revoking one access token leaves the others alone
    Given the application has refreshed
    When the application revokes the access token
    Then the newest access token is dead
    And the first access token works

  Scenario: What is revoked stays revoked, and may be revoked again
    When the application revokes the refresh token
    And the application revokes the refresh token
    Then the answer says no more than that it is done
    And the newest access token is dead

  @needs-login-form
  Scenario: A user whose tokens are revoked is still signed in
    When the application revokes the refresh token
    And the application sends the user to sign in with prompt = none; scope = openid
    Then the user does not have to sign in

  @rfc7009-2.1
  Scenario Outline: A wrong hint leads nobody astray: the <token> token as <hint>
    When the application revokes the <token> token with token_type_hint = <hint>
    Then the answer says no more than that it is done
    And the newest access token is dead

    Examples:
      | token   | hint          |
      | access  | refresh_token |
      | access  | rubbish       |
      | refresh | access_token  |

  @rfc7009-2.2
  Scenario Outline: What is no token of anybody's is as good as revoked: <case>
    When the application revokes the access token with token = <token>
    Then the answer says no more than that it is done
    And the newest access token works

    Examples:
      | case             | token      |
      | rubbish          | rubbish    |
      | an unknown token | 43 letters |
      | the ID token     | {id_token} |
      | the used code    | {code}     |

  @rfc7009-2.1 @needs-client-another
  Scenario Outline: Another application's <token> token is refused and lives on
    When the application "another" acts
    And the application revokes the <token> token
    Then it is refused with 400 "invalid_request" saying "this token does not belong to you"
    And the newest access token works
    When the application "default" acts
    And the application refreshes
    Then the application gets tokens

    Examples:
      | token   |
      | access  |
      | refresh |

  @rfc7009-2.1 @needs-client-public
  Scenario: A public application revokes its own tokens without a secret
    Given the application "public"
    And the application has a new code
    And the application has redeemed the code
    When the application revokes the refresh token
    Then the answer says no more than that it is done
    And the newest access token is dead

  @rfc7009-2.1
  Scenario Outline: Refused: <case>
    When the application revokes the refresh token with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    And the newest access token works

    Examples:
      | case                   | change                          | status | error           | description                                                                                         |
      | no token               | no token                        | 400    | invalid_request | missing required parameter 'token'                                                                  |
      | two tokens             | token twice                     | 400    | invalid_request | 'token' parameter must not be provided twice                                                        |
      | nobody asks            | no client_id; no client_secret  | 400    | invalid_request | no client authentication mechanism provided                                                         |
      | a wrong secret         | client_secret = wrong           | 401    | invalid_client  | client authentication failed                                                                        |
      | an unknown application | client_id = unknown             | 401    | invalid_client  | client authentication failed                                                                        |
      | no secret              | no client_secret                | 401    | invalid_client  | client authentication failed                                                                        |
      | JSON                   | Content-Type = application/json | 400    | invalid_request | only application/x-www-form-urlencoded content-type bodies are supported on POST /token/revocation  |

  Scenario: There is no GET
    When the revocation endpoint is asked by GET
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (GET on /token/revocation)"
