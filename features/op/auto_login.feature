@needs-control
Feature: Signing in without a page
  Where an institution allows it, a test signs its user in with the ordinary redirect: the application's
  hint is taken at its word. Banno never does that, so nothing does it unless somebody has said so.

  Scenario: A hint signs its user in, who agrees to everything, and no page is shown
    Given the institution allows "allow_auto_login"
    When the browser asks for authorization with login_hint = auto:{username}; scope = openid email
    Then the user comes back with a code
    When the application redeems the code
    Then the application gets tokens
    And the ID token is signed with "ES256" for this application
    And the tokens are for the scope "openid email"
    When the application asks who the user is
    Then it learns exactly the claims "sub email"

  Scenario: The user is signed in from then on
    Given the institution allows "allow_auto_login"
    When the browser asks for authorization with login_hint = auto:{username}
    And the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @needs-journal
  Scenario: The journal says what Banno would not have let pass
    Given the institution allows "allow_auto_login"
    When the browser asks for authorization with login_hint = auto:{username}
    Then the user comes back with a code
    And the journal tells that "allow_auto_login" was used

  @needs-journal @needs-login-form
  Scenario: Without that, a hint is a hint
    When the application sends the user to sign in with login_hint = auto:{username}
    Then the user is asked to sign in
    And the user name "auto:{username}" is filled in
    And the journal tells that nothing was let pass

  @needs-login-form
  Scenario: It is allowed no longer
    Given the institution allows "allow_auto_login"
    When the institution no longer allows "allow_auto_login"
    And the application sends the user to sign in with login_hint = auto:{username}
    Then the user is asked to sign in

  @needs-login-form
  Scenario: A hint without the word is a hint
    Given the institution allows "allow_auto_login"
    When the application sends the user to sign in with login_hint = {username}
    Then the user is asked to sign in

  @oidc-core-3.1.2.1
  Scenario: Who must not be asked is not signed in either
    Given the institution allows "allow_auto_login"
    When the browser asks for authorization with login_hint = auto:{username}; prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @oidc-core-3.1.2.1 @needs-another-user @needs-login-form
  Scenario: Who must not be asked is not taken for somebody else either
    Given the institution allows "allow_auto_login"
    And the user is signed in
    When the browser asks for authorization with login_hint = auto:{another_username}; prompt = none
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token is signed with "ES256" for this application

  @needs-another-user @needs-login-form
  Scenario: Another hint, another user
    Given the institution allows "allow_auto_login"
    And the user is signed in
    When the browser asks for authorization with login_hint = auto:{another_username}
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token is for somebody else

  @needs-journal @needs-login-form
  Scenario: A user who is locked out stays out
    Given the institution allows "allow_auto_login"
    And the institution has the user locked
    When the application sends the user to sign in with login_hint = auto:{username}
    Then the user is asked to sign in
    And the journal knows for the authorization endpoint the reason "account locked"

  @needs-another-user
  Scenario: One user for everybody
    Given the institution allows "allow_auto_login" as "{another_username}"
    When the browser asks for authorization
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token is for somebody else

  @needs-login-form
  Scenario: One institution's permission is not another's
    Given the institution allows "allow_auto_login"
    And another institution
    When everybody goes to the other institution
    And the application sends the user to sign in with login_hint = auto:{username}
    Then the user is asked to sign in
