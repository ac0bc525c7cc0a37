@consumer-api @needs-consumer-api @needs-control
Feature: The user's profile
  Who the user is to the bank.

  Background:
    Given the application was handed tokens for the scope "openid {user_profile_readonly}"

  Scenario: The bank knows the user as the login does
    When the application reads "/users/{user_id}"
    Then the answer tells
      | userId        | {sub}                  |
      | username      | {username}             |
      | firstName     | Riley                  |
      | lastName      | Doe                    |
      | email         | rileydoe@jackhenry.dev |
      | userType      | Individual             |
      | institutionId | {institution_id}       |
    And the answer has no member "businessName"

  Scenario: Where the user lives
    When the application reads "/users/{user_id}"
    Then the answer tells
      | address.streetAddress | 400 Broad St |
      | address.city          | Seattle      |
      | address.state         | WA           |
      | address.zip           | 981090000    |

  @needs-personas
  Scenario: Somebody without an email address has no such member: neither null nor empty
    When the application is handed tokens of "noemail" for the scope "openid {user_profile_readonly}"
    And the application reads "/users/{user_id}"
    Then the answer has no member "email"

  @needs-personas
  Scenario: Somebody with one name has no last name
    When the application is handed tokens of "oneword" for the scope "openid {user_profile_readonly}"
    And the application reads "/users/{user_id}"
    Then the answer tells
      | firstName | Indira |
    And the answer has no member "lastName"

  @needs-personas
  Scenario: A business is one
    When the application is handed tokens of "business" for the scope "openid {user_profile_readonly}"
    And the application reads "/users/{user_id}"
    Then the answer tells
      | userType | Business |

  @needs-personas
  Scenario: Names are written in any script
    When the application is handed tokens of "nonlatin" for the scope "openid {user_profile_readonly}"
    And the application reads "/users/{user_id}"
    Then the answer tells
      | lastName | 王 |
