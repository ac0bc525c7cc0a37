@needs-control @needs-journal
Feature: What an institution can do at any time
  Sessions are ended, consent is revoked, users are locked out. Whoever did it tells nobody: applications
  learn of it from what they are answered next.

  @needs-login-form
  Scenario: A session is ended, and with it what was issued for its duration
    Given the application holds tokens
    When the institution ends the user's session
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "grant not found"
    When the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @oidc-core-11
  Scenario: A session is ended, and what was issued for offline access goes on
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution ends the user's session
    Then the newest access token works
    When the application refreshes
    Then the application gets tokens
    And the newest access token works

  @needs-login-form
  Scenario: All sessions are ended, in every browser
    Given the user is signed in
    And another browser
    And the user is signed in
    When the institution ends all sessions
    And the browser asks for authorization with prompt = none
    Then the user comes back with the error "login_required"
    When the user goes back to the other browser
    And the browser asks for authorization with prompt = none
    Then the user comes back with the error "login_required"

  @needs-login-form
  Scenario: The time of a session is over, and what was issued in it goes on
    Given the application holds tokens
    When the institution lets the session expire
    And the browser asks for authorization with prompt = none
    Then the user comes back with the error "login_required"
    And the newest access token works

  @needs-login-form
  Scenario: A grant is revoked, and the user is asked again
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution revokes the grant
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "grant not found"
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the application sends the user to sign in
    Then the user is asked for consent

  Scenario: The time of a grant is over
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution lets the grant expire
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "grant is expired"
    And the newest access token is dead

  Scenario: The time of an access token is over, and a refresh mends it
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution lets the access token expire
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "access token is expired"
    When the application refreshes
    Then the application gets tokens
    And the newest access token works
    And the first access token is dead

  Scenario: The time of a refresh token is over, and the access token's is not
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution lets the refresh token expire
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "refresh token is expired"
    And the newest access token works

  Scenario: An access token is revoked, and no other
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has refreshed
    When the institution revokes the access token
    Then the newest access token is dead
    And the first access token works

  Scenario: A refresh token is revoked, and everything with it
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution revokes the refresh token
    Then the newest access token is dead
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @needs-fresh @needs-login-form
  Scenario: A user is locked out, and let in again
    Given the institution has the user locked
    When the application sends the user to sign in
    And the user signs in
    Then the page says that the sign-in failed
    And the journal knows for the login endpoint the reason "account locked"
    When the institution has the user active
    And the user signs in
    And the user allows it
    Then the user comes back with a code

  Scenario: What is known about a user changes, and the next answer tells it
    Given the application asks for the scope "openid email"
    And the application holds tokens
    When the institution changes the user's claim "email" to "riley@moved.example"
    And the application asks who the user is
    Then it learns that the claim "email" is "riley@moved.example"

  @needs-login-form
  Scenario: A user is taken away
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution takes the user away
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "associated account not found"
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the browser asks for authorization with prompt = none
    Then the user comes back with the error "login_required"

  Scenario: The secret of an application is replaced
    Given the application has a code
    When the institution changes the application: client_secret = another-secret-of-the-application
    And the application redeems the code
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When the application redeems the code with client_secret = another-secret-of-the-application
    Then the application gets tokens

  @needs-login-form
  Scenario: An application is taken away
    Given the application holds tokens
    When the institution takes the application away
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "associated client not found"
    When the browser asks for authorization
    Then a page tells the error "invalid_client" and says "client is invalid"

  @needs-login-form
  Scenario: A reset leaves nothing of all that
    Given the application has fetched the keys
    And the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the institution allows "allow_missing_pkce"
    And the institution has the user locked
    And the institution has rotated its keys without overlap
    When the institution is reset
    Then exactly the keys that the application knows are published
    And the newest access token is dead
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "refresh token not found"
    When the browser asks for authorization with no code_challenge; no code_challenge_method
    Then the browser is sent back with the error "invalid_request" saying "Authorization Server policy requires PKCE to be used for this request"
    When the application sends the user to sign in
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code
