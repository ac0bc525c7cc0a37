@consumer-api @needs-consumer-api @needs-control @needs-journal
Feature: Refusals of the Consumer API
  Without a good token nobody is told anything, and nobody is told about others. The answer says little; the
  journal knows why.

  Background:
    Given the application was handed tokens for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application has read "/users/{user_id}/accounts"
    And the application has read "/users/{user_id}/accounts/{everyday_checking}/transactions" with limit = 3
    And the application has started a fetch

  @rfc6750-3
  Scenario Outline: No endpoint answers without a token: <endpoint>
    When the application sends <method> to "/users/{user_id}<path>" with no Authorization
    Then the API refuses with 401 "Unauthorized"
    And its challenge begins with Bearer
    And the journal knows for the <endpoint> endpoint the reason "no access token provided"

    Examples:
      | endpoint         | method | path                                                      |
      | fetch            | PUT    | /fetch                                                    |
      | task             | GET    | /tasks/{task}                                             |
      | accounts         | GET    | /accounts                                                 |
      | account          | GET    | /accounts/{everyday_checking}                             |
      | account number   | GET    | /accounts/{everyday_checking}/number                      |
      | transactions     | GET    | /accounts/{everyday_checking}/transactions                |
      | transaction      | GET    | /accounts/{everyday_checking}/transactions/{a_transaction} |
      | user             | GET    |                                                           |
      | user             | PUT    |                                                           |
      | user             | PATCH  |                                                           |
      | user institution | GET    | /institutions/{institution_id}                            |

  @rfc6750-3.1
  Scenario Outline: No endpoint answers under other scopes, and each under its own: <endpoint> under <scope>
    When the application is handed tokens for every scope of the API but "<without>"
    And the application sends <method> to "/users/{user_id}<path>"
    Then the API refuses with 403 "Forbidden"
    And the journal knows for the <journal> endpoint that the scope "<scope>" is missing
    When the application is handed tokens for the scope "<scope>"
    And the application sends <method> to "/users/{user_id}<path>"
    Then the API answers

    Examples:
      | endpoint         | journal          | method | path                                                       | scope                              | without                                    |
      | fetch            | fetch            | PUT    | /fetch                                                     | openid                             | openid                                     |
      | task             | task             | GET    | /tasks/{task}                                              | openid                             | openid                                     |
      | accounts         | accounts         | GET    | /accounts                                                  | {accounts_readonly}                | {accounts_readonly} {accounts_readwrite}   |
      | accounts         | accounts         | GET    | /accounts                                                  | {accounts_readwrite}               | {accounts_readonly} {accounts_readwrite}   |
      | account          | account          | GET    | /accounts/{everyday_checking}                              | {accounts_readonly}                | {accounts_readonly} {accounts_readwrite}   |
      | account          | account          | GET    | /accounts/{everyday_checking}                              | {accounts_readwrite}               | {accounts_readonly} {accounts_readwrite}   |
      | account number   | account_number   | GET    | /accounts/{everyday_checking}/number                       | {accounts_unmaskednumber_readonly} | {accounts_unmaskednumber_readonly}         |
      | transactions     | transactions     | GET    | /accounts/{everyday_checking}/transactions                 | {transactions_detail_readonly}     | {transactions_detail_readonly}             |
      | transaction      | transaction      | GET    | /accounts/{everyday_checking}/transactions/{a_transaction} | {transactions_detail_readonly}     | {transactions_detail_readonly}             |
      | user             | user             | GET    |                                                            | {user_profile_readonly}            | {user_profile_readonly}                    |
      | user institution | user_institution | GET    | /institutions/{institution_id}                             | openid                             | openid                                     |

  @rfc6750-3.1
  Scenario Outline: No good token: <case>
    When the application reads "/users/{user_id}/accounts" with <change>
    Then the API refuses with 401 "Unauthorized"
    And its challenge begins with Bearer
    And the journal knows for the accounts endpoint the reason "<reason>"

    Examples:
      | case                    | change                                          | reason                                               |
      | garbage                 | Authorization = Bearer rubbish                  | access token is not one of this issuer's             |
      | the ID token            | Authorization = Bearer {id_token}               | access token is not one of this issuer's             |
      | another scheme          | Authorization = Basic {basic}                   | authorization header scheme is not Bearer            |
      | no scheme               | Authorization = {access_token}                  | authorization header is not a scheme and a token     |
      | a token in the query    | no Authorization; access_token = {access_token} | no access token provided                             |

  @needs-clock
  Scenario: A token is good for ten minutes
    When 599 seconds pass
    And the application reads "/users/{user_id}/accounts"
    Then the API answers
    When 61 seconds pass
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And its challenge begins with Bearer realm="{issuer}", error="invalid_token"
    And the journal knows for the accounts endpoint the reason "access token is expired"

  @rfc7009-2.1
  Scenario: A token that its application has revoked
    When the application revokes the access token
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And the journal knows for the accounts endpoint the reason "access token not found"

  Scenario: A token whose grant the institution has revoked
    When the institution revokes the grant
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And the journal knows for the accounts endpoint the reason "grant not found"

  Scenario: A token of a user who is taken away
    When the institution takes the user away
    And the application reads "/users/{sub}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And the journal knows for the accounts endpoint the reason "associated account not found"

  @oidc-rp-initiated-1.0-2 @needs-login-form
  Scenario: A token that was for the duration of a session goes with it
    Given the application asks for the scope "openid {accounts_readonly}"
    And the application holds tokens
    When the application reads "/users/{user_id}/accounts"
    Then the API answers
    When the application sends the user to sign out
    And the user confirms it
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"

  @oidc-core-11 @needs-login-form
  Scenario: A token for offline access outlives the session
    Given the application asks for the scope "openid {offline} {accounts_readonly}"
    And the application holds tokens
    When the application sends the user to sign out
    And the user confirms it
    And the application reads "/users/{user_id}/accounts"
    Then the API answers

  Scenario: A token of another institution
    Given another institution
    When everybody goes to the other institution
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    When everybody goes back
    And the application reads "/users/{user_id}/accounts"
    Then the API answers

  Scenario Outline: Nobody is told about others: <endpoint>
    When the application is handed tokens for the scope "openid {accounts_readonly} {accounts_unmaskednumber_readonly} {transactions_detail_readonly} {user_profile_readonly} {user_email_readwrite} {user_preferredname_readwrite}"
    And the application sends <method> to "/users/{another_sub}<path>"
    Then the API refuses with 403 "Forbidden"
    And the journal knows of a refusal for the <endpoint> endpoint, and it is not the scope

    Examples:
      | endpoint         | method | path                                                       |
      | fetch            | PUT    | /fetch                                                     |
      | task             | GET    | /tasks/{task}                                              |
      | accounts         | GET    | /accounts                                                  |
      | account          | GET    | /accounts/{everyday_checking}                              |
      | account_number   | GET    | /accounts/{everyday_checking}/number                       |
      | transactions     | GET    | /accounts/{everyday_checking}/transactions                 |
      | transaction      | GET    | /accounts/{everyday_checking}/transactions/{a_transaction} |
      | user             | GET    |                                                            |
      | user             | PUT    |                                                            |
      | user             | PATCH  |                                                            |
      | user_institution | GET    | /institutions/{institution_id}                             |

  Scenario: Whether there is such a user at all is not told either
    Given the application has been refused "/users/{another_sub}/accounts"
    When the application reads "/users/00000000-0000-4000-8000-000000000000/accounts"
    Then the API refuses with 403 "Forbidden"
    And it is refused as before

  Scenario Outline: There is nothing at <method> <path>
    When the application sends <method> to "/users/{user_id}<path>"
    Then the API refuses with 404 "Not Found"

    Examples:
      | method | path                                            |
      | GET    | /cards                                          |
      | GET    | /accounts/{everyday_checking}/statements        |
      | GET    | /accounts/{everyday_checking}/number/whole      |
      | GET    | /accounts/                                      |
      | GET    | /tasks                                          |
      | GET    | /institutions                                   |

  @rfc9110-15.5.6
  Scenario Outline: There is something at <path>, but not by <method>
    When the application sends <method> to "/users/{user_id}<path>"
    Then the API refuses with 405 "Method Not Allowed"
    And it says that "<allowed>" would be allowed, and <method> is not

    Examples:
      | method | path                          | allowed       |
      | POST   | /accounts                     | GET           |
      | DELETE | /accounts/{everyday_checking} | GET           |
      | DELETE |                               | GET PATCH PUT |
      | GET    | /fetch                        | PUT           |

  Scenario Outline: What is wrong first is told first: <case>
    When the application is handed tokens for the scope "openid {<scope>}"
    And the application reads "/users/<path>" with <change>
    Then the API refuses with <status>

    Examples:
      | case                                        | scope                        | path                                                                                  | change                         | status             |
      | a bad token before another user             | accounts_readonly            | {another_sub}/accounts                                                                | Authorization = Bearer rubbish | 401 "Unauthorized" |
      | another user before an unknown account      | accounts_readonly            | {another_sub}/accounts/00000000-0000-4000-8000-000000000000                           | x = y                          | 403 "Forbidden"    |
      | a missing scope before an unknown account   | user_profile_readonly        | {user_id}/accounts/00000000-0000-4000-8000-000000000000                               | x = y                          | 403 "Forbidden"    |
      | an unknown account before a bad limit       | transactions_detail_readonly | {user_id}/accounts/00000000-0000-4000-8000-000000000000/transactions                  | limit = 0                      | 404 "Not Found"    |
      | an unknown task before a bad version        | accounts_readonly            | {user_id}/tasks/00000000-0000-4000-8000-000000000000                                  | sinceVersion = last            | 404 "Not Found"    |

  Scenario: A missing scope is told before another user
    When the application is handed tokens for the scope "openid"
    And the application reads "/users/{another_sub}/accounts"
    Then the API refuses with 403 "Forbidden"
    And the journal knows for the accounts endpoint that the scope "{accounts_readonly}" is missing

  Scenario: Each answer goes by a name of its own
    Then its 3 answers go by names of their own, which the journal has as well
    When the application reads "/users/{user_id}/accounts" with no Authorization
    Then the API refuses with 401 "Unauthorized"
    And its 4 answers go by names of their own, which the journal has as well

  Scenario: The true reason stays with the bank
    When the application is handed tokens for the scope "openid"
    And the application reads "/users/{another_sub}/accounts"
    Then the API refuses with 403 "Forbidden"
    And the answer does not tell it
