@browser @serial @needs-companion @needs-consumer-api @needs-control @needs-clock @needs-fresh @consumer-api
Feature: Accounts with a real browser
  From the claims to the accounts, past a bank that takes its time, to all transactions of one.

  Scenario Outline: With a <hand>, in a window of <width> by <height>
    Given the institution's tasks go with task = slow
    And a user with a <hand> and a window of <width> by <height>
    When the browser goes to "/login.html"
    And the user chooses to sign in with Banno
    Then the browser shows the bank's login page
    When the user types their name and password and signs in
    Then the browser shows what the application asks for
    When the user agrees
    Then the browser shows the user's claims
    When the user chooses to see their accounts
    Then the browser shows that the bank is at work
    When 20 seconds pass
    Then the browser shows the user's accounts
    When the user chooses to see all transactions of the first account
    Then the browser shows the account and its transactions

    Examples:
      | hand     | width | height |
      | mouse    | 1280  | 800    |
      | keyboard | 390   | 844    |
