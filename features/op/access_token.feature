@rfc9068-2 @needs-jwt-access-tokens
Feature: The access token
  Banno's access tokens are JSON Web Tokens. Applications must not look into them; the bank's services do.

  Scenario: It is signed, for the bank's services, and good for ten minutes
    Given the application asks for the scope "openid email"
    And the application holds tokens
    Then the access token is a signed JWT of the type "at+jwt" with "jti sub iat exp scope client_id iss aud"
    And it is for this application and the scope "openid email" and lives for 600 seconds

  Scenario: A refreshed one has an identifier of its own
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application refreshes
    Then the two access tokens have different identifiers
