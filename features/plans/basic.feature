@oidf-plan:oidcc-basic-certification-test-plan @needs-application
Feature: Basic OP
  The code flow (OIDC Core 3.1), one scenario for each module of the plan that a client with a registration of its own
  goes through.

  @oidf:oidcc-server
  @cond:EnsureMinimumAuthorizationCodeLength @cond:EnsureMinimumAuthorizationCodeEntropy
  @cond:EnsureIdTokenDoesNotContainNonRequestedClaims @oidc-core-3.1 @rfc6749-10.10
  @mutation:a-short-code @mutation:another-state @mutation:no-state @mutation:another-issuer-beside-the-code
  @mutation:an-answer-in-another-place @mutation:no-access-token @mutation:no-id-token @mutation:no-token-type
  @mutation:another-token-type @mutation:no-expiry @mutation:an-expiry-in-words @mutation:an-expiry-in-a-century
  @mutation:tokens-as-text @mutation:tokens-created @mutation:an-id-token-of-another-issuer
  @mutation:an-id-token-for-another-client @mutation:an-id-token-that-is-over @mutation:an-id-token-for-a-century
  @mutation:an-id-token-of-long-ago @mutation:an-id-token-without-its-time @mutation:another-nonce @mutation:no-nonce
  @mutation:nobodys-id-token @mutation:a-subject-in-numbers @mutation:another-at-hash
  @mutation:an-email-in-the-id-token @mutation:userinfo-with-the-nonce @mutation:keys-that-did-not-sign
  @mutation:keys-without-names
  Scenario: A user signs in
    The provider answers each request of the code flow as the standard has it, with a code that nobody can guess
    and an ID token that the client can verify.

    When the relying party signs the user in
    Then the code is long and cannot be guessed
    And the token response says how long the access token is good for
    And the ID token tells only what it has to, and what was asked of it

  @needs-login-form @oidf:oidcc-response-type-missing
  @cond:CheckErrorFromAuthorizationEndpointErrorInvalidRequestOrUnsupportedResponseType @rfc6749-3.1.1
  @mutation:a-response-type-of-its-own @mutation:an-error-that-means-something-else @mutation:no-state
  @mutation:an-error-with-more-than-it-may-have
  Scenario: A request without a response type is refused
    A request that lacks response_type is answered by an error, not by a code.

    When the relying party asks for authorization with no response_type
    Then an error page is shown, or the relying party is told one of the errors "unsupported_response_type invalid_request"

  @oidf:oidcc-userinfo-get @cond:VerifyUserInfoAndIdTokenInTokenEndpointSameSub @oidc-core-5.3.1
  @mutation:userinfo-of-another @mutation:userinfo-as-a-page
  Scenario: Userinfo answers a GET
    The userinfo endpoint has to take the GET method, and tells the user of the ID token.

    When the relying party signs the user in
    Then userinfo tells all claims of the scope "openid"

  @oidf:oidcc-userinfo-post-header @cond:CallUserInfoEndpoint @oidc-core-5.3.1
  @mutation:userinfo-as-a-page
  Scenario: Userinfo answers a POST with the token in the header
    The userinfo endpoint has to take the POST method with the access token in the Authorization header.

    When the relying party signs the user in
    Then userinfo answers a POST with the access token in the header

  @oidf:oidcc-userinfo-post-body @cond:CallUserInfoEndpointWithBearerTokenInBody @rfc6750-2.2
  @mutation:userinfo-does-not-see-the-body
  Scenario: Userinfo answers a POST with the token in the body
    The userinfo endpoint should take an access token from the body of a form.

    When the relying party signs the user in
    Then userinfo answers a POST with the access token in the body

  @oidf:oidcc-ensure-request-without-nonce-succeeds-for-code-flow
  @cond:CheckIfAuthorizationEndpointError @oidc-core-3.1.2.1
  @mutation:no-code
  Scenario: A nonce is not necessary
    In the code flow nonce is optional, so a request without it succeeds.

    When the relying party lets the user sign in with no nonce
    Then the relying party is told a code

  @oidf:oidcc-scope-profile @cond:VerifyScopesReturnedInUserInfoClaims @oidc-core-5.4
  @mutation:userinfo-without-zoneinfo @mutation:userinfo-with-milliseconds @mutation:scopes-are-not-heard
  Scenario: The scope profile
    The scope profile asks for the end user's default profile claims, which userinfo then tells.

    Given the provider offers the scope "profile"
    When the relying party signs the user in with scope = openid profile
    Then userinfo tells all claims of the scope "profile"

  @oidf:oidcc-scope-email
  @cond:VerifyScopesReturnedInUserInfoClaims @cond:EnsureIdTokenDoesNotContainEmailForScopeEmail @oidc-core-5.4
  @mutation:userinfo-without-email-verified @mutation:userinfo-with-truth-in-words @mutation:userinfo-with-a-name
  @mutation:an-email-in-the-id-token @mutation:a-name-in-the-id-token
  Scenario: The scope email
    The scope email asks for email and email_verified, which are told at userinfo where there is an access
    token.

    Given the provider offers the scope "email"
    When the relying party signs the user in with scope = openid email
    Then userinfo tells all claims of the scope "email"
    And userinfo does not tell name
    And the ID token does not tell email
    And the ID token does not tell name

  @oidf:oidcc-scope-address @cond:VerifyScopesReturnedInUserInfoClaims @oidc-core-5.4
  @mutation:userinfo-without-the-address @mutation:userinfo-with-an-address-in-one-line
  Scenario: The scope address
    The scope address asks for the claim address.

    Given the provider offers the scope "address"
    When the relying party signs the user in with scope = openid address
    Then userinfo tells all claims of the scope "address"

  @oidf:oidcc-scope-phone @cond:VerifyScopesReturnedInUserInfoClaims @oidc-core-5.4
  @mutation:userinfo-without-phone-number-verified
  Scenario: The scope phone
    The scope phone asks for phone_number and phone_number_verified.

    Given the provider offers the scope "phone"
    When the relying party signs the user in with scope = openid phone
    Then userinfo tells all claims of the scope "phone"

  @oidf:oidcc-scope-all @cond:VerifyScopesReturnedInUserInfoClaims @oidc-core-5.4
  @mutation:userinfo-without-the-address @mutation:userinfo-without-zoneinfo
  Scenario: All scopes of the standard at once
    Several scopes in one request ask for the claims of all of them.

    Given the provider offers the scopes "profile email address phone"
    When the relying party signs the user in with scope = openid profile email address phone
    Then userinfo tells all claims of the scopes "profile email address phone"

  @oidf:oidcc-alternate-happy-flow @cond:VerifyScopesReturnedInUserInfoClaims @oidc-core-3.1.2.1 @rfc6749-3.1
  @mutation:userinfo-without-email-verified @mutation:a-name-in-the-id-token
  Scenario: Parameters and scopes come in any order
    Neither the order of parameters nor that of the values of scope means anything.

    Given the provider offers the scope "email"
    When the relying party sends its parameters in reverse order, with scope = email openid, and signs the user in
    Then userinfo tells all claims of the scope "email"
    And userinfo does not tell name
    And the ID token does not tell email
    And the ID token does not tell name

  @oidf:oidcc-display-page @cond:CheckIfAuthorizationEndpointError @oidc-core-3.1.2.1
  @mutation:display-is-refused
  Scenario: A display of the kind page
    A display that the provider supports or ignores is no reason to refuse a request.

    When the relying party signs the user in with display = page
    Then the code is long and cannot be guessed

  @oidf:oidcc-display-popup @cond:CheckIfAuthorizationEndpointError @oidc-core-3.1.2.1
  @mutation:display-is-refused
  Scenario: A display of the kind popup
    A display that the provider supports or ignores is no reason to refuse a request.

    When the relying party signs the user in with display = popup
    Then the code is long and cannot be guessed

  @needs-login-form @oidf:oidcc-prompt-login
  @cond:ExpectSecondLoginPage @cond:CheckSecondIdTokenAuthTimeIsLaterIfPresent @oidc-core-3.1.2.1
  @mutation:prompt-is-not-heard
  Scenario: Who has a session signs in anew where that is wanted
    With prompt=login the provider authenticates the end user anew, and auth_time shows it.

    When the relying party signs the user in
    And 1 second passes for the relying party
    And the relying party signs the user in again with prompt = login
    Then the user had to sign in anew
    And by the ID tokens, the user signed in later than at first
    And the user is who they were at the first login

  @needs-login-form @oidf:oidcc-prompt-none-not-logged-in
  @cond:CheckErrorFromAuthorizationEndpointIsOneThatRequiredAUserInterface @oidc-core-3.1.2.6
  @mutation:prompt-is-not-heard @mutation:no-state @mutation:an-error-that-means-something-else
  @mutation:an-error-with-more-than-it-may-have
  Scenario: Without a session and without a page, nobody is signed in
    With prompt=none and nobody signed in, the provider shows no page and answers with an error such as
    login_required.

    When the relying party asks for authorization with prompt = none; state = {long_state}
    Then the relying party is told one of the errors "login_required interaction_required account_selection_required consent_required"

  @oidf:oidcc-prompt-none-logged-in
  @cond:CheckIdTokenAuthTimeClaimsSameIfPresent @cond:CheckIdTokenSubConsistentForSecondAuthorization @oidc-core-3.1.2.1
  @mutation:everybody-signs-in-anew
  Scenario: Who has a session is signed in without a page
    With prompt=none an end user who is signed in and has consented comes back with a code and no page in
    between.

    When the relying party signs the user in
    And 1 second passes for the relying party
    And the relying party signs the user in again with prompt = none
    Then the user did not have to sign in anew
    And by the ID tokens, the user signed in once
    And the user is who they were at the first login

  @needs-login-form @oidf:oidcc-max-age-1
  @cond:CheckIdTokenAuthTimeClaimPresentDueToMaxAge @cond:CheckSecondIdTokenAuthTimeIsLaterIfPresent
  @oidc-core-3.1.2.1
  @mutation:max-age-is-not-heard @mutation:no-auth-time @mutation:an-auth-time-in-words
  Scenario: Who has signed in too long ago signs in anew
    Once more than max_age seconds have gone by since the last login, the provider authenticates the end user
    anew and tells auth_time.

    When the relying party signs the user in
    And 2 seconds pass for the relying party
    And the relying party signs the user in again with max_age = 1
    Then the user had to sign in anew
    And the ID token tells when the user signed in
    And by the ID tokens, the user signed in later than at first
    And the user is who they were at the first login

  @oidf:oidcc-max-age-10000
  @cond:CheckIdTokenAuthTimeClaimPresentDueToMaxAge @cond:CheckIdTokenAuthTimeClaimsSameIfPresent
  @oidc-core-3.1.2.1
  @mutation:everybody-signs-in-anew @mutation:no-auth-time
  Scenario: Who has signed in recently enough does not sign in anew
    Within max_age seconds of the login the session counts, and auth_time of that one login is told.

    When the relying party signs the user in with max_age = 15000
    And 1 second passes for the relying party
    And the relying party signs the user in again with max_age = 10000
    Then the user did not have to sign in anew
    And both ID tokens tell when the user signed in
    And by the ID tokens, the user signed in once
    And the user is who they were at the first login

  @oidf:oidcc-ensure-request-with-unknown-parameter-succeeds @cond:CheckIfAuthorizationEndpointError @rfc6749-3.1
  @mutation:no-code
  Scenario: A parameter that nobody knows is not looked at
    The authorization server ignores request parameters that it does not know.

    When the relying party signs the user in with extra = foobar
    Then the code is long and cannot be guessed

  @oidf:oidcc-id-token-hint @cond:CheckIdTokenSubConsistentForSecondAuthorization @oidc-core-3.1.2.1
  @mutation:hints-are-refused @mutation:everybody-signs-in-anew
  Scenario: The hint of who is meant
    An ID token as id_token_hint with prompt=none succeeds where its user is the one who is signed in.

    When the relying party signs the user in
    And the relying party signs the user in again with prompt = none; id_token_hint = {id_token_of_the_login}
    Then the user did not have to sign in anew
    And the user is who they were at the first login

  @oidf:oidcc-login-hint @cond:CheckIfAuthorizationEndpointError @oidc-core-3.1.2.1
  @mutation:no-code
  Scenario: The hint of a name
    A login_hint helps to fill in the page and is no reason to refuse a request.

    When the relying party signs the user in with login_hint = buffy@rp.example
    Then the code is long and cannot be guessed

  @oidf:oidcc-ui-locales @cond:CheckIfAuthorizationEndpointError @oidc-core-3.1.2.1
  @mutation:no-code
  Scenario: A language of pages that nobody speaks there
    A language in ui_locales that the provider does not have should not lead to an error.

    When the relying party signs the user in with ui_locales = se
    Then the code is long and cannot be guessed

  @oidf:oidcc-claims-locales @cond:CheckIfAuthorizationEndpointError @oidc-core-5.2
  @mutation:no-code
  Scenario: A language of claims that nobody speaks there
    A language in claims_locales that the provider does not have should not lead to an error.

    When the relying party signs the user in with claims_locales = se
    Then the code is long and cannot be guessed

  @oidf:oidcc-ensure-request-with-acr-values-succeeds
  @cond:ValidateIdTokenACRClaimAgainstAcrValuesRequest @oidc-core-3.1.2.1
  @mutation:acr-values-are-not-heard @mutation:an-empty-acr
  Scenario: Levels of the login
    Values of acr_values are a wish: the request succeeds, and acr should tell which of them was met.

    When the relying party signs the user in with the acr values that the provider offers
    Then the code is long and cannot be guessed

  @oidf:oidcc-codereuse @cond:ServerAllowedReusingAuthorizationCode @rfc6749-4.1.2
  @mutation:codes-are-good-twice
  Scenario: A code is used twice at once
    A code is good for one use; who tries it again is refused.

    When the relying party signs the user in
    Then the code is good for nothing any more

  @oidf:oidcc-codereuse-30seconds
  @cond:CheckErrorFromTokenEndpointResponseErrorInvalidGrant @cond:EnsureHttpStatusCodeIs4xx @rfc6749-4.1.2
  @mutation:codes-are-good-twice @mutation:a-refusal-that-means-something-else @mutation:a-refusal-as-a-page
  Scenario: A code is used again after half a minute
    A code that is used again is refused as invalid_grant, and the tokens that came of it should be revoked.

    When the relying party signs the user in
    And 30 seconds pass for the relying party
    Then the code is refused as an invalid_grant
    And its access token has ended

  @needs-login-form @oidf:oidcc-ensure-registered-redirect-uri @cond:ExpectRedirectUriErrorPage @oidc-core-3.1.2.1 @rfc6749-3.1.2
  @mutation:redirect-uris-are-not-looked-at
  Scenario: Nobody is sent to a redirect URI that is not registered
    The redirect URI has to be one of those that were registered for the client, or nobody is sent there.

    When the relying party asks for authorization with a redirect URI that is not registered
    Then an error page is shown, and nobody is sent back

  @needs-login-form @oidf:oidcc-ensure-post-request-succeeds @cond:ExpectRedirectUriHasBeenCalled @oidc-core-3.1.2.1
  @mutation:no-code
  Scenario: An authorization request may be posted
    The authorization endpoint has to take the POST method as well.

    When the relying party signs the user in by a form that it posts

  @needs-client-post @oidf:oidcc-server-client-secret-post @cond:CheckTokenEndpointHttpStatus200 @oidc-core-9 @rfc6749-2.3.1
  @mutation:secrets-in-the-body-are-not-seen
  Scenario: A client posts its secret
    A client that is registered for client_secret_post authenticates by client_id and client_secret in the body.

    When the relying party of a client that posts its secret signs the user in
    Then the code is long and cannot be guessed
    And the token response says how long the access token is good for
    And the ID token tells only what it has to, and what was asked of it

  @needs-login-form @oidf:oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
  @cond:CheckDiscEndpointRequestParameterSupported @oidc-core-6.1
  @mutation:request-objects-are-overlooked
  Scenario: A request object is honoured or refused, and never overlooked
    A provider that does not take request objects answers request_not_supported, since what is in them must not
    get lost.

    When the relying party asks by a request object that nobody signed, with state and nonce in it alone
    Then the object is honoured, or refused as request_not_supported

  @oidf:oidcc-claims-essential
  @cond:EnsureUserInfoContainsName @cond:EnsureIdTokenDoesNotContainName @oidc-core-5.5.1
  @mutation:claims-are-not-heard @mutation:userinfo-without-a-name
  Scenario: A claim that is essential to the relying party
    A claim that is asked for one by one at userinfo is told there, and in no other place.

    When the relying party signs the user in with claims = {"userinfo":{"name":{"essential":true}}}
    Then userinfo tells name
    And the ID token does not tell name

  @needs-login-form @oidf:oidcc-ensure-request-object-with-redirect-uri @cond:ExpectRedirectUriErrorPage @oidc-core-6.1
  @mutation:redirect-uris-are-not-looked-at
  Scenario: The redirect URI is looked at before the request object is refused
    What a request object says of the redirect URI counts, or the object is refused without sending the browser
    elsewhere.

    When the relying party asks with its redirect URI in a request object, and another one beside it
    Then the object is honoured, or an error page is shown

  @needs-client-another @oidf:oidcc-refresh-token
  @cond:CheckTokenEndpointCacheHeaders @cond:CompareIdTokenClaims @cond:EnsureMinimumRefreshTokenEntropy
  @cond:CheckErrorFromTokenEndpointResponseErrorInvalidGrant @oidc-core-12 @rfc6749-6
  @mutation:tokens-that-may-be-kept @mutation:a-short-refresh-token @mutation:metadata-without-refresh-tokens
  Scenario: Tokens are refreshed, each client's by that client alone
    A refresh token is good for the client that it was issued to and for nobody else.

    When the relying party signs the user in for offline access
    Then it refreshes, and names the scope that it has
    When the relying party of another client signs the user in for offline access
    Then it refreshes
    When the relying party of another client signs the user in for offline access
    Then its refresh token is refused to the first client as an invalid_grant

  @oidf:oidcc-ensure-request-with-valid-pkce-succeeds @cond:CheckIfAuthorizationEndpointError @rfc7636-4
  @mutation:challenges-are-not-heard
  Scenario: A code challenge with the longest verifier there is
    A verifier may have 128 characters, and all of the unreserved ones.

    When the relying party signs the user in with a code challenge
    Then the code is long and cannot be guessed
