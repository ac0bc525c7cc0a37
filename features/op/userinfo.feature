@oidc-core-5.3
Feature: Who the user is
  With an access token the application learns at /me what the user has allowed, and no more.

  @oidc-core-5.4
  Scenario Outline: Scopes release claims: <scope>
    Given the application asks for the scope "<scope>"
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "<claims>"

    Examples:
      | scope                              | claims                                                                                       |
      | openid                             | sub                                                                                          |
      | openid email                       | sub email                                                                                    |
      | openid phone                       | sub phone_number                                                                             |

    @needs-claim-address
    Examples:
      | scope          | claims      |
      | openid address | sub address |

    @needs-claim-locale
    Examples:
      | scope          | claims                                                    |
      | openid profile | sub name given_name family_name preferred_username locale |

    @needs-claim-address @needs-claim-locale
    Examples:
      | scope                              | claims                                                                               |
      | openid address email phone profile | sub address email phone_number name given_name family_name preferred_username locale |

  @oidc-core-5.5 @needs-claim-birthdate
  Scenario: The claims parameter releases claims of its own
    Given the application asks for the claims
      """
      {"userinfo":{"birthdate":null,"email":null}}
      """
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub birthdate email"

  @oidc-core-5.5
  Scenario: Claims asked of the ID token alone are not told at /me
    Given the application asks for the claims
      """
      {"id_token":{"birthdate":null}}
      """
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub"

  @oidc-core-5.5
  Scenario: Claims that nobody knows are passed over
    Given the application asks for the claims
      """
      {"userinfo":{"shoe_size":{"essential":true},"email":null}}
      """
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub email"

  @oidc-core-5.3.1 @rfc6750-2.1
  Scenario: By POST, the token in the header
    Given the application holds tokens
    When the application asks who the user is by POST
    Then it learns exactly the claims "sub"

  @oidc-core-5.3.1 @rfc6750-2.2
  Scenario: By POST, the token in the body
    Given the application holds tokens
    When the application asks who the user is by POST with no Authorization; access_token = {access_token}
    Then it learns exactly the claims "sub"

  Scenario: A refreshed access token tells the same
    Given the application asks for the scope "openid email {offline}"
    And the application holds tokens
    When the application refreshes
    And the application asks who the user is
    Then it learns exactly the claims "sub email"

  Scenario: A narrower refreshed access token tells less
    Given the application asks for the scope "openid email {offline}"
    And the application holds tokens
    When the application refreshes with scope = openid
    And the application asks who the user is
    Then it learns exactly the claims "sub"

  @oidc-core-5.1 @needs-picture
  Scenario: The picture is under the institution's own host, and is served
    Given the application asks for the scope "openid profile"
    And the application holds tokens
    When the application asks who the user is
    Then the claim "picture" leads to an image of the provider
