@needs-login-form
Feature: Hardening
  What the OpenID Foundation's plans do not look at, and attackers do: what is bound to what, what must not come twice,
  and what nobody may keep. What a standard demands is tagged must, what it recommends should.

  @must @rfc6749-4.1.3 @rfc6749-10.5 @needs-client-another
  @mutation:codes-are-anybodys
  Scenario: A code is bound to its client
    The token endpoint must ensure that the code was issued to the client that has authenticated.

    Given the relying party has a code
    When the relying party of another client redeems the code
    Then it is refused as "invalid_grant"

  @must @rfc6749-4.1.3
  @mutation:redirect-uris-are-not-compared
  Scenario: A code is bound to its redirect URI
    Where the authorization request had a redirect_uri, the token request must have the same.

    Given the relying party has a code
    When it redeems the code with redirect_uri = https://rp.example/elsewhere
    Then it is refused as "invalid_grant invalid_request"

  @must @rfc6749-4.1.2 @needs-clock
  @mutation:a-refusal-that-means-something-else
  Scenario: A code is over within ten minutes
    A code must expire shortly after it was issued, and ten minutes are the most that is recommended.

    Given the relying party has a code
    When 601 seconds pass for the relying party
    And it redeems the code
    Then it is refused as "invalid_grant"

  @must @rfc7636-4.6
  @mutation:verifiers-are-not-compared
  Scenario Outline: Who began with a challenge ends with its verifier: <case>
    Where a code came with a challenge, a request whose verifier does not fit is refused as invalid_grant.

    Given the relying party has a code of a request with code_challenge = E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM; code_challenge_method = S256
    When it redeems the code with <words>
    Then it is refused as "invalid_grant invalid_request"

    Examples:
      | case          | words                                                         |
      | no verifier   | no code_verifier                                              |
      | another       | code_verifier = another-verifier-than-that-of-the-challenge-x |
      | the challenge | code_verifier = E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM   |

  @must @rfc7636-4.6
  @mutation:challenges-are-not-heard
  Scenario: The right verifier is taken
    Where a code came with a challenge, the verifier whose SHA-256 it is brings tokens.

    Given the relying party has a code of a request with code_challenge = E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM; code_challenge_method = S256
    When it redeems the code with code_verifier = dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
    Then it gets tokens

  @must @rfc7636-4.4.1
  @mutation:challenges-by-plain-are-overlooked
  Scenario: A challenge by a method that the provider does not list is refused
    A provider that does not take the transformation of a challenge answers invalid_request, lest the code be bound to
    nothing.

    Given the provider does not list the challenge method "plain"
    When the relying party asks for authorization with code_challenge = E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM; code_challenge_method = plain
    Then an error page is shown, or the relying party is told one of the errors "invalid_request"

  @must @rfc9700-2.1.1 @needs-optional-pkce
  @mutation:verifiers-are-overlooked
  Scenario: A verifier without a challenge is a downgrade
    A token request with a code_verifier for a code that came without a challenge must be refused.

    Given the relying party has a code
    When it redeems the code with code_verifier = dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk
    Then it is refused as "invalid_grant invalid_request"

  @must @rfc6749-3.1
  @mutation:repeated-parameters-are-taken
  Scenario Outline: A parameter of the authorization request comes once: <name>
    Request parameters must not be included more than once.

    When the relying party asks for authorization with <name> = openid; <name> twice
    Then an error page is shown, or the relying party is told one of the errors "invalid_request"

    Examples:
      | name    |
      | scope   |
      | display |

  @must @rfc6749-3.2
  @mutation:a-refusal-that-means-something-else
  Scenario: A parameter of the token request comes once
    Request parameters must not be included more than once.

    Given the relying party has a code
    When it redeems the code with code twice
    Then it is refused as "invalid_request"

  @must @rfc6749-5.2 @rfc9110-11.6.1
  @mutation:secrets-are-not-compared @mutation:a-refusal-without-a-challenge
  Scenario: A wrong secret in the header is answered by a challenge
    A client that fails to authenticate by the Authorization header is answered 401, with WWW-Authenticate for
    the scheme that it used.

    Given the relying party has a code
    When it redeems the code with Authorization = Basic {wrong_basic}; no client_id; no client_secret
    Then it is refused as "invalid_client"
    And the status is 401, with a challenge of the scheme Basic

  @must @rfc6749-5.1
  @mutation:tokens-that-may-be-kept
  Scenario: Nobody keeps tokens
    Any response with tokens must have Cache-Control: no-store.

    Given the relying party has a code
    When it redeems the code
    Then it gets tokens
    And nobody may keep the answer

  @should @rfc6749-5.2
  @mutation:tokens-that-may-be-kept @mutation:a-refusal-as-a-page
  Scenario: Nobody keeps refusals of the token endpoint
    A refusal of the token endpoint tells of codes and tokens, too, and in the standard's own example it has
    Cache-Control: no-store.

    Given the relying party has a code
    When it redeems the code with no code
    Then it is refused as "invalid_request"
    And nobody may keep the answer

  @should @rfc6750-3 @rfc6750-3.1
  Scenario: Who brings no token is challenged
    A request without a token is answered with WWW-Authenticate: Bearer, by 401 and without an error code.

    When somebody asks userinfo without a token
    Then the status is 401, with a challenge of the scheme Bearer

  @must @rfc9207-2
  @mutation:no-issuer-beside-the-error
  Scenario: An error names the issuer, too
    A provider that says so in its metadata must send iss with every authorization response, errors included.

    When the relying party asks for authorization with prompt = none
    Then the error comes with the issuer

  @should @rfc9700-4.14.2
  @mutation:replaced-refresh-tokens-are-good
  Scenario: A refresh token that was replaced ends its family when it is used again
    A refresh token that comes a second time has been stolen from one or the other: the newest one is revoked,
    and what came of it should end, too.

    When the relying party signs the user in for offline access
    And it refreshes with its refresh token
    Then it gets tokens
    When it refreshes with its refresh token once more, which has been replaced
    Then it is refused as "invalid_grant"
    When it refreshes with the newest refresh token
    Then it is refused as "invalid_grant"
    And its newest access token has ended

  @must @oidc-core-3.1.2.1 @oidc-rp-initiated-1.0-2 @rfc7515-4.1.2 @rfc7515-4.1.3
  @mutation:hints-are-not-looked-at
  Scenario Outline: A hint that the provider has not signed signs nobody in: <case>
    An id_token_hint must be a token that the provider has issued, or it proves nothing.

    When the relying party signs the user in
    And the relying party asks for authorization with prompt = none; id_token_hint = <hint>
    Then an error page is shown, or the relying party is told one of the errors "invalid_request login_required"

    Examples:
      | case                    | hint                       |
      | unsigned                | {unsigned_hint}            |
      | a client's              | {forged_hint}              |
      | one that brings its key | {hint_that_brings_its_key} |

  @must @rfc7515-4.1.11 @rfc7523-3 @needs-control
  @mutation:a-refusal-that-means-something-else
  Scenario Outline: An assertion with <case> is not believed
    An assertion must be signed with the client's key, be meant for this provider and this time, and have nothing
    critical that nobody understands.

    Given the application has a key for "ES256" with kid = of-the-application
    And it is registered with token_endpoint_auth_method = private_key_jwt
    And the application's assertions have <change>
    And the relying party has a code
    When it redeems the code
    Then it is refused as "invalid_client"

    Examples:
      | case                       | change                              |
      | something critical         | crit = ["exp"]                      |
      | no signature               | alg = none                          |
      | the public key as a secret | alg = HS256                         |
      | somebody else's audience   | aud = https://somebody-else.example |
      | an end that is over        | exp = 600 seconds ago               |
      | a beginning that is ahead  | nbf = 600 seconds ahead             |

  @must @rfc7515-4.1.2 @rfc7515-4.1.5 @rfc7523-3 @needs-control
  @mutation:a-refusal-that-means-something-else
  Scenario Outline: The key that an assertion points to with <member> is not the client's
    A key is the client's because it is registered, never because an assertion names an address where one is.

    Given the application has a key for "ES256" with kid = of-the-application
    And it is registered with token_endpoint_auth_method = private_key_jwt
    And the application's assertions have <member> = https://attacker.example/key
    And the relying party has a code
    When the application takes another key for its assertions
    And it redeems the code
    Then it is refused as "invalid_client"

    Examples:
      | member |
      | jku    |
      | x5u    |

  @must @rfc9449-4.2 @rfc9449-4.3 @needs-dpop
  @mutation:a-refusal-that-means-something-else
  Scenario Outline: A proof with <case> proves nothing
    A DPoP proof must be signed, be of this method and address, and have nothing critical that nobody
    understands.

    Given the relying party has a code
    And the application proves a key for "ES256"
    And the application's proofs have <change>
    When it redeems the code
    Then it is refused as "invalid_dpop_proof"

    Examples:
      | case                 | change                                     |
      | something critical   | crit = ["htm"]                             |
      | another method       | htm = GET                                  |
      | another address      | htu = https://somebody-else.example        |
      | no signature         | alg = none                                 |
      | an address for a key | no jwk; jku = https://attacker.example/key |
