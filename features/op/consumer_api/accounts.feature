@consumer-api @needs-consumer-api @needs-control
Feature: Accounts
  What the user has at the bank. Amounts are text, numbers are masked, and a debt's balance is what is owed.

  Background:
    Given the application was handed tokens for the scope "openid {accounts_readonly}"

  Scenario: The user's accounts
    When the application reads "/users/{user_id}/accounts"
    Then the answer has exactly the members "accounts inactivatedAccountIds"
    And it is told exactly these accounts
      | name              | accountType    | accountSubType |
      | Everyday Checking | Deposit        | Checking       |
      | Rainy Day Savings | Deposit        | Savings        |
      | Auto Loan         | Debt           | (any)          |
      | Home Equity Line  | Line of Credit | (any)          |
      | Bill Pay          | Bill Pay       | (any)          |
    And it is told 5 accounts, each with an identifier of its own
    And the balance of "Everyday Checking" is above zero
    And the balance of "Rainy Day Savings" is above zero

  Scenario: What is owed is above zero
    When the application reads "/users/{user_id}/accounts"
    Then the balance of "Auto Loan" is above zero
    And the balance of "Home Equity Line" is above zero

  Scenario Outline: One account is told as in the list: <name>
    Given the application has read "/users/{user_id}/accounts"
    When the application reads "/users/{user_id}/accounts/{<account>}"
    Then the account is told as in the list: "<name>"

    Examples:
      | name              | account           |
      | Everyday Checking | everyday_checking |
      | Rainy Day Savings | rainy_day_savings |
      | Auto Loan         | auto_loan         |
      | Home Equity Line  | home_equity_line  |
      | Bill Pay          | bill_pay          |

  Scenario: The institution of an account is the user's
    When the application reads "/users/{user_id}/accounts"
    Then the account "Everyday Checking" tells
      | institution.id | {institution_id} |

  Scenario Outline: Nobody has <case>
    When the application reads "/users/{user_id}/accounts/<account>"
    Then the API refuses with 404 "Not Found"

    Examples:
      | case                       | account                              |
      | an account of that name    | 00000000-0000-4000-8000-000000000000 |
      | an account without a name  | checking                             |

  Scenario: The same is told again and again
    Given the application has read "/users/{user_id}/accounts"
    When the application reads "/users/{user_id}/accounts"
    Then it is told the same as before

  Scenario: Everybody has accounts of their own
    Given the application has read "/users/{user_id}/accounts"
    When the application is handed tokens of "jordansmith" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    Then none of the accounts is one of before

  Scenario: Somebody else's account is nobody's
    Given the application has read "/users/{user_id}/accounts"
    When the application is handed tokens of "jordansmith" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts/{everyday_checking}"
    Then the API refuses with 404 "Not Found"

  @needs-clock
  Scenario: Two institutions with the same customer and the same time tell the same
    Given another institution with the same time
    And the application has read "/users/{user_id}/accounts"
    When everybody goes to the other institution
    And the application is handed tokens for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    Then it is told the same accounts as before, but for the name of their institution

  @needs-personas
  Scenario: Somebody without accounts
    When the application is handed tokens of "noaccounts" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    Then the answer tells
      | accounts              | [] |
      | inactivatedAccountIds | [] |

  @needs-personas
  Scenario Outline: Somebody with <count>: <who>
    When the application is handed tokens of "<who>" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    Then it is told <count>, each with an identifier of its own

    Examples:
      | who          | count        |
      | oneaccount   | 1 account    |
      | manyaccounts | 200 accounts |

  @needs-personas
  Scenario: Somebody who has closed accounts
    When the application is handed tokens of "closedaccounts" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    Then some accounts are "Closed", and some are not
    And some identifiers are those of inactivated accounts, and these are not in the list

  @needs-personas
  Scenario: Whoever still asks by the old word is told of no closed account
    When the application is handed tokens of "closedaccounts" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    And the application reads "/users/{user_id}/accounts" with active = true
    Then no account is "Closed", and all others of before are there

  @needs-personas
  Scenario: Somebody with everything that is documented
    When the application is handed tokens of "everystatus" for the scope "openid {accounts_readonly}"
    And the application reads "/users/{user_id}/accounts"
    Then every documented accountType is there
    And every documented accountStatus is there
