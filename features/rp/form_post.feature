@needs-companion @needs-fresh @by-form-post @oauth-form-post-2
Feature: The companion takes a posted answer
  Asked to, the bank has the browser post its answer. The companion believes it as much and as little as
  one in the address.

  @oidc-core-3.1
  Scenario: A user signs in and sees their claims
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user is at "/me"
    And the companion shows every claim of the user, for itself, for an hour

  Scenario: A user comes back to where they wanted to go
    When the user opens "/login.html?returnPath=/hello"
    And the user presses "Sign in with Banno"
    And the user signs in
    And the user allows it
    Then the user is at "/hello"

  @rfc6749-4.1.2.1
  Scenario: A user who cancels reads a friendly page
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    And the user cancels
    Then a friendly page says "You did not sign in" and names the error "access-denied"
    And the user is not signed in to the companion

  @rfc6749-10.12 @rfc9207-2.4
  Scenario Outline: Not the bank's answer to this browser: <case>
    When the user signs in, but the answer comes back with <change>
    Then a friendly page says "<says>" and names the error "<error>"
    And the user is not signed in to the companion

    Examples:
      | case              | change                     | says                                    | error                       |
      | a forged state    | state = forged             | This sign-in cannot go on               | state-unknown               |
      | no state          | no state                   | This sign-in cannot go on               | state-missing               |
      | a foreign issuer  | iss = https://evil.example | The bank's answer could not be accepted | response-issuer-mismatch    |
      | no issuer         | no iss                     | The bank's answer could not be accepted | response-issuer-missing     |
      | a repeated code   | code twice                 | This sign-in cannot go on               | response-parameter-repeated |

  @rfc6749-10.12
  Scenario: An answer in the address where a posted one was asked for
    When the user opens "/auth/cb?code=x&state=y&iss=z"
    Then a friendly page says "This sign-in cannot go on" and names the error "response-mode-mismatch"
