@oidf-plan:oidcc-rp-initiated-logout-certification-test-plan @needs-login-form
Feature: RP-Initiated Logout OP
  A relying party that has signed the user in signs them out, at the provider, too.

  @oidf:oidcc-rp-initiated-logout-discovery-endpoint-verification @cond:CheckDiscEndSessionEndpoint
  @oidc-rp-initiated-1.0-2.1
  @mutation:metadata-without-a-way-out
  Scenario: The metadata says where to sign out
    A provider with RP-initiated logout names its end_session_endpoint by https.

    Then its metadata and keys are as the standards have them
    And its metadata names the end_session_endpoint by https

  @needs-post-logout @oidf:oidcc-rp-initiated-logout @cond:CheckPostLogoutState
  @cond:CheckForUnexpectedParametersInPostLogoutRedirect @oidc-rp-initiated-1.0-3
  @mutation:no-state-after-the-logout @mutation:more-than-the-state-after-the-logout @mutation:prompt-is-not-heard
  Scenario: The user is signed out and comes back
    After the logout the browser goes to the registered post_logout_redirect_uri, with the state that was sent.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out
    Then the user comes back with the state that was sent, and with nothing else
    And the user has no session any more

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-no-state @cond:CheckNoPostLogoutState @oidc-rp-initiated-1.0-2
  @mutation:a-state-of-its-own-after-the-logout
  Scenario: Without a state there is none on the way back
    A state is sent back only where one was sent.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no state
    Then the user comes back with the state that was sent, and with nothing else
    And the user has no session any more

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-no-post-logout-redirect-uri @cond:ExpectSuccessfulLogoutPage
  @oidc-rp-initiated-1.0-2
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Without an address to go back to, the user stays at the provider
    post_logout_redirect_uri is optional; without it the provider says itself that the user is signed out.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no post_logout_redirect_uri
    Then the provider shows a page, and sends the user nowhere
    And the user has no session any more

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-no-params @cond:ExpectSuccessfulLogoutPage @oidc-rp-initiated-1.0-2
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Without any parameter, the user is signed out and stays
    All parameters are optional: who opens the logout endpoint can sign out there.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no post_logout_redirect_uri; no id_token_hint; no state
    Then the provider shows a page, and sends the user nowhere
    And the user has no session any more

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-only-state @cond:ExpectSuccessfulLogoutPage @oidc-rp-initiated-1.0-2
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: With a state alone, the user is signed out and stays
    A state without a place to go to is of no use, and no reason to refuse.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no post_logout_redirect_uri; no id_token_hint
    Then the provider shows a page, and sends the user nowhere
    And the user has no session any more

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-bad-post-logout-redirect-uri
  @cond:ExpectPostLogoutRedirectUriNotRegisteredErrorPage @oidc-rp-initiated-1.0-3
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Nobody is sent to an address that is not registered
    The browser is not sent to a post_logout_redirect_uri that is not registered for the client.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with post_logout_redirect_uri = https://rp.example/not-registered
    Then the provider shows a page, and sends the user nowhere

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-query-added-to-post-logout-redirect-uri
  @cond:ExpectPostLogoutRedirectUriNotRegisteredErrorPage @oidc-rp-initiated-1.0-3
  @mutation:the-logout-leads-where-it-always-leads
  Scenario: Nobody is sent to a registered address with a query besides
    A post_logout_redirect_uri is compared exactly: one with more in its query is another one.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with post_logout_redirect_uri = {post_logout_redirect_uri}?foo=bar
    Then the provider shows a page, and sends the user nowhere

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-no-id-token-hint @cond:ExpectIdTokenHintRequiredErrorPage
  @oidc-rp-initiated-1.0-3
  @mutation:the-logout-needs-no-hint
  Scenario: Nobody is sent anywhere while nobody has said for which client
    Without id_token_hint or client_id nobody knows whose post_logout_redirect_uri it is, so the browser is not
    sent there.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with no id_token_hint
    Then the provider shows a page, and sends the user nowhere

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-modified-id-token-hint @cond:ExpectInvalidIdTokenHintErrorPage
  @oidc-rp-initiated-1.0-2
  @mutation:the-logout-does-not-look-at-hints
  Scenario: A hint that nobody has signed is none
    An id_token_hint that the provider has not issued is refused, or at least takes nobody anywhere.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with id_token_hint = {unsigned_hint}
    Then the provider shows a page, and sends the user nowhere

  @needs-post-logout @oidf:oidcc-rp-initiated-logout-bad-id-token-hint @cond:ExpectInvalidIdTokenHintErrorPage
  @oidc-rp-initiated-1.0-2
  @mutation:the-logout-does-not-look-at-hints
  Scenario: A hint that the client has made itself is none
    An id_token_hint that the provider has not issued is refused, or at least takes nobody anywhere.

    When the relying party signs the user in with state = {long_state}
    And the relying party signs the user out with id_token_hint = {forged_hint}
    Then the provider shows a page, and sends the user nowhere
