@rfc9449-5 @needs-dpop
Feature: Tokens that are bound to a key
  An application that shows with each request that it holds a key gets tokens that are of no use to anybody
  without that key.

  @rfc9449-6.1 @needs-jwt-access-tokens
  Scenario Outline: A token is bound to the key that is proven: <alg>
    Given the application proves a key for "<alg>"
    And the application has a code
    When the application redeems the code
    Then the application gets bound tokens
    And the access token is bound to the key that is proven
    And the ID token is signed with "ES256" for this application
    And the newest access token works

    Examples:
      | alg    |
      | ES256  |
      | ES256K |
      | ES384  |
      | ES512  |
      | EdDSA  |
      | PS256  |
      | PS384  |

  @rfc9449-6.1 @needs-jwt-access-tokens
  Scenario: What it is bound to is told last in it
    Given the application proves a key for "ES256"
    And the application holds tokens
    Then the access token is a signed JWT of the type "at+jwt" with "jti sub iat exp scope client_id iss aud cnf"

  @needs-jwt-access-tokens
  Scenario: Without a proof a token is bound to nothing
    Given the application holds tokens
    Then the application gets tokens
    And the access token is bound to no key

  @rfc9449-7.1
  Scenario: Who the user is, with a proof for each question
    Given the application asks for the scope "openid email"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub email"
    When the application asks who the user is by POST
    Then it learns exactly the claims "sub email"

  @rfc9449-4.2
  Scenario: A proof is for the address without its query
    Given the application asks for the scope "openid email"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application asks who the user is with scope = openid
    Then it learns exactly the claims "sub"

  @rfc9449-4.3
  Scenario Outline: Allowed in a proof: <case>
    Given the application proves a key for "ES256"
    And the application holds tokens
    When the application's proofs have <change>
    And the application asks who the user is
    Then it learns exactly the claims "sub"

    Examples:
      | case                      | change                          |
      | the query, too            | htu = {userinfo_endpoint}?a=b#c |
      | its type as a media type  | typ = application/DPoP+JWT      |
      | five minutes old          | iat = 299 seconds ago           |
      | five minutes ahead        | iat = 299 seconds ahead         |
      | a claim that nobody knows | shoe_size = 46                  |
      | a key's name              | kid = of-the-application        |

  @rfc9449-4.3 @needs-clock
  Scenario Outline: Five minutes to the second: <case>
    Given the application proves a key for "ES256"
    And the application holds tokens
    When the application's proofs have iat = <iat>
    And the application asks who the user is
    Then it learns exactly the claims "sub"

    Examples:
      | case  | iat               |
      | old   | 300 seconds ago   |
      | ahead | 300 seconds ahead |

  @rfc9449-7.1 @needs-consumer-api
  Scenario: The Consumer API takes a bound token with its proof
    Given the application asks for the scope "openid {accounts_readonly} {transactions_detail_readonly}"
    And the application proves a key for "ES256"
    And the application holds tokens
    When the application reads "/users/{user_id}/accounts"
    Then the API answers
    When the application reads "/users/{user_id}/accounts/{everyday_checking}/transactions" with limit = 3
    Then the API answers

  @rfc7662-2.2 @rfc9449-6.2
  Scenario: Introspection tells which key an access token is bound to
    Given the application proves a key for "ES256"
    And the application holds tokens
    When the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}           |
      | client_id  | {client_id}     |
      | exp        | (a number)      |
      | iat        | (a number)      |
      | iss        | {issuer}        |
      | scope      | openid          |
      | cnf        | {"jkt":"{jkt}"} |
      | token_type | DPoP            |

  @rfc9449-5.2 @needs-control @needs-journal
  Scenario: An application that is registered for bound tokens gets no others
    Given it is registered with dpop_bound_access_tokens = true
    And the application asks for the scope "openid {offline}"
    And the application has a code
    When the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "DPoP proof JWT not provided"
    When the application proves a key for "ES256"
    And the application redeems the code
    Then the application gets bound tokens
    When the application proves no key
    And the application refreshes
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "DPoP proof JWT not provided"
    When the application proves its first key again
    And the application refreshes
    Then the application gets bound tokens
