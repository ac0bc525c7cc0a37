@browser @serial @needs-companion @needs-fresh @by-form-post @oauth-form-post-2
Feature: A posted answer in a real browser
  The bank's page posts its answer to the application by a script, which the page's own policy has to let
  run; the application's cookie has to come along from the bank's site.

  Scenario: A user signs in, and no page waits for a button
    Given a user with a mouse and a window of 1280 by 800
    When the browser goes to "/login.html"
    And the user chooses to sign in with Banno
    Then the browser shows the bank's login page
    When the user types their name and password and signs in
    Then the browser shows what the application asks for
    When the user agrees
    Then the browser shows the user's claims
