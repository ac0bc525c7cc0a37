@oidc-core-10.1.1 @needs-control
Feature: Signing keys are replaced
  An institution replaces the keys that it signs with: in good time, so that nobody notices, or at once,
  as when one was stolen.

  Scenario: With overlap, what was signed before stays good
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has fetched the keys
    When the institution rotates its keys with overlap
    Then the new keys are published before those that the application knows
    And the newest ID token verifies
    And the newest access token works
    When the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}            |
      | client_id  | {client_id}      |
      | exp        | (a number)       |
      | iat        | (a number)       |
      | iss        | {issuer}         |
      | scope      | openid {offline} |
      | token_type | Bearer           |

  Scenario: With overlap, the new keys sign from then on
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has fetched the keys
    When the institution rotates its keys with overlap
    And the application refreshes
    Then the application gets tokens
    And the ID token is signed with a new key, the first of its kind that is published
    And the ID token is signed with "ES256" for this application
    And the newest access token works
    And the first access token works
    And the first ID token verifies

  @needs-client-rs256 @needs-client-ps256
  Scenario Outline: The RSA key is replaced as well: <alg>
    Given the application "<client>"
    And the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has fetched the keys
    When the institution rotates its keys with overlap
    And the application refreshes
    Then the ID token is signed with a new key, the first of its kind that is published
    And the ID token is signed with "<alg>" for this application
    And the first ID token verifies

    Examples:
      | client | alg   |
      | rs256  | RS256 |
      | ps256  | PS256 |

  @rfc7516-5.1
  Scenario: With overlap, what is encrypted is signed with the new keys, and what was encrypted before stays good
    Given the application has a key for "ECDH-ES"
    And it is registered with id_token_encrypted_response_alg = ECDH-ES
    And the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has fetched the keys
    When the institution rotates its keys with overlap
    Then the newest ID token verifies
    When the application refreshes
    Then the ID token is encrypted with "ECDH-ES" and "A128CBC-HS256" for this application
    And the ID token is signed with a new key, the first of its kind that is published
    And the ID token is signed with "ES256" for this application
    And the first ID token verifies

  @rfc9449-6.1 @needs-dpop
  Scenario: With overlap, a token that is bound to a key stays good with that key, and with no other
    Given the application proves a key for "ES256"
    And the application holds tokens
    When the institution rotates its keys with overlap
    Then the newest access token works
    When somebody else proves a key of their own
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"

  Scenario: With overlap, keys from before the last ones stay, too
    Given the application holds tokens
    And the institution has rotated its keys with overlap
    And the application has fetched the keys
    When the institution rotates its keys with overlap
    Then the new keys are published before those that the application knows
    And the first ID token verifies
    And the first access token works

  @oidc-core-3.1.2.1 @needs-login-form
  Scenario: With overlap, an ID token from before still tells whom the application expects
    Given the application holds tokens
    And the institution has rotated its keys with overlap
    When the browser asks for authorization with prompt = none; id_token_hint = {id_token}
    Then the user comes back with a code

  @needs-journal
  Scenario: Without overlap, what was signed before is good for nothing
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has fetched the keys
    When the institution rotates its keys without overlap
    Then none of the keys that the application knows is published
    And no published key has signed the ID token
    When the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "access token is not one of this issuer's"
    And the answer does not tell it
    When the application introspects the access token
    Then the token is inactive, and nothing else is told

  @needs-login-form
  Scenario: Without overlap, what nobody has signed goes on
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has fetched the keys
    When the institution rotates its keys without overlap
    And the application refreshes
    Then the application gets tokens
    And the ID token is signed with a new key, the first of its kind that is published
    And the newest access token works
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @needs-journal @needs-login-form
  Scenario: Without overlap, an ID token from before is no hint any more
    Given the application holds tokens
    And the institution has rotated its keys without overlap
    When the browser asks for authorization with id_token_hint = {id_token}
    Then the browser is sent back with the error "invalid_request" saying "could not validate id_token_hint"
    And the journal knows for the authorization endpoint the reason "id_token_hint not valid: not an ID token of this issuer"

  Scenario: A replaced key is retired, and with it what it has signed
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the institution rotates its keys with overlap
    And the institution retires the key that has signed the ID token
    Then no published key has signed the ID token
    And the newest access token is dead
    When the application refreshes
    Then the application gets tokens
    And the newest ID token verifies
    And the newest access token works

  Scenario: A key that signs is not retired
    Given the application holds tokens
    And the application has fetched the keys
    When the institution is to retire the key that signs
    Then the control plane refuses with 409 saying "signs; rotate the keys first"
    And exactly the keys that the application knows are published
    And the newest access token works

  Scenario Outline: One institution's keys are none of another's business: <how> overlap
    Given the application holds tokens
    And the application has fetched the keys
    And another institution
    When everybody goes to the other institution
    And the institution rotates its keys <how> overlap
    And everybody goes back
    Then exactly the keys that the application knows are published
    And the newest ID token verifies
    And the newest access token works

    Examples:
      | how     |
      | with    |
      | without |

  Scenario: Two institutions that replace their keys get different ones
    Given another institution
    And the institution has rotated its keys without overlap
    When everybody goes to the other institution
    And the institution rotates its keys without overlap
    Then no key of one institution is one of the other's
