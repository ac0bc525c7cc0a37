Feature: My application

  Background:
    Given the application asks for the scope "openid profile"
    And the application holds tokens

  Scenario: It greets whoever has signed in
    When my application is opened
    Then my application reads "Welcome, Riley Doe"

  @needs-clock @needs-journal
  Scenario: After ten minutes, somebody has to sign in again
    Given my application is opened
    When 601 seconds pass
    And my application is opened
    Then my application reads "Please sign in again"
    And the journal knows for the userinfo endpoint the reason "access token is expired"
