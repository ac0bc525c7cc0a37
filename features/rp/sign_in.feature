@needs-companion @needs-fresh
Feature: Sign in with Banno
  The companion application signs its user in, as the quickstart of Banno's documentation does.

  @oidc-core-3.1
  Scenario: A user signs in and sees their claims
    When the user opens "/login.html"
    Then the page reads "Sign in with Banno"
    When the user presses "Sign in with Banno"
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user is at "/me"
    And the page reads "Riley Doe"
    And the companion shows every claim of the user, for itself, for an hour
    And the claim at_hash fits the access token that the companion printed

  Scenario: The user is greeted by name
    Given the user has signed in to the companion
    When the user opens "/hello"
    Then the user is at "/hello"
    And the page reads "Hello Riley Doe"

  Scenario: The front page leads to the greeting
    Given the user has signed in to the companion
    When the user opens "/"
    Then the user is at "/hello"

  Scenario Outline: Who is not signed in comes to the login page and back to <path>
    When the user opens "<path>"
    Then the user is at "/login.html?returnPath=<path>"
    When the user presses "Sign in with Banno"
    And the user signs in
    And the user allows it
    Then the user is at "<path>"

    Examples:
      | path   |
      | /me    |
      | /hello |

  Scenario Outline: Nobody is sent elsewhere after login: <elsewhere>
    When the user opens "/login.html?returnPath=<elsewhere>"
    And the user presses "Sign in with Banno"
    And the user signs in
    And the user allows it
    Then the user is at "/me"

    Examples:
      | elsewhere                     |
      | https://evil.example/         |
      | //evil.example/               |
      | %2F%2Fevil.example%2F         |
      | /%5Cevil.example/             |

  @rfc6749-4.1.2.1
  Scenario: A user who cancels reads a friendly page
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    And the user cancels
    Then a friendly page says "You did not sign in" and names the error "access-denied"
    And the user is not signed in to the companion

  @rfc6749-4.1.2.1
  Scenario: A user who denies consent reads a friendly page
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    And the user signs in
    And the user denies it
    Then a friendly page says "You did not sign in" and names the error "access-denied"
