@consumer-api @needs-consumer-api @needs-control
Feature: Paging
  Transactions come in pages where an application asks for them, and otherwise all at once. Nothing falls
  between two pages.

  @needs-personas
  Scenario: Ten thousand in pages of 500
    Given the application was handed tokens of "manytransactions" for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application has read "/users/{user_id}/accounts"
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" in pages of 500
    Then the 20 full pages have 10000 transactions, which add up to the balance of the only account

  @needs-personas
  Scenario: Without limit a page is as long as a page can be
    Given the application was handed tokens of "manytransactions" for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application has read "/users/{user_id}/accounts"
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with offset = 100; limit = 500
    Then it is told 500 transactions
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with offset = 100
    Then it is told the same as before
    And the answer tells
      | offset | 100 |
      | limit  | 500 |

  Rule: On an account of a year

    Background:
      Given the application was handed tokens for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
      And the application has read "/users/{user_id}/accounts"
      And the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions"

    Scenario Outline: In pages of <limit>
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" in pages of <limit>
      Then the pages together are the whole list, without gap or repeat

      Examples:
        | limit |
        | 7     |
        | 100   |

    Scenario: Without offset a page is the first
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with limit = 3
      Then it is told 3 transactions
      And they are those from number 0 on
      And the answer tells
        | offset | 0 |
        | limit  | 3 |

    Scenario: A page need not begin at a multiple of its length
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with offset = 5; limit = 3
      Then it is told 3 transactions
      And they are those from number 5 on

    Scenario: The last page is as long as what is left
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with offset = {all_but_two}; limit = 10
      Then it is told 2 transactions
      And they are the last 2 of all

    Scenario Outline: Behind the end is nothing: from <offset> on
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with offset = <offset>; limit = 10
      Then it is told 0 transactions
      And the answer tells
        | offset | <offset> |
        | limit  | 10       |

      Examples:
        | offset  |
        | {all}   |
        | 1000000 |

    Scenario: A page of those since a day is counted among those
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with since = {its_date}; offset = 0; limit = 1
      Then it is told 1 transaction
      And its first was posted at {its_date}

    Scenario Outline: Refused: <change>
      When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with <change>
      Then the API refuses with 400 "Bad Request"

      Examples:
        | change                             |
        | limit = 0                          |
        | limit = 501                        |
        | limit = -1                         |
        | limit = +1                         |
        | limit = ten                        |
        | limit =                            |
        | limit = 1.5                        |
        | limit = 99999999999999999999999    |
        | offset = -1                        |
        | offset = first                     |
        | offset =                           |
        | offset = 1.5                       |
        | offset = 0; limit = 0              |
