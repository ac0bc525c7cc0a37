@needs-companion @needs-fresh
Feature: What the companion does not believe
  An answer that is not the provider's answer to this browser's own request is refused.

  @rfc6749-10.12
  Scenario: A forged state
    When the user signs in, but the answer comes back with state = forged
    Then a friendly page says "This sign-in cannot go on" and names the error "state-unknown"
    And the user is not signed in to the companion

  @rfc6749-10.12
  Scenario: No state
    When the user signs in, but the answer comes back with no state
    Then a friendly page says "This sign-in cannot go on" and names the error "state-missing"
    And the user is not signed in to the companion

  @rfc9207-2.4
  Scenario: No issuer, though the provider advertises it
    When the user signs in, but the answer comes back with no iss
    Then a friendly page says "The bank's answer could not be accepted" and names the error "response-issuer-missing"
    And the user is not signed in to the companion

  @rfc9207-2.4
  Scenario: A foreign issuer
    When the user signs in, but the answer comes back with iss = https://evil.example
    Then a friendly page says "The bank's answer could not be accepted" and names the error "response-issuer-mismatch"
    And the user is not signed in to the companion

  @rfc9207-2.4
  Scenario: A foreign issuer with an error
    When the user signs in, but the answer comes back with no code; error = access_denied; iss = https://evil.example
    Then a friendly page says "The bank's answer could not be accepted" and names the error "response-issuer-mismatch"

  @rfc6749-4.1.2
  Scenario: A code that the provider did not give
    When the user signs in, but the answer comes back with code = 43 letters
    Then a friendly page says "This sign-in cannot go on" and names the error "token-refused"
    And the user is not signed in to the companion

  @rfc6749-10.12
  Scenario: An answer that nobody asked for
    When the user opens "/auth/cb?code=x&state=y&iss=z"
    Then a friendly page says "This sign-in cannot go on" and names the error "state-unknown"

  @rfc6749-3.1
  Scenario: A repeated parameter
    When the user signs in, but the answer comes back with code twice
    Then a friendly page says "This sign-in cannot go on" and names the error "response-parameter-repeated"
    And the user is not signed in to the companion
