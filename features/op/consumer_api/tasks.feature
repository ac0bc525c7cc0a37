@consumer-api @needs-consumer-api @needs-control @needs-clock
Feature: Tasks
  How a fetch goes is told in events. Applications ask again and again, or wait for more than they know; and
  they must live with fetches that are slow, that fail, and that never end.

  Background:
    Given the application was handed tokens for the scope "openid {accounts_readonly}"
    And the application has read "/users/{user_id}/accounts"

  Scenario: A prompt one has ended by the time it is asked about
    Given the application has started a fetch
    When the application reads how the fetch goes
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances, EnrichmentAllAccountBalancesUpdated, TaskEnded"
    And each account's balances have come once
    And the last event is 0 seconds after the first

  Scenario: Whoever knows less than there is need not wait
    Given the application has started a fetch
    When the application reads "/users/{user_id}/tasks/{task}" with sinceVersion = 7
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances, EnrichmentAllAccountBalancesUpdated, TaskEnded"
    When the application reads "/users/{user_id}/tasks/{task}" with sinceVersion = 0
    Then it is told the same as before

  Scenario: Whoever knows all waits for seven seconds, and no longer
    Given the application has started a fetch
    When the application reads how the fetch goes
    And the application waits for more of it
    And 6 seconds pass
    Then it still waits
    When 1 second passes
    Then it is answered, and waits no longer
    And it is told the same as before

  Scenario Outline: Refused: a version that is <case>
    Given the application has started a fetch
    When the application reads "/users/{user_id}/tasks/{task}" with <change>
    Then the API refuses with 400 "Bad Request"

    Examples:
      | case                  | change                                |
      | still to come         | sinceVersion = 9                      |
      | no number             | sinceVersion = last                   |
      | below zero            | sinceVersion = -1                     |
      | not whole             | sinceVersion = 1.5                    |
      | empty                 | sinceVersion =                        |
      | told twice            | sinceVersion = 1; sinceVersion twice  |
      | higher than any       | sinceVersion = 99999999999999999999999 |

  Scenario: Slow ones take their time, the accounts one after the other
    Given the institution's tasks go with task = slow
    And the application has started a fetch
    When the application reads how the fetch goes
    Then the task tells "TaskStarted"
    When 19 seconds pass
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances"
    And the accounts come one after the other, and no event is from the future
    When 1 second passes
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances, EnrichmentAllAccountBalancesUpdated, TaskEnded"
    And each account's balances have come once
    And the last event is 20 seconds after the first

  Scenario: How slow is the institution's choice
    Given the institution's tasks go with task = slow; task_seconds = 300
    And the application has started a fetch
    When 299 seconds pass
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances"
    When 1 second passes
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances, EnrichmentAllAccountBalancesUpdated, TaskEnded"
    And the last event is 300 seconds after the first

  Scenario: Whoever waits is answered with the next event
    Given the institution's tasks go with task = slow
    And the application has started a fetch
    When the application reads how the fetch goes
    And the application waits for more of it
    And 6 seconds pass
    Then it is answered, and waits no longer
    And the version is higher than the one of before
    When the application waits for more of it
    And 6 seconds pass
    Then it is answered, and waits no longer
    And the version is higher than the one of before

  Scenario: One that failed ends like any other, and the accounts are as old as before
    Given the institution's tasks go with task = failing
    And the application was handed tokens for the scope "openid {accounts_readonly}"
    When 60 seconds pass
    And the application starts a fetch
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, TaskEnded"
    When the application reads "/users/{user_id}/accounts"
    Then the accounts were fetched when they were before

  Scenario: A stuck one never ends
    Given the institution's tasks go with task = stuck
    And the application has started a fetch
    When the application reads how the fetch goes
    Then the task tells "TaskStarted, EnrichmentAccountBalances"
    When the application waits for more of it
    And 7 seconds pass
    Then it is answered, and waits no longer
    And it is told the same as before
    When 86400 seconds pass
    And the application is handed tokens for the scope "openid"
    And the application reads how the fetch goes
    Then it is told the same as before

  Scenario: Events may come in any order
    Given the institution's tasks go with task = unordered
    And the application has started a fetch
    When the application reads how the fetch goes
    Then the task ends in the middle, and starts after that
    And each account's balances have come once

  Scenario: A running task goes on as it began
    Given the institution's tasks go with task = slow
    And the application has started a fetch
    When the institution's tasks are to go with task = prompt
    And the application reads how the fetch goes
    Then the task tells "TaskStarted"

  Scenario: The institution tells how its tasks go, until it is reset
    Given the institution's tasks go with task = slow; task_seconds = 5
    Then the institution tells that its tasks go "slow" over 5 seconds
    When the institution's tasks are to go with task = stuck; task_seconds = null
    Then the institution tells that its tasks go "stuck" over 20 seconds
    When the institution is reset
    Then the institution tells that its tasks go "prompt" over 20 seconds

  Scenario: How tasks go can be declared, and a reset goes back to that
    When the institution is declared anew with consumer_api = {"task":"failing"}
    Then the institution tells that its tasks go "failing" over 20 seconds
    When the application is handed tokens for the scope "openid"
    And the application starts a fetch
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, TaskEnded"
    When the institution's tasks are to go with task = prompt
    Then the institution tells that its tasks go "prompt" over 20 seconds
    When the institution is reset
    Then the institution tells that its tasks go "failing" over 20 seconds

  Scenario Outline: No institution's tasks go with <change>
    When the institution's tasks are to go with <change>
    Then the control plane refuses with 400 saying "<says>"
    And the institution tells that its tasks go "prompt" over 20 seconds

    Examples:
      | change             | says         |
      | task = lost        | lost         |
      | task = slow; task_seconds = -1 | -1 |
      | speed = 1          | speed        |

  Scenario Outline: Nobody knows <case>
    When the application reads "/users/{user_id}/tasks/<task>"
    Then the API refuses with 404 "Not Found"

    Examples:
      | case                 | task                                 |
      | a task of that name  | 00000000-0000-4000-8000-000000000000 |
      | a task without name  | last                                 |

  Scenario: Somebody else's task is nobody's
    Given the application has started a fetch
    When the application is handed tokens of "jordansmith" for the scope "openid"
    And the application reads "/users/{user_id}/tasks/{task}"
    Then the API refuses with 404 "Not Found"

  Scenario: A task of another institution is nobody's
    Given another institution
    And the application has started a fetch
    When everybody goes to the other institution
    And the application is handed tokens for the scope "openid"
    And the application reads "/users/{user_id}/tasks/{task}"
    Then the API refuses with 404 "Not Found"
