@needs-companion @needs-fresh @oidc-rp-initiated-1.0-2
Feature: The companion signs out
  A user who has done with the application is signed out there and at the bank, and nobody else can do it
  for them.

  Background:
    Given the user has signed in to the companion

  @oidc-rp-initiated-1.0-3
  Scenario: A user signs out, here and at the bank
    When the user opens "/me"
    And the user presses "Sign out"
    Then the user is asked whether to sign out
    When the user confirms it
    Then the user is signed out and back at the companion
    And the user is not signed in to the companion
    When the user opens "/logout"
    Then the user is signed out and back at the companion
    When the user presses "Sign in again"
    And the user presses "Sign in with Banno"
    Then the user is asked to sign in

  @oidc-rp-initiated-1.0-2
  Scenario: A user who stays signed in at the bank is signed out here
    When the user opens "/logout"
    And the user stays signed in
    Then the user is signed out and back at the companion
    And the user is not signed in to the companion
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    Then the user is asked for consent

  @rfc7009-2
  Scenario: The refresh token is given back at once
    Then the refresh token that the companion printed is good
    When the user opens "/logout"
    Then the user is asked whether to sign out
    And the refresh token that the companion printed is good for nothing

  @oidc-rp-initiated-1.0-3
  Scenario Outline: Not the answer that this browser waits for: <case>
    When the user signs out, but the answer comes back with <change>
    Then a friendly page says "<says>" and names the error "<error>"

    Examples:
      | case            | change         | says                  | error                 |
      | a forged state  | state = forged | This sign-out         | logout-state-wrong    |
      | no state        | no state       | This sign-out         | logout-state-missing  |
      | two states      | state twice    | This sign-out         | logout-state-repeated |

  @oidc-rp-initiated-1.0-3
  Scenario: An answer that nobody asked for
    When the user opens "/logout/cb?state=forged"
    Then a friendly page says "This sign-out" and names the error "logout-not-expected"

  @oidc-rp-initiated-1.0-3
  Scenario: An answer that comes twice
    When the user opens "/logout"
    And the user confirms it
    Then the user is signed out and back at the companion
    When the user opens the same address again
    Then a friendly page says "This sign-out" and names the error "logout-not-expected"

  @oidc-rp-initiated-1.0-6
  Scenario: Another site signs nobody out
    When another site sends the user to "/logout"
    Then the page reads "Sign out?"
    When the user opens "/me"
    Then the user is at "/me"
