@rfc6749-4.1.3 @oidc-core-3.1.3
Feature: Redeeming a code
  An application changes the code, with its own credentials and its verifier, into tokens.

  @rfc6749-5.1 @oidc-core-3.1.3.3
  Scenario: A code brings tokens
    Given the application has a code
    When the application redeems the code
    Then the application gets tokens
    And the access token lives for {access_token_seconds} seconds
    And the tokens are for the scope "openid"
    And there is no refresh token
    And the answer has the headers
      | Cache-Control | no-store |
      | Vary          | Origin   |

  @needs-offline-without-prompt
  Scenario: Banno's offline scope brings a refresh token without a prompt
    Given the application asks for the scope "openid {offline}"
    And the application has a code
    When the application redeems the code
    Then the application gets tokens
    And there is a refresh token
    And the tokens are for the scope "openid {offline}"

  @rfc6749-2.3.1
  Scenario Outline: The application "<client>" authenticates as it is registered
    Given the application "<client>"
    And the application has a code
    When the application redeems the code
    Then the application gets tokens

    @needs-client-basic
    Examples:
      | client |
      | basic  |

    @needs-client-public
    Examples:
      | client |
      | public |

  @rfc6749-2.3.1
  Scenario: The secret may stand in the header though the body is registered
    Given the application has a code
    When the application redeems the code with no client_id; no client_secret; Authorization = Basic {basic}
    Then the application gets tokens

  @rfc6749-2.3.1 @needs-client-basic
  Scenario: The secret may stand in the body though the header is registered
    Given the application "basic"
    And the application has a code
    When the application redeems the code with no Authorization; client_id = {client_id}; client_secret = {client_secret}
    Then the application gets tokens

  @rfc6749-3.1.2.3 @needs-client-code-only
  Scenario: The only registered redirect URI need not be sent
    Given the application "code-only"
    And the application has a code
    When the application redeems the code with no redirect_uri
    Then the application gets tokens
