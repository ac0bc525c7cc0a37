@oauth-multiple-response-types-4
Feature: The response type none
  An application that only wants to know whether the user agrees gets no code.

  @needs-client-code-or-none @needs-login-form
  Scenario: A user signs in, and the application gets neither code nor token
    Given the application "code-or-none"
    And the application asks with response_type = none
    When the application sends the user to sign in
    Then the user is asked to sign in
    When the user signs in
    And the user allows it where asked
    Then the user comes back without a code, with the state and the issuer only

  @needs-client-code-or-none @needs-login-form
  Scenario Outline: In the response mode <mode>
    Given the application "code-or-none"
    And the application asks with response_type = none; response_mode = <mode>
    When the application sends the user to sign in
    And the user signs in
    And the user allows it where asked
    Then the user comes back without a code, with the state and the issuer only

    Examples:
      | mode      |
      | query     |
      | fragment  |
      | form_post |

  @oidc-core-3.1.2.6 @needs-client-code-or-none
  Scenario: Without a session and without a prompt it is refused
    Given the application "code-or-none"
    When the browser asks for authorization with response_type = none; prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @rfc7636-4.4.1 @needs-client-code-or-none
  Scenario: The same application may still ask for a code
    Given the application "code-or-none"
    And the application holds tokens
    Then the application gets tokens

  Scenario: An application that is not registered for it is refused
    When the browser asks for authorization with response_type = none
    Then the browser is sent back with the error "invalid_request" saying "requested response_type is not allowed for this client"

  @needs-client-code-or-none
  Scenario: There is no code and none
    Given the application "code-or-none"
    When the browser asks for authorization with response_type = code none
    Then the browser is sent back with the error "unsupported_response_type" saying "unsupported response_type requested"
