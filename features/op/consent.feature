@oidc-core-3.1.2.4 @needs-fresh @needs-login-form
Feature: Consent
  A user decides what an application may know, and is asked again only for something new.

  Scenario: Consent is asked for once
    Given the user has signed in and allowed the application
    When the application sends the user to sign in
    Then the user comes back with a code

  @rfc6749-4.1.2.1
  Scenario: A user who denies comes back with access_denied
    When the application sends the user to sign in
    And the user signs in
    And the user denies it
    Then the user comes back with the error "access_denied"

  Scenario: A denied consent is not remembered as given
    When the application sends the user to sign in
    And the user signs in
    And the user denies it
    And the application sends the user to sign in
    Then the user is asked for consent

  Scenario: New scopes ask again
    Given the user has signed in and allowed the application
    When the application asks for the scope "openid email"
    And the application sends the user to sign in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code

  Scenario: New claims ask again
    Given the user has signed in and allowed the application
    When the application asks for the claims
      """
      {"userinfo":{"birthdate":null}}
      """
    And the application sends the user to sign in
    Then the user is asked for consent

  Scenario: Fewer scopes do not ask again
    Given the application asks for the scope "openid email phone"
    And the user has signed in and allowed the application
    When the application asks for the scope "openid phone"
    And the application sends the user to sign in
    Then the user comes back with a code

  @needs-client-another
  Scenario: Consent to one application is none to another
    Given the user has signed in and allowed the application
    When the application "another" acts
    And the application sends the user to sign in
    Then the user is asked for consent

  @needs-another-user @needs-user-switch @needs-pages
  Scenario: What one user was asked, another does not answer
    When the application sends the user to sign in
    And the user signs in
    Then the user is asked for consent
    When the user opens another tab
    And the application sends the user to sign in with prompt = login
    And somebody else signs in
    Then the user is asked for consent
    When the user goes back to the first tab
    And the user allows it
    Then the user is asked for consent
    And the page names somebody else
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token is for somebody else

  @needs-client-trusted
  Scenario: An application that the institution trusts needs no consent
    Given the application "trusted"
    When the application sends the user to sign in
    And the user signs in
    Then the user comes back with a code

  @rfc6749-3.3 @needs-pages
  Scenario: A user gives a part, and the application reads in the token response which
    Given the application asks for the scope "openid email phone"
    When the application sends the user to sign in
    And the user signs in
    Then the user is asked for consent
    When the user allows it but for "email"
    Then the user comes back with a code
    When the application redeems the code
    Then the tokens are for the scope "openid phone"
    And the ID token tells exactly the claims "sub phone_number"
    When the application asks who the user is
    Then it learns exactly the claims "sub phone_number"

  @needs-pages
  Scenario: What was declined is not asked for again, but where the application insists
    Given the application asks for the scope "openid email phone"
    When the application sends the user to sign in
    And the user signs in
    And the user allows it but for "email"
    And the application sends the user to sign in
    Then the user comes back with a code
    When the application sends the user to sign in with prompt = consent
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the tokens are for the scope "openid phone email"
