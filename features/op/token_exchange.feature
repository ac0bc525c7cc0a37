@rfc8693-2 @needs-control @needs-journal
Feature: A token for a token
  An application changes an access token of its own into one that may do less. That Banno has this grant its
  metadata tells, and nothing else about it is published: all that stands here is this project's assumption,
  out of the standard.

  Background:
    Given it is registered with grant_types = ["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:token-exchange"]
    And the application asks for the scope "openid email {offline}"
    And the application holds tokens

  @rfc8693-2.2.1
  Scenario: A token that may do less
    When the application exchanges its access token with scope = openid
    Then the application gets another access token, and nothing beside it
    And the tokens are for the scope "openid"
    And it is of the type "Bearer"
    When the application asks who the user is
    Then it learns exactly the claims "sub"
    And the first access token works

  Scenario: A token that may do as much
    When the application exchanges its access token
    Then the application gets another access token, and nothing beside it
    And the tokens are for the scope "openid email {offline}"
    When the application asks who the user is
    Then it learns exactly the claims "sub email"

  Scenario: The scope stands in the order in which it was granted
    When the application exchanges its access token with scope = email openid
    Then the tokens are for the scope "openid email"

  @needs-jwt-access-tokens
  Scenario: It is a token like any other
    When the application exchanges its access token with scope = openid
    Then the access token is a signed JWT of the type "at+jwt" with "jti sub iat exp scope client_id iss aud"
    And it is for this application and the scope "openid" and lives for 600 seconds
    And the two access tokens have different identifiers

  Scenario Outline: What goes without saying may be said: <case>
    When the application exchanges its access token with <change>
    Then the application gets another access token, and nothing beside it

    Examples:
      | case           | change                                                               |
      | what is wanted | requested_token_type = urn:ietf:params:oauth:token-type:access_token |
      | the resource   | resource = {api}                                                     |
      | the audience   | audience = {api}                                                     |

  @needs-clock
  Scenario: It lives no longer than the one that it was got for
    When 100 seconds pass
    And the application exchanges its access token
    Then the application gets another access token, and nothing beside it
    And the access token lives for 500 seconds
    When 499 seconds pass
    Then the newest access token works
    When 61 seconds pass
    Then the newest access token is dead

  Scenario: What was got for a token may be exchanged itself, but not for more
    Given the application has exchanged its access token with scope = openid
    When the application exchanges its access token
    Then the tokens are for the scope "openid"
    When the application exchanges its access token with scope = openid email
    Then it is refused with 400 "invalid_scope" saying "subject token missing requested scope" and the scope "email"

  Scenario: It ends with the grant
    Given the application has exchanged its access token with scope = openid
    When the institution revokes the grant
    Then the newest access token is dead
    And the first access token is dead

  Scenario: It ends when the code is used again
    Given the application has exchanged its access token with scope = openid
    When the application redeems the code again
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the newest access token is dead

  @rfc9449-5
  Scenario: A token that is bound to a key is exchanged with that key, for one that is bound to it
    Given the application proves a key for "ES256"
    And the application has a new code
    When the application redeems the code
    And the application exchanges its access token
    Then the application gets another access token, and nothing beside it
    And it is of the type "DPoP"
    And the access token is bound to the key that is proven
    And the newest access token works

  @rfc9449-5
  Scenario: A token that is anybody's may be exchanged for one that is bound to a key
    Given the application proves a key for "ES256"
    When the application exchanges its access token
    Then the application gets another access token, and nothing beside it
    And it is of the type "DPoP"
    And the access token is bound to the key that is proven
