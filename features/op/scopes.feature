@rfc6749-3.3
Feature: Scopes
  An application reads in the token response what it was given: what the provider does not know, or what
  the moment does not allow, is dropped without a word.

  Scenario Outline: <case>
    Given the application asks with <wish>
    And the application holds tokens
    Then the tokens are for the scope "<scope>"
    And there is <refresh token> refresh token

    Examples:
      | case                                        | wish                                                       | scope                  | refresh token |
      | A scope named twice is given once           | scope = openid email openid email                          | openid email           | no            |
      | Unknown scopes are dropped                  | scope = openid nothing email https://evil.example/all      | openid email           | no            |
      | A scope in capitals is unknown              | scope = openid EMAIL                                       | openid                 | no            |
      | offline_access is dropped without a prompt  | scope = openid offline_access                              | openid                 | no            |
      | offline_access needs the right prompt       | scope = openid offline_access; prompt = login              | openid                 | no            |
      | offline_access with prompt=consent          | scope = openid offline_access; prompt = consent            | openid offline_access  | a             |
      | offline_access with both prompts            | scope = openid offline_access; prompt = login consent      | openid offline_access  | a             |

    @needs-fresh
    Examples:
      | case                                        | wish                                                       | scope                  | refresh token |
      | The order is the application's              | scope = phone openid email                                 | phone openid email     | no            |

    @needs-offline-without-prompt
    Examples:
      | case                                        | wish                                                       | scope                  | refresh token |
      | Banno's own offline scope needs no prompt   | scope = openid {offline}                                   | openid {offline}       | a             |
      | Both offline scopes, one prompt too few     | scope = openid offline_access {offline}                    | openid {offline}       | a             |

  @needs-client-code-only
  Scenario: An application that may not refresh gets no offline_access
    Given the application "code-only"
    And the application asks with scope = openid offline_access; prompt = consent
    And the application holds tokens
    Then the tokens are for the scope "openid"
    And there is no refresh token

  @needs-client-narrow
  Scenario Outline: An application with a list of its own: <case>
    Given the application "narrow"
    When the browser asks for authorization with scope = <scope>
    Then the browser is sent back with the error "invalid_scope" saying "requested scope is not allowed" and the scope "<refused>"

    Examples:
      | case                     | scope                      | refused    |
      | a known scope beyond it  | openid email               | email      |
      | the first of two         | openid profile phone email | phone      |
      | Banno's offline scope    | openid {offline}           | {offline}  |

  @needs-client-narrow
  Scenario: An application with a list of its own asks for what is on it, and for the unknown
    Given the application "narrow"
    And the application asks for the scope "openid profile https://evil.example/all"
    And the application holds tokens
    Then the tokens are for the scope "openid profile"

  @needs-client-narrow @needs-fresh
  Scenario: A list of scopes is a list of claims, too
    Given the application "narrow"
    And the application asks for the scope "openid profile"
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub name given_name family_name preferred_username locale"

  Scenario: Without openid there is no ID token
    Given the application asks with scope = email; no nonce
    And the application holds tokens
    Then the tokens are for the scope "email"
    And there is no ID token

  @needs-fresh
  Scenario: A scope that is allowed later stands where the user's decisions put it
    Given the application asks for the scope "openid phone"
    And the application holds tokens
    And the application asks for the scope "openid email phone"
    And the application has a new code
    When the application redeems the code
    Then the tokens are for the scope "openid phone email"
