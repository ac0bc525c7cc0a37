@oidf-plan:oidcc-rp-initiated-logout-certification-test-plan @needs-login-form
Feature: RP-Initiated Logout OP
  A relying party that has signed the user in signs them out, at the provider, too.

  @oidf:oidcc-rp-initiated-logout-discovery-endpoint-verification @cond:CheckDiscEndSessionEndpoint
  @oidc-rp-initiated-1.0-2.1
  @mutation:metadata-without-a-way-out
  Scenario: The metadata says where to sign out
    Then its metadata and keys are as the standards have them
    And its metadata names the end_session_endpoint by https

  @oidf:oidcc-rp-initiated-logout @cond:CheckPostLogoutState
  @cond:CheckForUnexpectedParametersInPostLogoutRedirect @oidc-rp-initiated-1.0-3
  @mutation:no-state-after-the-logout @mutation:more-than-the-state-after-the-logout @mutation:prompt-is-not-heard
  Scenario: The user is signed out and comes back
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out
    Then the user comes back with the state that was sent, and with nothing else
    And the user has no session any more

  @oidf:oidcc-rp-initiated-logout-no-state @cond:CheckNoPostLogoutState @oidc-rp-initiated-1.0-2
  @mutation:a-state-of-its-own-after-the-logout
  Scenario: Without a state there is none on the way back
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no state
    Then the user comes back with the state that was sent, and with nothing else
    And the user has no session any more

  @oidf:oidcc-rp-initiated-logout-no-post-logout-redirect-uri @cond:ExpectSuccessfulLogoutPage
  @oidc-rp-initiated-1.0-2
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Without an address to go back to, the user stays at the provider
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no post_logout_redirect_uri
    Then the provider shows a page, and sends the user nowhere
    And the user has no session any more

  @oidf:oidcc-rp-initiated-logout-no-params @cond:ExpectSuccessfulLogoutPage @oidc-rp-initiated-1.0-2
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Without any parameter, the user is signed out and stays
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no post_logout_redirect_uri; no id_token_hint; no state
    Then the provider shows a page, and sends the user nowhere
    And the user has no session any more

  @oidf:oidcc-rp-initiated-logout-only-state @cond:ExpectSuccessfulLogoutPage @oidc-rp-initiated-1.0-2
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: With a state alone, the user is signed out and stays
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no post_logout_redirect_uri; no id_token_hint
    Then the provider shows a page, and sends the user nowhere
    And the user has no session any more

  @oidf:oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
  @cond:ExpectPostLogoutRedirectUriNotRegisteredErrorPage @oidc-rp-initiated-1.0-3
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Nobody is sent to an address that is not registered
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with post_logout_redirect_uri = https://rp.example/not-registered
    Then the provider shows a page, and sends the user nowhere

  @oidf:oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
  @cond:ExpectPostLogoutRedirectUriNotRegisteredErrorPage @oidc-rp-initiated-1.0-3
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Nobody is sent to a registered address with a query besides
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with post_logout_redirect_uri = {post_logout_redirect_uri}?foo=bar
    Then the provider shows a page, and sends the user nowhere

  @oidf:oidcc-rp-initiated-logout-no-id-token-hint @cond:ExpectIdTokenHintRequiredErrorPage
  @oidc-rp-initiated-1.0-3
  @mutation:the-logout-needs-no-hint
  Scenario: Nobody is sent anywhere while nobody has said for which client
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no id_token_hint
    Then the provider shows a page, and sends the user nowhere

  @oidf:oidcc-rp-initiated-logout-modified-id-token-hint @cond:ExpectInvalidIdTokenHintErrorPage
  @oidc-rp-initiated-1.0-2
  @mutation:the-logout-does-not-look-at-hints
  Scenario: A hint that nobody has signed is none
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with id_token_hint = {unsigned_hint}
    Then the provider shows a page, and sends the user nowhere

  @oidf:oidcc-rp-initiated-logout-bad-id-token-hint @cond:ExpectInvalidIdTokenHintErrorPage
  @oidc-rp-initiated-1.0-2
  @mutation:the-logout-does-not-look-at-hints
  Scenario: A hint that the client has made itself is none
    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with id_token_hint = {forged_hint}
    Then the provider shows a page, and sends the user nowhere
