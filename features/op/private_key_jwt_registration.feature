@oidc-registration-2 @needs-control @needs-journal
Feature: How applications that sign are registered
  An application names its keys, and the algorithm if it wants to; nothing of it may be private.

  @oidc-core-9
  Scenario Outline: Each algorithm that is advertised: <alg>
    Given the application has a key for "<alg>"
    And it is registered with token_endpoint_auth_method = private_key_jwt; token_endpoint_auth_signing_alg = <alg>
    And the application has a code
    When the application redeems the code
    Then the application gets tokens
    And the ID token is signed with "ES256" for this application

    Examples:
      | alg   |
      | RS256 |
      | PS256 |
      | ES256 |
      | EdDSA |

  Scenario Outline: Without an algorithm, each that its keys are for: <alg>
    Given the application has a key for "ES256" with kid = another
    And the application has a key for "<alg>" with kid = of-this-scenario
    And it is registered with token_endpoint_auth_method = private_key_jwt
    And the application has a code
    When the application redeems the code
    Then the application gets tokens

    Examples:
      | alg   |
      | RS256 |
      | PS256 |
      | ES256 |
      | EdDSA |

  Scenario: With one algorithm, no other, though the key would do for both
    Given the application has a key for "RS256"
    And it is registered with token_endpoint_auth_method = private_key_jwt; token_endpoint_auth_signing_alg = PS256
    And the application has a code
    When the application redeems the code
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "alg mismatch"

  @rfc7517-4.2
  Scenario: A key for encryption verifies nothing
    Given the application has a key for "ES256" with kid = signs
    And the application has a key for "ES256" with kid = encrypts; use = enc
    And it is registered with token_endpoint_auth_method = private_key_jwt
    And the application has a code
    When the application redeems the code
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "no key of the client has that kid and is for that alg"

  Scenario: A key is nothing to an application with a secret
    Given the application has a key for "ES256"
    And the application has a code
    When the application redeems the code with no client_secret; client_assertion_type = urn:ietf:params:oauth:client-assertion-type:jwt-bearer; client_assertion = {assertion}
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "the provided authentication mechanism does not match the registered client authentication method"
    When the application redeems the code
    Then the application gets tokens

  Scenario Outline: Not to be registered: <case>
    Given the application has a key for "ES256"
    When it is to be registered with client_id = app; <metadata>
    Then the control plane refuses with 400 saying "<says>"

    Examples:
      | case                             | metadata                                                                                     | says                                                                                                              |
      | no keys                          | token_endpoint_auth_method = private_key_jwt; jwks = {"keys":[]}                             | clients.jwks of `app` needs a public key that assertions can be verified with                                     |
      | no set of keys                   | token_endpoint_auth_method = private_key_jwt; jwks = {"kty":"EC"}                            | clients.jwks of `app` has no list `keys`: put this key into a list                                                |
      | a secret among the keys          | token_endpoint_auth_method = private_key_jwt; jwks = {"keys":[{"kty":"oct","k":"c2VjcmV0"}]} | clients.jwks of `app` has a key, number 0 from 0, that cannot be used: its `k` belongs to a private or secret key |
      | an algorithm without its key     | token_endpoint_auth_method = private_key_jwt; token_endpoint_auth_signing_alg = PS256        | clients.jwks of `app` needs a public key that assertions can be verified with                                     |
      | an algorithm for proofs alone    | token_endpoint_auth_method = private_key_jwt; token_endpoint_auth_signing_alg = ES384        | clients.token_endpoint_auth_signing_alg of `app`                                                                  |
      | an algorithm of secrets          | token_endpoint_auth_method = private_key_jwt; token_endpoint_auth_signing_alg = HS256        | HS256                                                                                                             |
      | an algorithm, and a secret       | client_secret = s; token_endpoint_auth_signing_alg = ES256                                   | clients.token_endpoint_auth_signing_alg of `app` goes with                                                        |
      | an address, which nobody fetches | token_endpoint_auth_method = private_key_jwt; jwks_uri = https://app.example/jwks            | jwks_uri                                                                                                          |
