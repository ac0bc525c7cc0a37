Feature: Customers see their accounts

  Each scenario has a bank of its own, with the users that mock-idp comes with.

  Scenario: Riley Doe signs in
    When "rileydoe" signs in
    Then the application greets "Riley Doe"
    And it shows the account "Everyday Checking"
    And the bank has refused nothing

  Scenario: Somebody who has no account signs in
    When "noaccounts" signs in
    Then it shows no accounts

  Scenario: What comes after the sign-in can be tried without one
    Given the application holds tokens of "oneaccount"
    Then it shows 1 account

  Scenario: Nobody has to sign in again after ten minutes
    Given "rileydoe" has signed in
    When 11 minutes pass
    Then it shows the account "Everyday Checking"
    And the bank has refused something because "access token is expired"

  Scenario: The bank withdraws what it has granted
    Given "rileydoe" has signed in
    When the bank withdraws its grants
    Then the application asks to sign in again

  Scenario: A mistyped secret
    Given the application is configured with the secret "mistyped"
    When "rileydoe" signs in
    Then the application says that signing in has failed
    And the bank has refused something because "invalid secret provided"
