@needs-control
Feature: Policies and leniencies, while applications are at work
  What Banno leaves open an institution decides, and it may change its mind. What a session, a grant or a
  token was before, it still is after.

  Scenario: Refresh tokens that stay, and are replaced again
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the institution has the policies refresh_rotation = never
    When the application refreshes
    Then the refresh token is the one from before
    When the institution changes its policies: refresh_rotation = null
    And the application refreshes
    Then the refresh token is a new one
    And the newest access token works

  @needs-clock
  Scenario: A replaced refresh token may be used again, for a while
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the institution has the policies refresh_rotation = reuse_interval; refresh_reuse_seconds = 30
    When the application refreshes
    And 29 seconds pass
    And the application refreshes with refresh_token = {first_refresh_token}
    Then the application gets tokens
    When 2 seconds pass
    And the application refreshes with refresh_token = {first_refresh_token}
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @rfc9207-2 @needs-login-form
  Scenario: Answers without the issuer
    Given the institution has the policies authorization_response_iss = false
    When the application sends the user to sign in
    And the user signs in
    And the user allows it where asked
    Then the user comes back with a code, and the answer has no iss

  @needs-client-narrow @needs-login-form
  Scenario: A scope that the application may not ask for is dropped
    Given the application "narrow"
    When the browser asks for authorization with scope = openid email
    Then the browser is sent back with the error "invalid_scope" saying "requested scope is not allowed" and the scope "email"
    When the institution changes its policies: scope_not_enabled = drop
    And the application sends the user to sign in with scope = openid email
    And the user signs in
    And the user allows it where asked
    Then the user comes back with a code
    When the application redeems the code
    Then the tokens are for the scope "openid"

  Scenario: Policies that make no sense change nothing
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution is to change its policies: refresh_rotation = reuse_interval
    Then the control plane refuses with 400 saying "needs policies.refresh_reuse_seconds"
    When the application refreshes
    Then the refresh token is a new one

  @rfc7636-4.4.1 @needs-journal
  Scenario: Without PKCE, where it is allowed and until it is not
    Given the institution allows "allow_missing_pkce"
    When the browser asks for authorization with no code_challenge; no code_challenge_method
    Then the browser is sent to a login page of the provider
    And the journal tells that "allow_missing_pkce" was used
    When the institution no longer allows "allow_missing_pkce"
    And the browser asks for authorization with no code_challenge; no code_challenge_method
    Then the browser is sent back with the error "invalid_request" saying "Authorization Server policy requires PKCE to be used for this request"
