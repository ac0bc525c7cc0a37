@rfc7523-3 @oidc-core-9 @needs-control @needs-journal
Feature: Applications that sign
  An application that is registered with its public key sends no secret: for each request it signs an
  assertion, which is for this provider, good once and for a short time. Whatever is wrong with one looks
  alike from outside.

  Background:
    Given the application has a key for "ES256" with kid = of-the-application
    And it is registered with token_endpoint_auth_method = private_key_jwt

  Scenario: A user signs in, and the application redeems and refreshes
    Given the application asks for the scope "openid {offline}"
    And the application has a code
    When the application redeems the code
    Then the application gets tokens
    And the ID token is signed with "ES256" for this application
    When the application refreshes
    Then the application gets tokens
    And the newest access token works

  Scenario Outline: An audience that is the provider's: <case>
    Given the application has a code
    And the application's assertions have aud = <aud>
    When the application redeems the code
    Then the application gets tokens

    Examples:
      | case                     | aud                               |
      | the issuer               | {issuer}                          |
      | the token endpoint       | {token_endpoint}                  |
      | a list with the issuer   | ["https://op.example","{issuer}"] |
      | a list with the endpoint | ["{token_endpoint}"]              |

  Scenario Outline: Allowed: <case>
    Given the application has a code
    And the application's assertions have <change>
    When the application redeems the code
    Then the application gets tokens

    Examples:
      | case                            | change                  |
      | expired within the tolerance    | exp = 14 seconds ago    |
      | not valid yet, in the tolerance | nbf = 15 seconds ahead  |
      | signed long ago                 | iat = 86400 seconds ago |
      | any type                        | typ = JWT               |
      | a name of one letter            | jti = x                 |
      | no name of the key              | no kid                  |
      | a claim that nobody knows       | shoe_size = 46          |

  @rfc7521-4.2
  Scenario: The application need not be named beside its assertion
    Given the application has a code
    When the application redeems the code with no client_id
    Then the application gets tokens

  @rfc9126-2 @needs-login-form
  Scenario: A pushed request takes an assertion, for its own address as well
    Given the application's assertions have aud = {pushed_authorization_request_endpoint}
    When the application pushes its request
    Then the application gets a request_uri that is good for 60 seconds
    When the application's assertions are right again
    And the application sends the user to sign in as pushed
    And the user signs in
    And the user allows it where asked
    Then the user comes back with a code
    When the application redeems the code
    Then the application gets tokens

  @rfc7662-2.1
  Scenario: Introspection takes an assertion, for its own address as well
    Given the application holds tokens
    And the application's assertions have aud = {introspection_endpoint}
    When the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}       |
      | client_id  | {client_id} |
      | exp        | (a number)  |
      | iat        | (a number)  |
      | iss        | {issuer}    |
      | scope      | openid      |
      | token_type | Bearer      |

  @rfc7009-2.1
  Scenario: Revocation takes an assertion, for its own address as well
    Given the application holds tokens
    And the application's assertions have aud = {revocation_endpoint}
    When the application revokes the access token
    Then the answer says no more than that it is done
    And the newest access token is dead

  Scenario Outline: Refused: <case>
    Given the application has a code
    And the application's assertions have <change>
    When the application redeems the code
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And there is no challenge
    And no cache may keep the answer
    And the journal knows for the token endpoint the reason "<reason>"
    And the answer does not tell it
    When the application's assertions are right again
    And the application redeems the code
    Then the application gets tokens

    Examples:
      | case                      | change                       | reason                                                                                        |
      | it never expires          | no exp                       | expiration must be specified in the client_assertion                                          |
      | it is expired             | exp = 15 seconds ago         | client_assertion expired                                                                      |
      | it expires at no time     | exp = soon                   | invalid exp value                                                                             |
      | it is not valid yet       | nbf = 16 seconds ahead       | client_assertion not active yet                                                               |
      | it was signed at no time  | iat = now                    | invalid iat value                                                                             |
      | no issuer                 | no iss                       | iss must be provided in the client_assertion                                                  |
      | another issuer            | iss = another                | iss must be the client_id                                                                     |
      | no subject                | no sub                       | client_assertion has no sub                                                                   |
      | no audience               | no aud                       | aud must be provided in the client_assertion                                                  |
      | another provider's        | aud = https://op.example     | list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url |
      | a list of other providers | aud = ["https://op.example"] | list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url |
      | another endpoint's        | aud = {userinfo_endpoint}    | list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url |
      | more than the address     | aud = {token_endpoint}/      | list of audience (aud) must include the endpoint url, issuer identifier or token endpoint url |

    Examples:
      | case                    | change  | reason                                              |
      | no name                 | no jti  | unique jti must be provided in the client_assertion |
      | a name that is a number | jti = 5 | invalid jti value                                   |

    @rfc7515-5.2 @rfc8725-3.1
    Examples:
      | case                          | change          | reason                                                |
      | no signature                  | alg = none      | alg mismatch                                          |
      | the public key as a secret    | alg = HS256     | alg mismatch                                          |
      | an algorithm of other keys    | alg = RS256     | no key of the client has that kid and is for that alg |
      | an algorithm for proofs alone | alg = ES384     | alg mismatch                                          |
      | the name of another key       | kid = of-nobody | no key of the client has that kid and is for that alg |
      | something critical            | crit = ["exp"]  | client_assertion has crit or b64 in its header        |

  Scenario: Refused: the assertion of another application
    Given the application has a code
    And the application's assertions have iss = {default_client_id}; sub = {default_client_id}
    When the application redeems the code with client_id = {default_client_id}
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "the provided authentication mechanism does not match the registered client authentication method"

  Scenario: A key that is not registered proves nothing, until it is
    Given the application has a code
    When the application takes another key for its assertions
    And the application redeems the code
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "signature of client_assertion verification failed"
    When the institution changes the application: jwks = {jwks}
    And the application redeems the code
    Then the application gets tokens

  Scenario: An assertion is good once
    Given the application holds tokens
    When the application introspects the access token with client_assertion = {client_assertion}
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And there is no challenge
    And the journal knows for the introspection endpoint the reason "client assertion tokens must only be used once"
    And the newest access token works

  Scenario: Another assertion of the same name is the same one
    Given the application holds tokens
    And the application's assertions have jti = of-this-scenario
    When the application introspects the access token
    And the application introspects the access token
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the introspection endpoint the reason "client assertion tokens must only be used once"

  Scenario: Of many who send one assertion at once, one is believed
    When one assertion is sent 50 times at once
    Then exactly one of them is believed

  Scenario: An assertion that was refused has not used up its name
    Given the application has a code
    And the application's assertions have jti = of-this-scenario; aud = https://op.example
    When the application redeems the code
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When the application's assertions have jti = of-this-scenario
    And the application redeems the code
    Then the application gets tokens

  @needs-clock
  Scenario: A name is used up for as long as its assertion would have been good, and no longer
    Given the application holds tokens
    And the application's assertions have jti = of-this-scenario; exp = 60 seconds ahead
    When the application introspects the access token
    And 74 seconds pass
    And the application introspects the access token
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When 1 second passes
    And the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}       |
      | client_id  | {client_id} |
      | exp        | (a number)  |
      | iat        | (a number)  |
      | iss        | {issuer}    |
      | scope      | openid      |
      | token_type | Bearer      |

  @rfc6749-2.3.1
  Scenario: A secret is no assertion
    Given the application has a code
    When the application redeems the code with no client_assertion; no client_assertion_type; client_secret = a secret
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "the provided authentication mechanism does not match the registered client authentication method"

  Scenario: A name alone is no assertion
    Given the application has a code
    When the application redeems the code with no client_assertion; no client_assertion_type
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "the provided authentication mechanism does not match the registered client authentication method"

  Scenario Outline: Refused by its form: <case>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with 400 "invalid_request" saying "<description>"
    And no cache may keep the answer
    When the application redeems the code
    Then the application gets tokens

    @rfc6749-2.3
    Examples:
      | case                       | change                              | description                                                     |
      | a secret beside it         | client_secret = a secret            | client authentication must only be provided using one mechanism |
      | a secret in the header     | Authorization = Basic YTpi          | mismatch in body and authorization client ids                   |
      | its own name in the header | Authorization = Basic {wrong_basic} | client authentication must only be provided using one mechanism |

    @rfc7521-4.2
    Examples:
      | case                       | change                                                                           | description                                                                                  |
      | no type                    | no client_assertion_type                                                         | client_assertion_type must be provided                                                       |
      | another type               | client_assertion_type = urn:ietf:params:oauth:client-assertion-type:saml2-bearer | client_assertion_type must have value urn:ietf:params:oauth:client-assertion-type:jwt-bearer |
      | no JSON Web Token          | client_assertion = rubbish                                                       | invalid client_assertion format                                                              |
      | another application's name | client_id = {default_client_id}                                                  | subject of client_assertion must be the same as client_id provided in the body               |

    @rfc6749-3.2
    Examples:
      | case           | change                 | description                                             |
      | two assertions | client_assertion twice | 'client_assertion' parameter must not be provided twice |
