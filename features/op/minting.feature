@needs-control
Feature: Tokens without a login
  A test that begins behind the login has tokens handed out to its application. They are as good as any,
  and nobody can take them for those of a user who was there: the journal says so.

  Background:
    Given the application was handed tokens for the scope "openid email {offline}"

  @rfc6749-5.1
  Scenario: They come as the token endpoint would answer
    Then the control plane hands out a token response with "access_token expires_in id_token refresh_token scope token_type"
    And the access token lives for 600 seconds
    And the tokens are for the scope "openid email {offline}"

  @oidc-core-3.1.3.7
  Scenario: The ID token is for the application, and the access token tells the claims
    Then the ID token is signed with "ES256" for this application
    When the application asks who the user is
    Then it learns exactly the claims "sub email"

  Scenario: The ID token has the nonce that was asked for
    When the control plane is to hand out tokens with nonce = of-this-test
    Then the ID token's claim "nonce" is "of-this-test"

  @rfc7662-2.2
  Scenario: Introspection knows them
    When the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}                  |
      | client_id  | {client_id}            |
      | exp        | (a number)             |
      | iat        | (a number)             |
      | iss        | {issuer}               |
      | scope      | openid email {offline} |
      | token_type | Bearer                 |
    And the token lives for 600 seconds in all

  @rfc6749-6
  Scenario: They are refreshed, and a refresh token works once
    When the application refreshes
    Then the application gets tokens
    And the refresh token is a new one
    And the newest access token works
    When the application refreshes with refresh_token = {first_refresh_token}
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the newest access token is dead
    And the first access token is dead

  @needs-clock
  Scenario: They expire by the institution's clock
    When 599 seconds pass
    Then the newest access token works
    When 61 seconds pass
    Then the newest access token is dead
    When the application introspects the access token
    Then the token is inactive, and nothing else is told
    When the application refreshes
    Then the application gets tokens
    And the newest access token works

  @rfc7009-2.1
  Scenario: They are revoked
    When the application revokes the refresh token
    Then the newest access token is dead

  @rfc9449-6.1 @needs-dpop
  Scenario: Those that are bound to a key are good with that key alone
    Given the application proves a key for "ES256"
    When the control plane is to hand out tokens with scope = openid email; jkt = {jkt}
    Then the access token is bound to the key that is proven
    When the application asks who the user is
    Then it learns exactly the claims "sub email"
    When the application proves no key
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"

  @needs-fresh @needs-login-form
  Scenario: Nobody is signed in by them, and nobody has agreed to anything
    When the application sends the user to sign in
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent

  @needs-journal
  Scenario: The journal tells them from those of a login
    Given the application has a code
    And the application has redeemed the code
    Then the journal marks the exchange "minting" as minted, and no other

  @needs-client-narrow
  Scenario: Nothing is handed out that the application may not ask for
    Given the application "narrow"
    When the control plane is to hand out tokens with scope = openid email
    Then the control plane refuses with 400 saying "scope email not allowed for the client"
    When the control plane is to hand out tokens with scope = openid profile
    Then the tokens are for the scope "openid profile"

  Scenario Outline: Refused: <case>
    When the control plane is to hand out tokens with <change>
    Then the control plane refuses with <status> saying "<says>"

    Examples:
      | case                     | change                 | status | says                                       |
      | a user whom nobody knows | user = nobody          | 404    | the institution has no user `nobody`       |
      | no user                  | no user                | 400    | user                                       |
      | an unknown application   | client_id = unknown    | 404    | the institution has no client `unknown`    |
      | an unknown scope         | scope = openid rubbish | 400    | nobody here knows `rubbish`                |
      | a word of its own        | expires_in = 1         | 400    | expires_in                                 |
      | a key that is none       | jkt = rubbish          | 400    | jkt is not the SHA-256 thumbprint of a key |

  @needs-journal
  Scenario: A refusal leaves no trace of tokens
    When the control plane is to hand out tokens with user = nobody
    Then the journal marks the exchange "minting" as minted, and no other

  Scenario: At another institution they are worth nothing
    Given another institution
    When everybody goes to the other institution
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    When the application introspects the access token
    Then the token is inactive, and nothing else is told
    When the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    When the browser asks for authorization with id_token_hint = {id_token}
    Then the browser is sent back with the error "invalid_request" saying "could not validate id_token_hint"
    When everybody goes back
    Then the newest access token works
