@needs-companion @needs-control @needs-journal @oidc-core-10.1.1
Feature: The companion finds new keys
  Institutions replace their signing keys, and their users do not notice: the companion fetches the keys
  anew where a token names one that it does not know.

  Background:
    Given the user has signed in to the companion

  Scenario: Keys are fetched once, as long as they are known
    When the user signs in to the companion again
    Then the companion has fetched the keys 1 time

  Scenario Outline: The user signs in again after the keys were replaced <how> overlap
    When the institution rotates its keys <how> overlap
    And the user signs in to the companion again
    Then the companion shows every claim of the user, for itself, for an hour
    And the companion has fetched the keys 2 times

    Examples:
      | how     |
      | with    |
      | without |

  @needs-clock
  Scenario Outline: The companion refreshes after the keys were replaced <how> overlap
    When the institution rotates its keys <how> overlap
    And 601 seconds pass
    And the user opens "/me"
    Then the user is at "/me"
    And the companion shows every claim of the user, for itself, for an hour
    And the companion has fetched the keys 2 times

    Examples:
      | how     |
      | with    |
      | without |

  @needs-clock
  Scenario: A key that was withdrawn is believed for an hour at the most
    When 3599 seconds pass
    And the user signs in to the companion again
    Then the companion has fetched the keys 1 time
    When 1 second passes
    And the user signs in to the companion again
    Then the companion has fetched the keys 2 times

  @needs-clock
  Scenario: Keys are not fetched for every name that somebody makes up
    When 5 times the institution rotates its keys and the user signs in to the companion
    Then the companion has fetched the keys 6 times
    When the institution rotates its keys with overlap
    And the user opens "/login.html"
    And the user presses "Sign in with Banno"
    Then a friendly page says "The bank's answer could not be accepted" and names the error "jwks-refetch-limit"
    And the companion has fetched the keys 6 times
    When 60 seconds pass
    And the user signs in to the companion again
    Then the companion has fetched the keys 7 times
