@oidc-discovery-4
Feature: Discovery and keys
  Everything that an application must know is published, and nothing that it must not.

  @oidc-discovery-4.2
  Scenario: The document says where everything is
    When anybody asks for the discovery document
    Then the answer has the headers
      | Content-Type                | application/json; charset=utf-8 |
      | Access-Control-Allow-Origin | *                               |
      | Vary                        | Origin                          |
      | Cache-Control               | (none)                          |
    And the document says
      | issuer                                         | {issuer}                               |
      | authorization_endpoint                         | {issuer}/auth                          |
      | token_endpoint                                 | {issuer}/token                         |
      | userinfo_endpoint                              | {issuer}/me                            |
      | introspection_endpoint                         | {issuer}/token/introspection           |
      | revocation_endpoint                            | {issuer}/token/revocation              |
      | pushed_authorization_request_endpoint          | {issuer}/request                       |
      | end_session_endpoint                           | {issuer}/logout                        |
      | jwks_uri                                       | {issuer}/jwks                          |
      | authorization_response_iss_parameter_supported | true                                   |
      | claims_parameter_supported                     | true                                   |
      | request_parameter_supported                    | false                                  |
      | request_uri_parameter_supported                | false                                  |
      | code_challenge_methods_supported               | ["S256"]                               |
      | subject_types_supported                        | ["public"]                             |
      | id_token_signing_alg_values_supported          | ["ES256","PS256","RS256"]              |
      | claim_types_supported                          | ["normal"]                             |
    And the document lists at least
      | scopes_supported                      | openid offline_access profile email address phone {offline}                    |
      | response_types_supported              | code                                                                           |
      | response_modes_supported              | query fragment form_post                                                       |
      | grant_types_supported                 | authorization_code refresh_token                                               |
      | token_endpoint_auth_methods_supported | client_secret_basic client_secret_post                                         |
      | claims_supported                      | sub name given_name family_name preferred_username email address phone_number picture birthdate sid auth_time acr iss |
    And its members stand in the order
      """
      acr_values_supported authorization_endpoint claims_parameter_supported claims_supported
      code_challenge_methods_supported end_session_endpoint grant_types_supported issuer jwks_uri
      authorization_response_iss_parameter_supported response_modes_supported response_types_supported
      scopes_supported subject_types_supported token_endpoint_auth_methods_supported
      token_endpoint_auth_signing_alg_values_supported token_endpoint id_token_signing_alg_values_supported
      id_token_encryption_alg_values_supported id_token_encryption_enc_values_supported
      pushed_authorization_request_endpoint request_parameter_supported request_uri_parameter_supported
      userinfo_endpoint userinfo_signing_alg_values_supported userinfo_encryption_alg_values_supported
      userinfo_encryption_enc_values_supported introspection_endpoint dpop_signing_alg_values_supported
      revocation_endpoint claim_types_supported
      """

  @oidc-discovery-3
  Scenario: Nothing is advertised for which there is no scenario
    When anybody asks for the discovery document
    Then the document lists nothing but
      | id_token_signing_alg_values_supported            | ES256 PS256 RS256                                                                |
      | id_token_encryption_alg_values_supported         | A128KW A256KW ECDH-ES RSA-OAEP RSA-OAEP-256 dir                                  |
      | id_token_encryption_enc_values_supported         | A128CBC-HS256 A128GCM A256CBC-HS512 A256GCM                                      |
      | userinfo_signing_alg_values_supported            | ES256 PS256 RS256                                                                |
      | userinfo_encryption_alg_values_supported         | A128KW A256KW ECDH-ES RSA-OAEP RSA-OAEP-256 dir                                  |
      | userinfo_encryption_enc_values_supported         | A128CBC-HS256 A128GCM A256CBC-HS512 A256GCM                                      |
      | token_endpoint_auth_methods_supported            | client_secret_basic client_secret_post private_key_jwt none                      |
      | token_endpoint_auth_signing_alg_values_supported | RS256 PS256 ES256 EdDSA                                                          |
      | dpop_signing_alg_values_supported                | PS256 PS384 ES256 ES256K ES384 ES512 EdDSA                                       |
      | grant_types_supported                            | authorization_code refresh_token urn:ietf:params:oauth:grant-type:token-exchange |

  Scenario: The institution's root has the same document
    When anybody asks for the discovery document at the institution's root
    Then both documents are the same, byte for byte

  @rfc7517-8.5.2
  Scenario: The keys are public, named and of the two kinds
    When anybody asks for the keys
    Then the answer has the headers
      | Content-Type                | application/jwk-set+json; charset=utf-8 |
      | Access-Control-Allow-Origin | *                                       |
      | Cache-Control               | (none)                                  |
    And every key is a public signing key with a name of its own
    And the keys are in this order
      | kid       | kty | use |
      | sig-ec2-0 | EC  | sig |
      | sig-rs-0  | RSA | sig |

  Scenario Outline: What is not there is not there: <path>
    When the address "<path>" below the issuer is asked by GET
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (GET on <path>)"

    Examples:
      | path           |
      | /nowhere       |
      | /token/nowhere |

  Scenario: Keys are only read
    When the jwks endpoint is asked by POST
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (POST on /jwks)"
