@rfc6749-4.1.2 @rfc6749-10.5
Feature: A code is good once
  A second use means that somebody else has it: everything that came of the code is taken back.

  Scenario: A second use is refused and ends the tokens of the first
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application redeems the code again
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the newest access token is dead
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  Scenario Outline: A failed attempt does not burn the code: <case>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the application redeems the code
    Then the application gets tokens

    Examples:
      | case                 | change                                 |
      | a wrong verifier     | code_verifier = 43 letters             |
      | no verifier          | no code_verifier                       |
      | a wrong redirect_uri | redirect_uri = https://evil.example/cb |

  @needs-client-another
  Scenario: Another application's attempt does not burn the code
    Given the application has a code
    When the application "another" acts
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the application "default" acts
    And the application redeems the code
    Then the application gets tokens

  Scenario: A second use with a wrong verifier takes nothing back
    Given the application holds tokens
    When the application redeems the code with code_verifier = 43 letters
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the newest access token works

  Scenario: Of a hundred uses at once exactly one succeeds
    Given the application asks for the scope "openid {offline}"
    And the application has a code
    When the code is redeemed 100 times at once
    Then exactly one of them succeeds, and what it got is dead
