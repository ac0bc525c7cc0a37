@rfc9449-7.1 @needs-dpop @needs-control @needs-journal
Feature: A bound token is of no use without its key
  Whoever has stolen a token, or listened to a proof, learns nothing by it. What is wrong with a proof the
  application is told.

  Background:
    Given the application asks for the scope "openid {accounts_readonly}"
    And the application proves a key for "ES256"
    And the application holds tokens

  Scenario: Stolen, and shown as anybody's
    When the application proves no key
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And with the challenge DPoP realm="{issuer}", error="invalid_token", error_description="invalid token provided", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the journal knows for the userinfo endpoint the reason "failed jkt verification"
    And the refusal tells nothing about the user

  Scenario: Stolen, and shown in the body
    When the application proves no key
    And the application asks who the user is by POST with no Authorization; access_token = {access_token}
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "failed jkt verification"

  Scenario: Stolen, and shown with another key
    When somebody else proves a key of their own
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And with the challenge DPoP realm="{issuer}", error="invalid_token", error_description="invalid token provided", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the journal knows for the userinfo endpoint the reason "failed jkt verification"
    And the refusal tells nothing about the user

  @rfc9449-4.3
  Scenario: Stolen, and shown with the owner's public key, signed with another
    When somebody else proves a key of their own
    And the application's proofs have jwk = {first_jwk}
    And the application asks who the user is
    Then it is refused with 401 "invalid_dpop_proof" saying "invalid DPoP key binding"
    And the journal knows for the userinfo endpoint the reason "the signature of the proof is not that of its jwk"

  @rfc9449-11.1
  Scenario: A proof is good once
    When the application asks who the user is
    Then it learns exactly the claims "sub"
    When the application asks who the user is with DPoP = {proof}
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And with the challenge DPoP realm="{issuer}", error="invalid_token", error_description="invalid token provided", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the journal knows for the userinfo endpoint the reason "DPoP proof JWT Replay detected"
    And the newest access token works

  @rfc9449-11.1 @needs-clock
  Scenario: A proof's name is remembered for five minutes
    When the application's proofs have jti = of-this-scenario
    And the application asks who the user is
    Then it learns exactly the claims "sub"
    When 299 seconds pass
    And the application asks who the user is
    Then it is refused with 401 "invalid_token" saying "invalid token provided"
    And the journal knows for the userinfo endpoint the reason "DPoP proof JWT Replay detected"
    When 1 second passes
    And the application asks who the user is
    Then it learns exactly the claims "sub"

  Scenario Outline: A proof is refused: <case>
    When the application's proofs have <change>
    And the application asks who the user is
    Then it is refused with 401 "invalid_dpop_proof" saying "<description>"
    And with the challenge DPoP realm="{issuer}", error="invalid_dpop_proof", error_description="<description>", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the journal knows for the userinfo endpoint the reason "<reason>"
    And no cache may keep the answer
    And the refusal tells nothing about the user
    When the application's proofs are right again
    And the application asks who the user is
    Then it learns exactly the claims "sub"

    @rfc9449-4.2
    Examples:
      | case                    | change                             | description                                | reason                                                                                                                                          |
      | no time                 | no iat                             | DPoP proof must have a iat number property | the proof has no iat                                                                                                                            |
      | a time that is none     | iat = now                          | invalid DPoP key binding                   | iat of the proof is not a number                                                                                                                |
      | no name                 | no jti                             | DPoP proof must have a jti string property | the proof has no jti                                                                                                                            |
      | a name that is a number | jti = 5                            | DPoP proof must have a jti string property | the proof has no jti                                                                                                                            |
      | no key                  | no jwk                             | invalid DPoP key binding                   | the proof has no jwk in its header                                                                                                              |
      | a private key           | jwk = {jwk_with_a_private_part}    | invalid DPoP key binding                   | jwk of the proof is not a public key that can be used: its `d` belongs to a private or secret key: leave it out here, and keep it to the client |
      | a secret for a key      | jwk = {"kty":"oct","k":"c2VjcmV0"} | invalid DPoP key binding                   | jwk of the proof is not a public key that can be used: its `k` belongs to a private or secret key: leave it out here, and keep it to the client |

    @rfc9449-4.3
    Examples:
      | case                        | change                                            | description                         | reason                                               |
      | another method              | htm = POST                                        | DPoP proof htm mismatch             | htm of the proof is another method                   |
      | the method in small letters | htm = get                                         | DPoP proof htm mismatch             | htm of the proof is another method                   |
      | no method                   | no htm                                            | DPoP proof htm mismatch             | htm of the proof is another method                   |
      | another endpoint            | htu = {token_endpoint}                            | DPoP proof htu mismatch             | htu of the proof is another address                  |
      | another host                | htu = https://evil.example/me                     | DPoP proof htu mismatch             | htu of the proof is another address                  |
      | more than the address       | htu = {userinfo_endpoint}/                        | DPoP proof htu mismatch             | htu of the proof is another address                  |
      | no address                  | no htu                                            | DPoP proof htu mismatch             | htu of the proof is another address                  |
      | another token               | ath = fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo | DPoP proof ath mismatch             | ath of the proof is not the hash of the access token |
      | no token                    | no ath                                            | DPoP proof ath mismatch             | ath of the proof is not the hash of the access token |
      | older than five minutes     | iat = 301 seconds ago                             | DPoP proof iat is not recent enough | iat of the proof is more than five minutes off       |
      | further than five minutes   | iat = 301 seconds ahead                           | DPoP proof iat is not recent enough | iat of the proof is more than five minutes off       |
      | another type                | typ = JWT                                         | invalid DPoP key binding            | typ of the proof is not dpop+jwt                     |
      | no type                     | no typ                                            | invalid DPoP key binding            | typ of the proof is not dpop+jwt                     |
      | no signature                | alg = none                                        | invalid DPoP key binding            | alg of the proof is not offered                      |
      | the public key as a secret  | alg = HS256                                       | invalid DPoP key binding            | alg of the proof is not offered                      |
      | an algorithm of assertions  | alg = RS256                                       | invalid DPoP key binding            | alg of the proof is not offered                      |
      | another key's algorithm     | alg = ES384                                       | invalid DPoP key binding            | the signature of the proof is not that of its jwk    |
      | a nonce that nobody gave    | nonce = of-another-provider                       | DPoP nonces are not supported       | the proof has a nonce, and none was asked for        |

    @rfc7519-4.1
    Examples:
      | case               | change                | description              | reason                                  |
      | expired            | exp = 0 seconds ago   | invalid DPoP key binding | the proof is expired                    |
      | not valid yet      | nbf = 1 seconds ahead | invalid DPoP key binding | the proof is not valid yet              |
      | something critical | crit = ["htm"]        | invalid DPoP key binding | the proof has crit or b64 in its header |

  Scenario Outline: It is shown in the wrong way: <case>
    When the application asks who the user is with <change>
    Then it is refused with 400 "invalid_request" saying "<description>"
    And with the challenge DPoP realm="{issuer}", error="invalid_request", error_description="<description>", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the refusal tells nothing about the user

    Examples:
      | case                          | change                                | description                                                  |
      | a proof, and another's scheme | Authorization = Bearer {access_token} | authorization header scheme must be `DPoP` when DPoP is used |
      | its scheme, and no proof      | no DPoP                               | `DPoP` header not provided                                   |

  @rfc9449-4.3
  Scenario Outline: What is no proof: <case>
    When the application asks who the user is with DPoP = <proof>
    Then it is refused with 401 "invalid_dpop_proof" saying "invalid DPoP key binding"

    Examples:
      | case             | proof            |
      | rubbish          | rubbish          |
      | the access token | {access_token}   |
      | two proofs       | {proof}, {proof} |

  @rfc9449-5
  Scenario Outline: The token endpoint refuses a proof, and the code is good afterwards: <case>
    Given the application has a new code
    When the application's proofs have <change>
    And the application redeems the code
    Then it is refused with 400 "invalid_dpop_proof" saying "<description>"
    And there is no challenge
    And no cache may keep the answer
    When the application's proofs are right again
    And the application redeems the code
    Then the application gets bound tokens

    Examples:
      | case                    | change                          | description                                |
      | another method          | htm = GET                       | DPoP proof htm mismatch                    |
      | another endpoint        | htu = {userinfo_endpoint}       | DPoP proof htu mismatch                    |
      | older than five minutes | iat = 301 seconds ago           | DPoP proof iat is not recent enough        |
      | another type            | typ = JWT                       | invalid DPoP key binding                   |
      | no name                 | no jti                          | DPoP proof must have a jti string property |
      | a private key           | jwk = {jwk_with_a_private_part} | invalid DPoP key binding                   |

  @rfc9449-11.1
  Scenario: The token endpoint refuses a proof that has come before
    Given the application has a new code
    When the application redeems the code with DPoP = {proof}
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "DPoP proof JWT Replay detected"
    And the answer does not tell it

  @rfc9449-11.1
  Scenario: A proof's name is used up for all endpoints
    Given the application has a new code
    When the application's proofs have jti = of-this-scenario
    And the application asks who the user is
    Then it learns exactly the claims "sub"
    When the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "DPoP proof JWT Replay detected"

  @needs-consumer-api
  Scenario Outline: The Consumer API refuses a proof: <case>
    When the application's proofs have <change>
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And with the challenge DPoP realm="{issuer}", error="invalid_dpop_proof", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the journal knows for the accounts endpoint the reason "<reason>"

    Examples:
      | case                    | change                                            | reason                                               |
      | another method          | htm = POST                                        | htm of the proof is another method                   |
      | another endpoint        | htu = {userinfo_endpoint}                         | htu of the proof is another address                  |
      | another token           | ath = fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo | ath of the proof is not the hash of the access token |
      | no token                | no ath                                            | ath of the proof is not the hash of the access token |
      | another type            | typ = JWT                                         | typ of the proof is not dpop+jwt                     |
      | older than five minutes | iat = 301 seconds ago                             | iat of the proof is more than five minutes off       |

  @needs-consumer-api
  Scenario: The Consumer API refuses a stolen token, shown as anybody's
    When the application proves no key
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And with the challenge DPoP realm="{issuer}", error="invalid_token", algs="PS256 PS384 ES256 ES256K ES384 ES512 EdDSA"
    And the journal knows for the accounts endpoint the reason "failed jkt verification"

  @needs-consumer-api
  Scenario: The Consumer API refuses a stolen token, shown with another key
    When somebody else proves a key of their own
    And the application reads "/users/{user_id}/accounts"
    Then the API refuses with 401 "Unauthorized"
    And the journal knows for the accounts endpoint the reason "failed jkt verification"

  @rfc9449-11.1 @needs-consumer-api
  Scenario: The Consumer API refuses a proof that has come before
    When the application reads "/users/{user_id}/accounts"
    Then the API answers
    When the application reads "/users/{user_id}/accounts" with DPoP = {proof}
    Then the API refuses with 401 "Unauthorized"
    And the journal knows for the accounts endpoint the reason "DPoP proof JWT Replay detected"
