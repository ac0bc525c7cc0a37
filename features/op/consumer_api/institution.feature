@consumer-api @needs-consumer-api @needs-control
Feature: The user's institution
  What the bank is called that the user has accounts at.

  Background:
    Given the application was handed tokens for the scope "openid"

  Scenario: Its identifier and its name
    When the application reads "/users/{user_id}/institutions/{institution_id}"
    Then the answer has exactly the members "id name"
    And the answer tells
      | id | {institution_id} |

  Scenario: The identifier is the one that the profile names, and the name the one of each account
    Given the application was handed tokens for the scope "openid {accounts_readonly}"
    And the application has read "/users/{user_id}/accounts"
    When the application reads "/users/{user_id}/institutions/{institution_id}"
    Then its name is that of the institution of "Everyday Checking"

  Scenario Outline: The user is at no institution of that name: <id>
    When the application reads "/users/{user_id}/institutions/<id>"
    Then the API refuses with 404 "Not Found"

    Examples:
      | id                                   |
      | 00000000-0000-4000-8000-000000000000 |
      | mock-bank                            |
