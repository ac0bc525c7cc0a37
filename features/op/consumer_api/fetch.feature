@consumer-api @needs-consumer-api @needs-control @needs-clock
Feature: Fetching
  An application has the bank's core asked for the user's latest figures. It is told a task to ask about,
  and nothing else.

  Background:
    Given the application was handed tokens for the scope "openid {accounts_readonly}"

  Scenario: A fetch is a task
    When the application starts a fetch
    Then the answer has exactly the members "taskId"
    When the application reads how the fetch goes
    Then the answer has exactly the members "version events"

  Scenario: Each fetch is a task of its own
    Given the application has started a fetch
    When the application starts a fetch
    Then the answer has exactly the members "taskId"
    And it is told something else than before

  Scenario: Afterwards the accounts are as of now
    When 3600 seconds pass
    And the application is handed tokens for the scope "openid {accounts_readonly}"
    And the application starts a fetch
    And the application reads "/users/{user_id}/accounts"
    Then each account was fetched 0 seconds ago
    When 60 seconds pass
    And the application reads "/users/{user_id}/accounts"
    Then each account was fetched 60 seconds ago
    When the application starts a fetch
    And the application reads "/users/{user_id}/accounts"
    Then each account was fetched 0 seconds ago
