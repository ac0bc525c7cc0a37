@browser @serial @needs-companion @needs-fresh @oidc-rp-initiated-1.0-2
Feature: Sign out with a real browser
  From the application by way of the bank's question back to the application.

  Scenario Outline: With a <hand>, in a window of <width> by <height>
    Given a user with a <hand> and a window of <width> by <height>
    When the browser goes to "/login.html"
    And the user chooses to sign in with Banno
    Then the browser shows the bank's login page
    When the user types their name and password and signs in
    Then the browser shows what the application asks for
    When the user agrees
    Then the browser shows the user's claims
    When the user chooses to sign out
    Then the browser shows the bank's question
    When the user says yes
    Then the browser shows that the user is signed out
    When the browser goes to "/login.html"
    And the user chooses to sign in with Banno
    Then the browser shows the bank's login page

    Examples:
      | hand     | width | height |
      | mouse    | 1280  | 800    |
      | keyboard | 390   | 844    |
