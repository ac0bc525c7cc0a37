@needs-companion @needs-clock
Feature: The companion refreshes
  While its refresh token is good, the user does not notice that access tokens are short-lived.

  @rfc6749-6
  Scenario: After the access token has expired the claims still show
    Given the user has signed in to the companion
    When 601 seconds pass
    And the user opens "/me"
    Then the user is at "/me"
    And the companion shows every claim of the user, for itself, for an hour

  @rfc6749-6
  Scenario: Again and again
    Given the user has signed in to the companion
    When 601 seconds pass
    And the user opens "/me"
    And 601 seconds pass
    And the user opens "/me"
    Then the user is at "/me"

  Scenario: After the refresh token has expired the user signs in again
    Given the user has signed in to the companion
    When 15 days pass
    And the user opens "/me"
    Then the user is at "/login.html?returnPath=/me"
