@rfc7516-5.1 @oidc-core-10.2 @needs-control
Feature: Answers for the application alone
  An application that is registered for it gets its ID tokens, and the claims of /me, signed and then
  encrypted: with its own public key, or with its secret.

  @oidc-core-2
  Scenario Outline: An ID token in each way that is advertised: <alg> and <enc>
    Given the application has a key for "<alg>"
    And it is registered with id_token_encrypted_response_alg = <alg>; id_token_encrypted_response_enc = <enc>
    And the application asks for the scope "openid email"
    And the application holds tokens
    Then the ID token is encrypted with "<alg>" and "<enc>" for this application
    And the ID token is signed with "ES256" for this application
    And the ID token tells exactly the claims "sub email"

    Examples:
      | alg          | enc           |
      | A128KW       | A128CBC-HS256 |
      | A128KW       | A128GCM       |
      | A128KW       | A256CBC-HS512 |
      | A128KW       | A256GCM       |
      | A256KW       | A128CBC-HS256 |
      | A256KW       | A128GCM       |
      | A256KW       | A256CBC-HS512 |
      | A256KW       | A256GCM       |
      | ECDH-ES      | A128CBC-HS256 |
      | ECDH-ES      | A128GCM       |
      | ECDH-ES      | A256CBC-HS512 |
      | ECDH-ES      | A256GCM       |
      | RSA-OAEP     | A128CBC-HS256 |
      | RSA-OAEP     | A128GCM       |
      | RSA-OAEP     | A256CBC-HS512 |
      | RSA-OAEP     | A256GCM       |
      | RSA-OAEP-256 | A128CBC-HS256 |
      | RSA-OAEP-256 | A128GCM       |
      | RSA-OAEP-256 | A256CBC-HS512 |
      | RSA-OAEP-256 | A256GCM       |
      | dir          | A128CBC-HS256 |
      | dir          | A128GCM       |
      | dir          | A256CBC-HS512 |
      | dir          | A256GCM       |

  @oidc-core-5.3.2
  Scenario Outline: The claims in each way that is advertised: <alg> and <enc>
    Given the application has a key for "<alg>"
    And it is registered with userinfo_signed_response_alg = ES256; userinfo_encrypted_response_alg = <alg>; userinfo_encrypted_response_enc = <enc>
    And the application asks for the scope "openid email"
    And the application holds tokens
    When the application asks who the user is
    Then the answer is encrypted with "<alg>" and "<enc>" for this application
    And it learns exactly the claims "sub email", signed with "ES256" for this application
    And the ID token is signed with "ES256" for this application

    Examples:
      | alg          | enc           |
      | A128KW       | A128CBC-HS256 |
      | A128KW       | A128GCM       |
      | A128KW       | A256CBC-HS512 |
      | A128KW       | A256GCM       |
      | A256KW       | A128CBC-HS256 |
      | A256KW       | A128GCM       |
      | A256KW       | A256CBC-HS512 |
      | A256KW       | A256GCM       |
      | ECDH-ES      | A128CBC-HS256 |
      | ECDH-ES      | A128GCM       |
      | ECDH-ES      | A256CBC-HS512 |
      | ECDH-ES      | A256GCM       |
      | RSA-OAEP     | A128CBC-HS256 |
      | RSA-OAEP     | A128GCM       |
      | RSA-OAEP     | A256CBC-HS512 |
      | RSA-OAEP     | A256GCM       |
      | RSA-OAEP-256 | A128CBC-HS256 |
      | RSA-OAEP-256 | A128GCM       |
      | RSA-OAEP-256 | A256CBC-HS512 |
      | RSA-OAEP-256 | A256GCM       |
      | dir          | A128CBC-HS256 |
      | dir          | A128GCM       |
      | dir          | A256CBC-HS512 |
      | dir          | A256GCM       |
