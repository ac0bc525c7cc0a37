@oidc-core-2 @oidc-core-3.1.3.7
Feature: The ID token
  It is signed by a published key, says for whom it is and goes with its access token.

  Scenario: It is signed with ES256 unless the application is registered otherwise
    Given the application holds tokens
    Then the ID token is signed with "ES256" for this application
    And the protocol's claims end the ID token as "nonce at_hash aud exp iat iss"

  @needs-client-rs256
  Scenario: RS256
    Given the application "rs256"
    And the application holds tokens
    Then the ID token is signed with "RS256" for this application

  @needs-client-ps256
  Scenario: PS256
    Given the application "ps256"
    And the application holds tokens
    Then the ID token is signed with "PS256" for this application

  Scenario: Without a nonce in the request there is none in the token
    Given the application asks with no nonce
    And the application holds tokens
    Then the ID token has no claim "nonce"
    And the protocol's claims end the ID token as "at_hash aud exp iat iss"

  @oidc-core-2
  Scenario Outline: Nothing stands in it unasked: <claim>
    Given the application holds tokens
    Then the ID token has no claim "<claim>"

    Examples:
      | claim     |
      | auth_time |
      | acr       |
      | sid       |
      | azp       |
      | jti       |
      | name      |

  @oidc-core-5.4 @needs-scope-claims-in-id-token
  Scenario Outline: Scopes put claims into it: <scope>
    Given the application asks for the scope "<scope>"
    And the application holds tokens
    Then the ID token tells exactly the claims "<claims>"

    Examples:
      | scope          | claims                                                           |
      | openid         | sub                                                              |
      | openid email   | sub email                                                        |
      | openid phone   | sub phone_number                                                 |
      | openid address | sub address                                                      |
      | openid profile | sub name given_name family_name preferred_username locale        |

  @oidc-core-5.5 @needs-claim-birthdate
  Scenario: The claims parameter puts claims into it
    Given the application asks for the claims
      """
      {"id_token":{"birthdate":null,"email":null}}
      """
    And the application holds tokens
    Then the ID token tells exactly the claims "sub birthdate email"

  @oidc-core-5.5
  Scenario: Claims asked of /me alone do not stand in it
    Given the application asks for the claims
      """
      {"userinfo":{"birthdate":null}}
      """
    And the application holds tokens
    Then the ID token tells exactly the claims "sub"

  @oidc-core-5.5
  Scenario Outline: The protocol's own claims can be asked for: <claim>
    Given the application asks for the claims
      """
      {"id_token":{"<claim>":null}}
      """
    And the application holds tokens
    Then the ID token has the claim "<claim>"

    Examples:
      | claim     |
      | auth_time |
      | sid       |

  @oidc-core-12.2
  Scenario: A refreshed ID token is for the same user and keeps the nonce
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application refreshes
    Then the ID token is signed with "{id_token_alg}" for this application
