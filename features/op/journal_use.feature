@needs-control @needs-journal
Feature: The journal in use
  A test asks the journal for what it means, waits in it for what has to come, and takes it away as a file
  that may be shown to anybody.

  Scenario Outline: It tells what is meant: <filter>
    Given the application holds tokens
    When the application asks who the user is
    And the application asks who the user is with Authorization = Bearer garbage
    And the journal is asked for <filter>
    Then it tells of exactly the exchanges "<exchanges>"

    Examples:
      | filter                                                    | exchanges                  |
      | endpoint = userinfo                                       | userinfo 200, userinfo 401 |
      | endpoint = userinfo; refused = true                       | userinfo 401               |
      | endpoint = userinfo; refused = false                      | userinfo 200               |
      | status = 401                                              | userinfo 401               |
      | reason = not one of this issuer                           | userinfo 401               |
      | reason = expired                                          |                            |
      | sub = {sub}; client_id = {client_id}; endpoint = token    | token 200                  |
      | sub = {another_sub}                                       |                            |
      | client_id = unknown                                       |                            |

  Scenario: What is not a filter is refused
    When the journal is asked for endpoint = rubbish
    Then the control plane refuses with 400 saying "rubbish"

  Scenario: It forgets, and what comes later is there
    Given the application holds tokens
    And the journal has been cleared
    When the application asks who the user is
    And the journal is asked for after = 0
    Then it tells of exactly the exchanges "userinfo 200"

  Scenario: A refusal is waited for
    Given the application holds tokens
    When the journal is asked to wait for endpoint = userinfo; refused = true
    And the application asks who the user is
    And the application asks who the user is with Authorization = Bearer garbage
    Then the journal answers with the userinfo exchange that was refused because "access token is not one of this issuer's"

  Scenario: What has come already is not waited for
    Given the application holds tokens
    When the application redeems the code again
    And the journal is asked whether there was already endpoint = token; refused = true
    Then the journal answers with the token exchange that was refused because "authorization code already consumed"

  Scenario: What does not come is told with what came
    Given the application holds tokens
    When the journal is asked whether there was already endpoint = token; refused = true
    Then the control plane refuses with 404 saying "no such exchange came within 0 s"

  Scenario: It is taken away as an HTTP Archive, without anything that could be used
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application asks who the user is
    And the journal is exported
    Then the export is an HTTP Archive
    And it has every exchange of the scenario, and no other
    And no secret of the scenario stands in it

  Scenario: The archive shows secrets to whoever asks for them
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application asks who the user is
    And the journal is exported with secrets = shown
    Then the export is an HTTP Archive
    And every secret of the scenario stands in it
