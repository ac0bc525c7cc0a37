@consumer-api @needs-consumer-api @needs-control @needs-personas
Feature: Paging
  Transactions come in pages where an application asks for them, and otherwise all at once. Nothing falls
  between two pages.

  Background:
    Given the application was handed tokens of "manytransactions" for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application has read "/users/{user_id}/accounts"
    And the application has read "/users/{user_id}/accounts/{the_only_account}/transactions"

  Scenario Outline: Ten thousand in pages of <limit>
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" in pages of <limit>
    Then there are <pages> pages with transactions, together all 10000 without gap or repeat

    Examples:
      | limit | pages |
      | 500   | 20    |
      | 499   | 21    |
      | 128   | 79    |

  Scenario: Without offset a page is the first
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with limit = 3
    Then it is told 3 transactions
    And they are those from number 0 on
    And the answer tells
      | offset | 0 |
      | limit  | 3 |

  Scenario: Without limit a page is as long as a page can be
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with offset = 100
    Then it is told 500 transactions
    And they are those from number 100 on
    And the answer tells
      | offset | 100 |
      | limit  | 500 |

  Scenario: The last page is as long as what is left
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with offset = 9998; limit = 10
    Then it is told 2 transactions
    And they are those from number 9998 on

  Scenario Outline: Behind the end is nothing: from <offset> on
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with offset = <offset>; limit = 10
    Then it is told 0 transactions
    And the answer tells
      | offset | <offset> |
      | limit  | 10       |

    Examples:
      | offset  |
      | 10000   |
      | 1000000 |

  Scenario: A page of those since a day is counted among those
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with since = {its_date}; offset = 0; limit = 1
    Then it is told 1 transaction
    And its first was posted at {its_date}

  Scenario Outline: Refused: <change>
    When the application reads "/users/{user_id}/accounts/{the_only_account}/transactions" with <change>
    Then the API refuses with 400 "Bad Request"

    Examples:
      | change                             |
      | limit = 0                          |
      | limit = 501                        |
      | limit = -1                         |
      | limit = ten                        |
      | limit =                            |
      | limit = 1.5                        |
      | limit = 99999999999999999999999    |
      | offset = -1                        |
      | offset = first                     |
      | offset =                           |
      | offset = 1.5                       |
      | offset = 0; limit = 0              |
