@consumer-api @needs-consumer-api @needs-control
Feature: Transactions
  A year of them up to now, by the day they were posted on. The figures add up.

  Background:
    Given the application was handed tokens for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application has read "/users/{user_id}/accounts"

  @needs-clock
  Scenario Outline: A year, in order, and it adds up: <name>
    When the application reads "/users/{user_id}/accounts/{<account>}/transactions"
    Then the answer has exactly the members "transactions inactivatedTransactionIds account"
    And it is told a year of transactions of "<name>", in order and none from the future
    And the running balances add up to the balance of "<name>"

    Examples:
      | name              | account           |
      | Everyday Checking | everyday_checking |
      | Rainy Day Savings | rainy_day_savings |
      | Auto Loan         | auto_loan         |
      | Home Equity Line  | home_equity_line  |

  Scenario: A loan is paid off: what is paid stands below zero
    When the application reads "/users/{user_id}/accounts/{auto_loan}/transactions"
    Then there are amounts of both signs, and over the year the balance goes down

  Scenario: Bill Pay has none, not even an empty list
    When the application reads "/users/{user_id}/accounts/{bill_pay}/transactions"
    Then its transactions are missing
    And the answer tells
      | account.accountType | Bill Pay |

  Scenario: Bill Pay has no page of them either
    When the application reads "/users/{user_id}/accounts/{bill_pay}/transactions" with offset = 0; limit = 10
    Then its transactions are missing

  Scenario: One is told as in the list
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions/{a_transaction}"
    Then the transaction is told as in the list

  Scenario Outline: Nobody has <case>
    When the application reads "/users/{user_id}/accounts/<path>"
    Then the API refuses with 404 "Not Found"

    Examples:
      | case                             | path                                                                       |
      | that account                     | 00000000-0000-4000-8000-000000000000/transactions                          |
      | that transaction                 | {everyday_checking}/transactions/00000000-0000-4000-8000-000000000000      |
      | a transaction of Bill Pay        | {bill_pay}/transactions/00000000-0000-4000-8000-000000000000               |

  Scenario: A transaction is found at its own account only
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When the application reads "/users/{user_id}/accounts/{rainy_day_savings}/transactions/{a_transaction}"
    Then the API refuses with 404 "Not Found"

  Scenario: Each account has transactions of its own
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When the application reads "/users/{user_id}/accounts/{rainy_day_savings}/transactions"
    Then none of the transactions is one of before

  Scenario: Somebody else's transactions are nobody's
    When the application is handed tokens of "jordansmith" for the scope "openid {transactions_detail_readonly}"
    And the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions"
    Then the API refuses with 404 "Not Found"

  Scenario Outline: Those that were <which>, to the very moment
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with <query>
    Then it is told exactly those that were <which>

    Examples:
      | which                      | query                                    |
      | posted since {its_date}    | since = {its_date}                       |
      | posted until {its_date}    | until = {its_date}                       |
      | posted at {its_date}       | since = {its_date}; until = {its_date}   |
      | updated since {its_update} | updatedSince = {its_update}              |

  Scenario Outline: Refused: <case>
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with <query>
    Then the API refuses with 400 "Bad Request"

    Examples:
      | case                                | query                                              |
      | updatedSince and since              | updatedSince = {its_update}; since = {its_date}    |
      | updatedSince and until              | updatedSince = {its_update}; until = {its_date}    |
      | since that is no date               | since = yesterday                                  |
      | until on a day that there is not    | until = 2026-02-30T00:00:00.000Z                   |
      | updatedSince that is no date        | updatedSince = 1                                   |
      | since without a value               | since =                                            |
      | since twice                         | since = {its_date}; since twice                    |
      | until twice                         | until = {its_date}; until twice                    |
      | limit twice                         | limit = 5; limit twice                             |
      | offset twice                        | offset = 5; offset twice                           |

  @needs-clock
  Scenario: Time passes, and there are more
    Given the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When 30 days pass
    And the application is handed tokens for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application reads "/users/{user_id}/accounts"
    And the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions"
    Then it is told all transactions of before, and newer ones
    And the running balances add up to the balance of "Everyday Checking"

  @needs-clock
  Scenario: Two institutions with the same customer and the same time tell the same
    Given another institution with the same time
    And the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"
    When everybody goes to the other institution
    And the application is handed tokens for the scope "openid {transactions_detail_readonly}"
    And the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions"
    Then it is told the same as before
