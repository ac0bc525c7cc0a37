@rfc7516-5.1 @oidc-core-10.2 @needs-control
Feature: To which key answers are encrypted
  The key is one that the application has named for that; where none would do, the application cannot be
  registered.

  @rfc7518-4.6
  Scenario Outline: On every curve: <crv>
    Given the application has a key for "ECDH-ES" with crv = <crv>
    And it is registered with id_token_encrypted_response_alg = ECDH-ES
    And the application holds tokens
    Then the ID token is encrypted with "ECDH-ES" and "A128CBC-HS256" for this application
    And the ID token is signed with "ES256" for this application

    Examples:
      | crv    |
      | P-256  |
      | P-384  |
      | P-521  |
      | X25519 |

  @oidc-registration-2
  Scenario Outline: Where nothing else is said, with A128CBC-HS256: <case>
    Given the application has a key for "RSA-OAEP"
    And it is registered with <metadata>
    And the application holds tokens
    When the application asks who the user is
    Then <what> is encrypted with "RSA-OAEP" and "A128CBC-HS256" for this application

    Examples:
      | case     | metadata                                                                         | what         |
      | ID token | id_token_encrypted_response_alg = RSA-OAEP                                       | the ID token |
      | claims   | userinfo_signed_response_alg = RS256; userinfo_encrypted_response_alg = RSA-OAEP | the answer   |

  Scenario Outline: What is inside is signed as it would be outside: <alg>
    Given the application has a key for "ECDH-ES"
    And it is registered with id_token_signed_response_alg = <alg>; id_token_encrypted_response_alg = ECDH-ES; userinfo_signed_response_alg = <alg>; userinfo_encrypted_response_alg = ECDH-ES
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub", signed with "<alg>" for this application
    And the ID token is signed with "<alg>" for this application

    Examples:
      | alg   |
      | ES256 |
      | PS256 |
      | RS256 |

  @rfc7517-4
  Scenario Outline: Of several keys, the one for it: <case>
    Given the application has a key for "<alg>" with kid = another; <another>
    And the application has a key for "<alg>" with kid = the-right-one; <the right one>
    And it is registered with id_token_encrypted_response_alg = <alg>
    And the application holds tokens
    Then the ID token is encrypted to the key "the-right-one"
    And the ID token is signed with "ES256" for this application

    Examples:
      | case                              | alg      | another              | the right one            |
      | the other is for signing          | ECDH-ES  | use = sig            | crv = P-384              |
      | it says that it is for encryption | ECDH-ES  | crv = P-384          | use = enc                |
      | it names the algorithm            | ECDH-ES  | use = enc            | use = enc; alg = ECDH-ES |
      | the other names another algorithm | RSA-OAEP | alg = RSA-OAEP-256   | use = enc                |
      | the other is for something else   | RSA-OAEP | key_ops = ["verify"] | key_ops = ["wrapKey"]    |

  Scenario: An application that signs, too, has a key for each
    Given the application has a key for "EdDSA" with use = sig; kid = signs
    And the application has a key for "ECDH-ES" with use = enc; kid = opens
    And it is registered with token_endpoint_auth_method = private_key_jwt; id_token_encrypted_response_alg = ECDH-ES
    And the application has a code
    When the application redeems the code
    Then the application gets tokens
    And the ID token is encrypted to the key "opens"
    And the ID token is signed with "ES256" for this application

  Scenario: An application without a secret gets encrypted answers, too
    Given the application has a key for "RSA-OAEP-256"
    And it is registered with token_endpoint_auth_method = none; id_token_encrypted_response_alg = RSA-OAEP-256
    And the application holds tokens
    Then the ID token is encrypted with "RSA-OAEP-256" and "A128CBC-HS256" for this application
    And the ID token is signed with "ES256" for this application

  @oidc-core-12.2
  Scenario Outline: A refreshed ID token is encrypted as well, and afresh: <alg>
    Given the application has a key for "<alg>"
    And it is registered with id_token_encrypted_response_alg = <alg>
    And the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application refreshes
    Then the ID token is encrypted with "<alg>" and "A128CBC-HS256" for this application
    And the ID token is signed with "ES256" for this application
    And the two ID tokens have different initialization vectors

    Examples:
      | alg      |
      | dir      |
      | A128KW   |
      | RSA-OAEP |
      | ECDH-ES  |

  @oidc-core-3.1.2.1 @needs-login-form
  Scenario: What was encrypted for the application is no hint, and what was inside is one
    Given the application has a key for "ECDH-ES"
    And it is registered with id_token_encrypted_response_alg = ECDH-ES
    And the application holds tokens
    When the browser asks for authorization with prompt = none; id_token_hint = {id_token}
    Then the browser is sent back with the error "invalid_request" saying "could not validate id_token_hint"
    When the browser asks for authorization with prompt = none; id_token_hint = {signed_id_token}
    Then the user comes back with a code

  @oidc-registration-2
  Scenario Outline: Not to be registered: <case>
    Given the application has a key for "<key>"
    When it is to be registered with client_id = app; <metadata>
    Then the control plane refuses with 400 saying "<says>"

    Examples:
      | case                                  | key      | metadata                                                                             | says                                                                                       |
      | no key of the kind                    | ECDH-ES  | id_token_encrypted_response_alg = RSA-OAEP                                           | clients.id_token_encrypted_response_alg of `app` needs a key in jwks                       |
      | no key at all                         | dir      | id_token_encrypted_response_alg = ECDH-ES                                            | clients.id_token_encrypted_response_alg of `app` needs a key in jwks                       |
      | no key of the kind, for the claims    | ECDH-ES  | userinfo_signed_response_alg = ES256; userinfo_encrypted_response_alg = RSA-OAEP-256 | clients.userinfo_encrypted_response_alg of `app` needs a key in jwks                       |
      | a secret is needed, and there is none | dir      | token_endpoint_auth_method = none; id_token_encrypted_response_alg = dir             | clients.id_token_encrypted_response_alg of `app` needs a client_secret                     |
      | the content alone                     | dir      | id_token_encrypted_response_enc = A128GCM                                            | clients.id_token_encrypted_response_enc of `app` goes with id_token_encrypted_response_alg |
      | the content alone, for the claims     | dir      | userinfo_signed_response_alg = ES256; userinfo_encrypted_response_enc = A128GCM      | clients.userinfo_encrypted_response_enc of `app` goes with userinfo_encrypted_response_alg |
      | claims that nobody signs              | dir      | userinfo_encrypted_response_alg = dir                                                | clients.userinfo_encrypted_response_alg of `app` goes with userinfo_signed_response_alg    |
      | an algorithm that is not advertised   | RSA-OAEP | id_token_encrypted_response_alg = RSA1_5                                             | RSA1_5                                                                                     |
      | a content that is not advertised      | dir      | id_token_encrypted_response_alg = dir; id_token_encrypted_response_enc = A192GCM     | A192GCM                                                                                    |
