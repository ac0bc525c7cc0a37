@needs-companion @needs-consumer-api @needs-control @needs-clock @consumer-api
Feature: Accounts and transactions in the companion
  What most people sign in for. The companion has the bank look for what is new, waits for it as long as it
  takes, and shows what it is told.

  Background:
    Given the user has signed in to the companion

  Scenario: A user sees all accounts
    When the user opens "/accountsAndTransactions"
    Then the user is at "/accountsAndTransactions"
    And the page shows each account that the bank tells of, and the newest of its transactions
    And the page reads "No transactions for this account."

  Scenario: The claims lead there
    When the user opens "/me"
    And the user presses "Accounts"
    Then the user is at "/accountsAndTransactions"
    And the page has an element "#accounts"

  Scenario Outline: A user sees one account: <name>
    When the user opens the account "<name>"
    Then the page shows the account "<name>" with its transactions, the newest first

    Examples:
      | name              |
      | Everyday Checking |
      | Auto Loan         |

  Scenario: An account without transactions is no accident
    When the user opens the account "Bill Pay"
    Then the page has an element "#no-transactions"

  Scenario: Nobody has that account
    When the user opens "/accountsAndTransactions?account=somebody-elses"
    Then a friendly page says "There is no such account" and names the error "account-unknown"

  Scenario: A program is given the text of the official example
    When a program asks the companion for "/accountsAndTransactions"
    Then it is given all accounts and transactions as text

  Scenario: While the bank is at work a page says so
    Given the institution's tasks go with task = slow
    When the user opens "/accountsAndTransactions"
    Then the page has an element "#progress"
    When 19 seconds pass
    And the user opens "/accountsAndTransactions"
    Then the page has an element "#progress"
    When 1 second passes
    And the user opens "/accountsAndTransactions"
    Then the page shows each account that the bank tells of, and the newest of its transactions

  Scenario: A bank that never finishes is not waited for for ever
    Given the institution's tasks go with task = stuck
    When the user opens "/accountsAndTransactions"
    Then the page has an element "#progress"
    When 60 seconds pass
    And the user opens "/accountsAndTransactions"
    Then a friendly page says "The bank has not finished" and names the error "task-stuck"

  Scenario: A fetch that failed leaves what was there before
    Given the institution's tasks go with task = failing
    When the user opens "/accountsAndTransactions"
    Then the page shows each account that the bank tells of, and the newest of its transactions

  Scenario: Events in any order are an end all the same
    Given the institution's tasks go with task = unordered
    When the user opens "/accountsAndTransactions"
    Then the page shows each account that the bank tells of, and the newest of its transactions

  @rfc6749-6
  Scenario: An access token that is refused is refreshed, once
    Given the institution's tasks go with task = slow
    When the user opens "/accountsAndTransactions"
    And the access token expires
    And 20 seconds pass
    And the user opens "/accountsAndTransactions"
    Then the page shows each account that the bank tells of, and the newest of its transactions
    And the journal tells of 1 unauthorized request and 1 refresh

  Scenario: A user whose refresh token is over signs in again
    When 15 days pass
    And the user opens "/accountsAndTransactions"
    Then the user is at "/login.html?returnPath=/accountsAndTransactions"
