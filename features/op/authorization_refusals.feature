Feature: Refusals at the authorization endpoint
  A wrong request is refused with the words of Banno. While the application or its redirect URI is in
  doubt, the refusal is a page; afterwards it goes back to the application, with the issuer and the state.

  @rfc6749-4.1.2.1
  Scenario Outline: A page for <case>
    When the browser asks for authorization with <change>
    Then a page tells the error "<error>" and says "<description>"

    Examples:
      | case                                             | change                                          | error                | description                                                                 |
      | no client_id                                     | no client_id                                    | invalid_request      | missing required parameter 'client_id'                                      |
      | an unknown client                                | client_id = unknown                             | invalid_client       | client is invalid                                                           |
      | no redirect_uri where several are registered     | no redirect_uri                                 | invalid_request      | missing required parameter 'redirect_uri'                                   |
      | a redirect_uri of somebody else                  | redirect_uri = https://evil.example/cb          | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris     |
      | a redirect_uri in capitals                       | redirect_uri = https://localhost:8080/AUTH/CB   | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris     |
      | a redirect_uri with a slash more                 | redirect_uri = {redirect_uri}/                  | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris     |
      | a redirect_uri with a query more                 | redirect_uri = {redirect_uri}?x=1               | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris     |
      | a wrong redirect_uri and no PKCE                 | redirect_uri = https://evil.example/cb; no code_challenge | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris |
      | a wrong redirect_uri and no response_type        | redirect_uri = https://evil.example/cb; no response_type  | invalid_redirect_uri | redirect_uri did not match any of the client's registered redirect_uris |
      | a repeated state and an unknown client           | state twice; client_id = unknown                | invalid_request      | 'state' parameter must not be provided twice                                |
      | a repeated client_id                             | client_id twice                                 | invalid_request      | 'client_id' parameter must not be provided twice                            |
      | an unknown pushed request                        | no redirect_uri; request_uri = urn:ietf:params:oauth:request_uri:none | invalid_request_uri | request_uri is invalid, expired, or was already used   |

  Scenario: A page for a request that is posted as JSON
    When the browser posts the request for authorization as JSON
    Then a page tells the error "invalid_request" and says "only application/x-www-form-urlencoded content-type bodies are supported on POST /auth"

  Scenario: A page even for a program that would rather have JSON
    When the browser asks for authorization with no client_id; Accept = application/json
    Then a page tells the error "invalid_request" and says "missing required parameter 'client_id'"

  Scenario Outline: There is no <method> at the authorization endpoint
    When the authorization endpoint is asked by <method>
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (<method> on /auth)"

    Examples:
      | method |
      | PUT    |
      | DELETE |

  @rfc6749-3.1.2.3 @needs-client-code-only
  Scenario: The only registered redirect URI need not be sent
    Given the application "code-only"
    When the browser asks for authorization with no redirect_uri
    Then the browser is sent to a login page of the provider

  @rfc6749-4.1.2.1 @oidc-core-3.1.2.6 @rfc9207-2
  Scenario Outline: Back to the application for <case>
    When the browser asks for authorization with <change>
    Then the browser is sent back with the error "<error>" saying "<description>"

    Examples:
      | case                               | change                                     | error                     | description                                                                                   |
      | no response_type                   | no response_type                           | invalid_request           | missing required parameter 'response_type'                                                    |
      | an unknown response_type           | response_type = rubbish                    | unsupported_response_type | unsupported response_type requested                                                           |
      | an unknown response_mode           | response_mode = rubbish                    | unsupported_response_mode | unsupported response_mode requested                                                           |
      | a repeated scope                   | scope twice                                | invalid_request           | 'scope' parameter must not be provided twice                                                  |
      | a repeated nonce                   | nonce twice                                | invalid_request           | 'nonce' parameter must not be provided twice                                                  |
      | no PKCE                            | no code_challenge; no code_challenge_method | invalid_request          | Authorization Server policy requires PKCE to be used for this request                         |
      | a nonce without openid             | scope = profile                            | invalid_request           | openid scope must be requested when using the nonce parameter                                 |
      | an unknown prompt                  | prompt = rubbish                           | invalid_request           | unsupported prompt value requested                                                            |
      | prompt=none with another           | prompt = none login                        | invalid_request           | prompt none must only be used alone                                                           |
      | a max_age in words                 | max_age = soon                             | invalid_request           | invalid max_age parameter value                                                               |
      | a negative max_age                 | max_age = -1                               | invalid_request           | invalid max_age parameter value                                                               |
      | claims that are no JSON            | claims = rubbish                           | invalid_request           | could not parse the claims parameter JSON                                                     |
      | claims that are no object          | claims = []                                | invalid_request           | claims parameter should be a JSON object                                                      |
      | a request object                   | request = e30.e30.                         | request_not_supported     |                                                                                               |
      | an id_token_hint that is no token  | id_token_hint = rubbish                    | invalid_request           | could not validate id_token_hint                                                              |
      | a resource without a scheme        | resource = somewhere                       | invalid_target            | resource indicator must be an absolute URI                                                    |
      | an unknown pushed request          | request_uri = urn:ietf:params:oauth:request_uri:none | invalid_request_uri | request_uri is invalid, expired, or was already used                                      |

  @rfc7636-4.4.1
  Scenario Outline: Back to the application for <case>
    When the browser asks for authorization with <change>
    Then the browser is sent back with the error "invalid_request" saying "<description>"

    Examples:
      | case                            | change                                                  | description                                                                              |
      | a challenge without a method    | no code_challenge_method                                | plain code_challenge_method fallback disabled, code_challenge_method must be provided    |
      | the method plain                | code_challenge_method = plain                           | not supported value of code_challenge_method                                             |
      | an unknown method               | code_challenge_method = S512                            | not supported value of code_challenge_method                                             |
      | a method without a challenge    | no code_challenge                                       | code_challenge must be provided with code_challenge_method                               |
      | a challenge that is too short   | code_challenge = 42 letters                             | code_challenge must be a string with a minimum length of 43 characters                   |
      | a challenge that is too long    | code_challenge = 129 letters                            | code_challenge must be a string with a maximum length of 128 characters                  |
      | a challenge with a wrong letter | code_challenge = E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw+cM | code_challenge contains invalid characters                                           |

  @rfc6749-4.1.2.1
  Scenario: A repeated state does not come back
    When the browser asks for authorization with state twice
    Then the browser is sent back without the state with the error "invalid_request" saying "'state' parameter must not be provided twice"

  @rfc6749-4.1.2.1
  Scenario: An error comes back without a state where none was sent
    When the browser asks for authorization with no state; no response_type
    Then the browser is sent back with the error "invalid_request" saying "missing required parameter 'response_type'"

  @oauth-multiple-response-types-5
  Scenario: A response type of the implicit flow is refused in the fragment
    When the browser asks for authorization with response_type = token
    Then the browser is sent back in the fragment with the error "unsupported_response_type" saying "unsupported response_type requested"

  @rfc6749-3.3 @needs-client-narrow
  Scenario: A scope outside the application's own list is refused by name
    Given the application "narrow"
    When the browser asks for authorization with scope = openid email
    Then the browser is sent back with the error "invalid_scope" saying "requested scope is not allowed" and the scope "email"

  @rfc6749-3.3
  Scenario: An unknown scope is dropped without a word
    Given the application asks for the scope "openid https://evil.example/everything"
    And the application holds tokens
    Then the tokens are for the scope "openid"

  @oidc-core-11
  Scenario: offline_access without prompt=consent is dropped without a word
    Given the application asks for the scope "openid offline_access"
    And the application holds tokens
    Then the tokens are for the scope "openid"
    And there is no refresh token

  @oidc-core-11
  Scenario: offline_access with prompt=consent brings a refresh token
    Given the application asks with scope = openid offline_access; prompt = consent
    And the application holds tokens
    Then the tokens are for the scope "openid offline_access"
    And there is a refresh token
