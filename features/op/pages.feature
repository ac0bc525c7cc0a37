@needs-pages
Feature: The provider's own pages
  A password is typed here: nobody may frame the page, run a script in it or send its form from elsewhere.

  @needs-login-form
  Scenario: The login page is safe, readable by a machine, and says whose it is
    When the application sends the user to sign in
    Then the user is asked to sign in
    And the page cannot be framed and runs no script
    And its form leads to the provider and, after that, on over the web only
    And each of its fields has a label
    And the page reads "This is Mock Banno"

  @needs-login-form
  Scenario: The consent page says in words what is asked for
    Given the application asks for the scope "openid email https://api.banno.com/consumer/auth/accounts.readonly {offline}"
    When the application sends the user to sign in
    And the user signs in
    Then the user is asked for consent
    And the page cannot be framed and runs no script
    And its form leads to the provider and, after that, on over the web only
    And the page reads "Banno quickstart"
    And the page reads "your email address"
    And the page reads "your accounts and balances"
    And the page reads "Keep this access while you are away"

  Scenario: An error page runs no script either
    When the browser asks for authorization with client_id = <script>alert(1)</script>
    Then a page tells the error "invalid_client" and says "client is invalid"
    And the page cannot be framed and runs no script

  @rfc6749-10.12 @needs-login-form
  Scenario: A login form that the provider did not make signs nobody in
    When the application sends the user to sign in
    And the user signs in, but the form's token is forged
    Then a page tells the error "invalid_request" and says "xsrf token invalid"

  @rfc6749-10.12 @needs-login-form
  Scenario: A consent form that the provider did not make gives nothing away
    When the application sends the user to sign in
    And the user signs in
    And the user allows it, but the form's token is forged
    Then a page tells the error "invalid_request" and says "xsrf token invalid"

  @needs-login-form
  Scenario: The provider's own cookies are for the provider only
    Given the user is signed in
    Then each of the browser's cookies is HttpOnly, Secure and below the provider's path
