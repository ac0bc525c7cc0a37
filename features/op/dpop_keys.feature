@rfc9449-5 @needs-dpop
Feature: Which key it is to be
  A public application's refresh token is bound as its access tokens are. A code can be bound, too, before
  there is one.

  @needs-client-public @needs-jwt-access-tokens
  Scenario: A public application refreshes with its key
    Given the application "public"
    And the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application refreshes
    Then the application gets bound tokens
    And the access token is bound to the key that is proven
    And the newest access token works
    When the application refreshes
    Then the application gets bound tokens
    And the access token is bound to the key that is proven

  @needs-client-public
  Scenario: A public application's refresh token is of no use with another key, and nothing ends by that
    Given the application "public"
    And the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When somebody else proves a key of their own
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the application proves its first key again
    And the application refreshes
    Then the application gets bound tokens

  @needs-client-public @needs-control @needs-journal
  Scenario: A public application's refresh token is of no use without a key
    Given the application "public"
    And the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application proves no key
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "failed jkt verification"
    And the answer does not tell it

  @needs-client-public
  Scenario: A public application's refresh token stays bound where it is replaced
    Given the application "public"
    And the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    And the application has refreshed
    When somebody else proves a key of their own
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @rfc7662-2.2 @rfc9449-6.2 @needs-client-public
  Scenario: Introspection tells which key a public application's refresh token is bound to
    Given the application "public"
    And the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application introspects the refresh token
    Then the token is active, and this is told
      | sub       | {sub}            |
      | client_id | {client_id}      |
      | exp       | (a number)       |
      | iat       | (a number)       |
      | iss       | {issuer}         |
      | scope     | openid {offline} |
      | cnf       | {"jkt":"{jkt}"}  |

  @needs-jwt-access-tokens
  Scenario: An application with a secret may refresh with another key
    Given the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application proves another key
    And the application refreshes
    Then the application gets bound tokens
    And the access token is bound to the key that is proven

  @needs-jwt-access-tokens
  Scenario: An application with a secret may refresh without a key, and its token is anybody's
    Given the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application proves no key
    And the application refreshes
    Then the application gets tokens
    And the access token is bound to no key
    And the newest access token works

  @rfc7662-2.2
  Scenario: An application with a secret has a refresh token that is bound to nothing
    Given the application asks for the scope "openid {offline}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application introspects the refresh token
    Then the token is active, and this is told
      | sub       | {sub}            |
      | client_id | {client_id}      |
      | exp       | (a number)       |
      | iat       | (a number)       |
      | iss       | {issuer}         |
      | scope     | openid {offline} |

  @rfc9449-10
  Scenario: A code that was asked for with a key is redeemed with that key
    Given the application proves a key for "ES256"
    And the application asks with dpop_jkt = {jkt}
    And the application has a code
    When the application redeems the code
    Then the application gets bound tokens

  @rfc9449-10 @needs-control @needs-journal
  Scenario: A code that was asked for with a key is of no use with another, and burnt
    Given the application proves a key for "ES256"
    And the application asks with dpop_jkt = {jkt}
    And the application has a code
    When somebody else proves a key of their own
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "DPoP proof key thumbprint does not match dpop_jkt"
    And the answer does not tell it
    When the application proves its first key again
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "authorization code already consumed"

  @rfc9449-10 @needs-control @needs-journal
  Scenario: A code that was asked for with a key is of no use without one
    Given the application proves a key for "ES256"
    And the application asks with dpop_jkt = {jkt}
    And the application has a code
    When the application proves no key
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "DPoP proof JWT not provided"

  @rfc9449-10.1 @needs-login-form
  Scenario: A request that is pushed with a proof binds its code
    Given the application proves a key for "ES256"
    And the user is signed in
    And the application has pushed its request
    When the application sends the user to sign in as pushed
    Then the user comes back with a code
    When somebody else proves a key of their own
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @rfc9449-10.1 @needs-login-form
  Scenario: A code of a request that was pushed with a proof is redeemed with that key
    Given the application proves a key for "ES256"
    And the user is signed in
    And the application has pushed its request
    When the application sends the user to sign in as pushed
    Then the user comes back with a code
    When the application redeems the code
    Then the application gets bound tokens

  @rfc9449-10.1
  Scenario: A request may be pushed with a proof and with the name of its key
    Given the application proves a key for "ES256"
    And the application asks with dpop_jkt = {jkt}
    When the application pushes its request
    Then the application gets a request_uri that is good for 60 seconds

  @rfc9449-10.1
  Scenario: A request is not pushed with a proof and with the name of another key
    Given the application proves a key for "ES256"
    And the application asks with dpop_jkt = {jkt}
    When the application proves another key
    And the application pushes its request with dpop_jkt = of-another-key
    Then it is refused with 400 "invalid_request" saying "DPoP proof key thumbprint does not match dpop_jkt"

  @rfc9449-11.1
  Scenario: A request is not pushed with a proof that has come before
    Given the application proves a key for "ES256"
    And the application has pushed its request
    When the application pushes its request with DPoP = {proof}
    Then it is refused with 400 "invalid_request" saying "DPoP proof JWT Replay detected"

  @rfc9449-4.3
  Scenario: A request is not pushed with a proof for another address
    Given the application proves a key for "ES256"
    And the application's proofs have htu = {token_endpoint}
    When the application pushes its request
    Then it is refused with 400 "invalid_dpop_proof" saying "DPoP proof htu mismatch"
