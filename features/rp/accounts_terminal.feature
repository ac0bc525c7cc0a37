@needs-companion @needs-consumer-api @needs-control @needs-clock @needs-fresh @consumer-api
Feature: Accounts and transactions at a terminal
  For scripts: everything that the user has at the bank as one JSON object, or an error with a name.

  Scenario: A user reads all accounts with all transactions
    When the user reads their accounts at a terminal
    Then the terminal shows the accounts as the bank tells them

  Scenario: A slow bank is waited for
    Given the institution's tasks go with task = slow
    When the user reads their accounts at a terminal, and the bank takes its time
    Then the terminal shows the accounts as the bank tells them

  Scenario Outline: A bank whose fetch is <task> is no reason to fail
    Given the institution's tasks go with task = <task>
    When the user reads their accounts at a terminal
    Then the terminal shows the accounts as the bank tells them

    Examples:
      | task      |
      | failing   |
      | unordered |

  Scenario: A bank that never finishes is given up
    Given the institution's tasks go with task = stuck
    When the user reads their accounts at a terminal, and waits for 30 seconds at most
    Then the terminal fails with the error "task-stuck" and the exit code 1, and says "TaskStarted"

  @rfc6749-6
  Scenario: An access token that is refused midway is refreshed, once
    Given the institution's tasks go with task = slow
    When the user reads their accounts at a terminal, and meanwhile the access token expires
    Then the terminal shows the accounts as the bank tells them
    And the journal tells of 1 unauthorized request and 1 refresh
