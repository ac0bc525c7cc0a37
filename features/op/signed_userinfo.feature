@oidc-core-5.3.2 @needs-control
Feature: Who the user is, signed
  An application that is registered for it gets the claims in a JSON Web Token, which tells who says so and
  to whom.

  Background:
    Given it is registered with userinfo_signed_response_alg = ES256
    And the application asks for the scope "openid email"
    And the application holds tokens

  @oidc-core-5.3.4
  Scenario: By POST, as by GET
    When the application asks who the user is by POST
    Then it learns exactly the claims "sub email", signed with "ES256" for this application

  Scenario: Whatever the application would accept
    When the application asks who the user is with Accept = application/json
    Then it learns exactly the claims "sub email", signed with "ES256" for this application

  @oidc-core-5.4
  Scenario: For less scope than the token has, fewer claims
    When the application asks who the user is with scope = openid
    Then it learns exactly the claims "sub", signed with "ES256" for this application

  @needs-clock
  Scenario: It is good for as long as the access token, and signed anew each time
    When 300 seconds pass
    And the application asks who the user is
    Then it learns exactly the claims "sub email", signed with "ES256" for this application

  @rfc6750-3.1
  Scenario: A refusal is signed by nobody
    When the application asks who the user is with Authorization = Bearer rubbish
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And with the challenge Bearer realm="{issuer}", error="invalid_token", error_description="invalid token provided"

  @rfc9449-7.1
  Scenario: With a token that is bound to a key
    Given the application proves a key for "ES256"
    And the application has a new code
    When the application redeems the code
    And the application asks who the user is
    Then it learns exactly the claims "sub email", signed with "ES256" for this application

  @oidc-core-10.1.1
  Scenario: With the new keys once they are replaced
    Given the institution has rotated its keys without overlap
    And the application has a new code
    When the application redeems the code
    And the application asks who the user is
    Then it learns exactly the claims "sub email", signed with "ES256" for this application
