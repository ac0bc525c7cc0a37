@consumer-api @needs-consumer-api @needs-control
Feature: Account numbers
  A whole number is told by one endpoint and under one scope; everywhere else it is masked.

  Background:
    Given the application was handed tokens for the scope "openid {accounts_readonly} {accounts_unmaskednumber_readonly} {transactions_detail_readonly}"
    And the application has read "/users/{user_id}/accounts"

  Scenario Outline: The whole number, and where it is not told: <name>
    Given the application has read "/users/{user_id}/accounts/{<account>}"
    And the application has read "/users/{user_id}/accounts/{<account>}/transactions"
    When the application reads "/users/{user_id}/accounts/{<account>}/number"
    Then the answer has exactly the members "number"
    And the number ends as the account "<name>" shows, and nothing before tells it

    Examples:
      | name              | account           |
      | Everyday Checking | everyday_checking |
      | Auto Loan         | auto_loan         |

  Scenario: Each account has a number of its own
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/number"
    When the application reads "/users/{user_id}/accounts/{rainy_day_savings}/number"
    Then it is told something else than before

  Scenario: Nobody has that account
    When the application reads "/users/{user_id}/accounts/00000000-0000-4000-8000-000000000000/number"
    Then the API refuses with 404 "Not Found"

  Scenario: Somebody else's number is nobody's
    When the application is handed tokens of "jordansmith" for the scope "openid {accounts_unmaskednumber_readonly}"
    And the application reads "/users/{user_id}/accounts/{everyday_checking}/number"
    Then the API refuses with 404 "Not Found"
