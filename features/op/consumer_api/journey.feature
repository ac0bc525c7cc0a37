@consumer-api @needs-consumer-api @needs-clock @oidc-core-3.1 @needs-login-form
Feature: From the login to the transactions
  The whole way that an application goes with its user, token and all.

  Scenario: Login, accounts, an expired token, a refresh, transactions
    Given the application asks for the scope "openid {offline} {accounts_readonly} {transactions_detail_readonly}"
    When the application sends the user to sign in
    And the user signs in
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the application gets tokens
    When the application starts a fetch
    And the application reads how the fetch goes
    Then the task tells "TaskStarted, 5 EnrichmentAccountBalances, EnrichmentAllAccountBalancesUpdated, TaskEnded"
    When the application reads "/users/{user_id}/accounts"
    Then it is told 5 accounts, each with an identifier of its own
    When 660 seconds pass
    And the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions"
    Then the API refuses with 401 "Unauthorized"
    When the application refreshes
    Then the application gets tokens
    When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions"
    Then it is told a year of transactions of "Everyday Checking", in order and none from the future
    And the running balances add up to the balance of "Everyday Checking"

  Scenario: The user decides what the application is told
    Given the application asks for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    When the application sends the user to sign in
    And the user signs in
    And the user allows it but for "https://api.banno.com/consumer/auth/transactions.detail.readonly"
    Then the user comes back with a code
    When the application redeems the code
    And the application reads "/users/{user_id}/accounts"
    Then it is told 5 accounts, each with an identifier of its own
    When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions"
    Then the API refuses with 403 "Forbidden"
