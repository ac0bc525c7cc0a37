@oidc-core-5.3.2 @needs-control
Feature: With what the claims are signed
  The claims are signed as the application is registered for them, however its ID tokens are.

  Scenario Outline: Each algorithm that is advertised: <alg>
    Given it is registered with userinfo_signed_response_alg = <alg>
    And the application asks for the scope "openid profile"
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub name given_name family_name preferred_username locale", signed with "<alg>" for this application
    And the ID token is signed with "ES256" for this application

    Examples:
      | alg   |
      | ES256 |
      | PS256 |
      | RS256 |

  Scenario: Otherwise they are JSON
    Given it is registered with id_token_signed_response_alg = RS256
    And the application asks for the scope "openid email"
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub email"
    And the ID token is signed with "RS256" for this application

  Scenario Outline: Not to be registered: <alg>
    When it is to be registered with userinfo_signed_response_alg = <alg>
    Then the control plane refuses with 400 saying "<alg>"

    Examples:
      | alg   |
      | none  |
      | HS256 |
      | ES384 |
      | EdDSA |
