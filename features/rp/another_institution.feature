@needs-companion @needs-stand-in @needs-fresh
Feature: Another institution
  The companion moves from the mock to a bank that runs other software in another way: another host, another algorithm,
  other scopes, another way to prove itself. Nothing changes but what its configuration says.

  Background:
    Given the companion is configured by
      """
      [environments.mock]
      issuer = "{issuer}"
      ca = "{ca}"
      client_id = "{client_id}"
      client_secret = "{client_secret}"
      token_endpoint_auth_method = "client_secret_post"
      scopes = ["openid", "profile", "https://api.banno.com/consumer/auth/offline_access"]
      claims.id_token = ["https://api.banno.com/consumer/claim/institution_id"]
      id_token_signed_response_alg = "ES256"
      print_tokens = true

      [environments.stand-in]
      issuer = "{stand_in_issuer}"
      ca = "{stand_in_ca}"
      client_id = "{stand_in_client_id}"
      client_secret = "{stand_in_client_secret}"
      token_endpoint_auth_method = "client_secret_basic"
      scopes = ["openid", "profile", "membership", "offline_access"]
      prompt = ["consent"]
      claims.userinfo = ["email"]
      id_token_signed_response_alg = "RS256"
      print_tokens = true

      [environments.mistaken]
      issuer = "{stand_in_issuer}"
      ca = "{stand_in_ca}"
      client_id = "{stand_in_client_id}"
      client_secret = "{stand_in_client_secret}"
      token_endpoint_auth_method = "client_secret_basic"
      scopes = ["openid"]
      id_token_signed_response_alg = "ES256"
      """

  @oidc-core-3.1
  Scenario: One program signs Riley in at the mock and Casey at a bank that is none
    When the companion is started in the environment "mock"
    And the user signs in to the companion
    Then the companion shows the claims
      | iss  | {issuer}    |
      | sub  | {sub}       |
      | name | Riley Doe   |
    And the ID token that the companion printed is signed with "ES256"
    When the companion is started in the environment "stand-in"
    And the user signs in to the companion
    Then the companion shows the claims
      | iss          | {stand_in_issuer}            |
      | aud          | {stand_in_client_id}         |
      | sub          | c-100902                     |
      | name         | Casey Morgan                 |
      | branch       | Old Mill                     |
      | email        | casey.morgan@stand-in.example |
    And the ID token that the companion printed is signed with "RS256"

  @rfc6749-6
  Scenario: There it refreshes
    When the companion is started in the environment "stand-in"
    And the user signs in to the companion
    And the companion's clock goes 3590 seconds ahead
    And the user opens "/me"
    Then the user is at "/me"
    And the companion has refreshed
    And the companion shows the claims
      | name | Casey Morgan |

  @oidc-rp-initiated-1.0-3
  Scenario: There it signs out, here and at the bank
    When the companion is started in the environment "stand-in"
    And the user signs in to the companion
    And the user opens "/me"
    And the user presses "Sign out"
    Then the user is asked whether to sign out
    When the user confirms it
    Then the user is signed out and back at the companion
    And the user is not signed in to the companion
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    Then the user is asked to sign in

  @oidc-core-3.1.3.7
  Scenario: An algorithm that is not the institution's is refused by name
    When the companion is started in the environment "mistaken"
    And the user tries to sign in to the companion
    Then a friendly page says "RS256" and names the error "id-token-algorithm"
    And the user is not signed in to the companion
