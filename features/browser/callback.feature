@browser @serial @needs-back-end @needs-fresh @oidc-core-3.1.2.5
Feature: Back to an application that sends the browser on
  The redirect URI of many an application is its back end's, which keeps the tokens and sends the browser
  on to the pages, elsewhere. A browser holds the form to its policy all the way (CSP 3, form-action).

  Scenario: By way of the back end to the pages
    Given a user with a mouse and a window of 1280 by 800
    When the application sends the browser to the bank
    Then the browser shows the bank's login page
    When the user types their name and password and signs in
    Then the browser shows what the application asks for
    When the user agrees
    Then the browser shows the application's own page

  Scenario: By way of the back end to the pages, without signing in
    Given a user with a mouse and a window of 1280 by 800
    When the application sends the browser to the bank
    Then the browser shows the bank's login page
    When the user goes back without signing in
    Then the browser shows the application's own page
