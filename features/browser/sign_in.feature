@browser @serial @needs-companion @needs-fresh
Feature: Sign in with a real browser
  A person with a browser walks from the application through the bank and back, on any screen.

  Scenario Outline: With a <hand>, in a window of <width> by <height>
    Given a user with a <hand> and a window of <width> by <height>
    When the browser goes to "/login.html"
    Then the browser shows the way in to the application
    When the user chooses to sign in with Banno
    Then the browser shows the bank's login page
    When the user types their name and password and signs in
    Then the browser shows what the application asks for
    When the user agrees
    Then the browser shows the user's claims

    Examples:
      | hand     | width | height |
      | mouse    | 1280  | 800    |
      | keyboard | 1280  | 800    |
      | mouse    | 390   | 844    |

  Scenario: After a wrong password only the password is typed again
    Given a user with a keyboard and a window of 1280 by 800
    When the browser goes to "/login.html"
    And the user chooses to sign in with Banno
    Then the browser shows the bank's login page
    When the user types the password "not banno" and signs in
    Then the browser says that the sign-in failed
    When the user types their password and signs in
    Then the browser shows what the application asks for

  Scenario: Whoever changes their mind is told so by the application
    Given a user with a mouse and a window of 390 by 844
    When the browser goes to "/login.html"
    And the user chooses to sign in with Banno
    Then the browser shows the bank's login page
    When the user goes back without signing in
    Then the browser shows a friendly page
