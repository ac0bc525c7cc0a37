@rfc6749-5.2
Feature: Refusals at the token endpoint
  Whatever is wrong with a grant, the application reads one text; the rest is told apart.

  Scenario Outline: A code is refused: <case>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    And no cache may keep the answer
    And there is no challenge

    Examples:
      | case                                    | change                                           | status | error                  | description                                                                                        |
      | no client authentication                | no client_id; no client_secret                   | 400    | invalid_request        | no client authentication mechanism provided                                                        |
      | an unknown client                       | no Authorization; client_id = unknown            | 401    | invalid_client         | client authentication failed                                                                       |
      | a wrong secret                          | no Authorization; client_secret = wrong          | 401    | invalid_client         | client authentication failed                                                                       |
      | no secret                               | no client_secret                                 | 401    | invalid_client         | client authentication failed                                                                       |
      | a JSON body                             | Content-Type = application/json                  | 400    | invalid_request        | only application/x-www-form-urlencoded content-type bodies are supported on POST /token            |
      | no grant_type                           | no grant_type                                    | 400    | invalid_request        | missing required parameter 'grant_type'                                                            |
      | grant_type twice                        | grant_type twice                                 | 400    | invalid_request        | 'grant_type' parameter must not be provided twice                                                  |
      | code twice                              | code twice                                       | 400    | invalid_request        | 'code' parameter must not be provided twice                                                        |
      | an unknown grant_type                   | grant_type = rubbish                             | 400    | unsupported_grant_type | unsupported grant_type requested                                                                   |
      | the grant_type password                 | grant_type = password                            | 400    | unsupported_grant_type | unsupported grant_type requested                                                                   |
      | the grant_type client_credentials       | grant_type = client_credentials                  | 400    | unsupported_grant_type | unsupported grant_type requested                                                                   |
      | no code and no redirect_uri             | no code; no redirect_uri                         | 400    | invalid_request        | missing required parameters 'code' and 'redirect_uri'                                              |
      | no code                                 | no code                                          | 400    | invalid_request        | missing required parameter 'code'                                                                  |
      | no redirect_uri                         | no redirect_uri                                  | 400    | invalid_request        | missing required parameter 'redirect_uri'                                                          |
      | an unknown code                         | code = 43 letters                                | 400    | invalid_grant          | grant request is invalid                                                                           |
      | another redirect_uri                    | redirect_uri = https://evil.example/cb           | 400    | invalid_grant          | grant request is invalid                                                                           |
      | another registered redirect_uri         | redirect_uri = {other_redirect_uri}              | 400    | invalid_grant          | grant request is invalid                                                                           |
      | no verifier                             | no code_verifier                                 | 400    | invalid_grant          | grant request is invalid                                                                           |
      | a wrong verifier                        | code_verifier = 43 letters                       | 400    | invalid_grant          | grant request is invalid                                                                           |
      | a verifier that is too short            | code_verifier = 42 letters                       | 400    | invalid_request        | code_verifier must be a string with a minimum length of 43 characters                              |
      | a verifier that is too long             | code_verifier = 129 letters                      | 400    | invalid_request        | code_verifier must be a string with a maximum length of 128 characters                             |
      | a verifier with a wrong character       | code_verifier = {verifier}+                      | 400    | invalid_request        | code_verifier contains invalid characters                                                          |

  @rfc7617-2 @rfc6749-2.3.1
  Scenario Outline: Credentials in the header are refused: <case>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And with the challenge Basic realm="{issuer}", error="invalid_client", error_description="client authentication failed"

    Examples:
      | case              | change                                                                          |
      | an unknown client | no client_id; no client_secret; Authorization = Basic dW5rbm93bjpzZWNyZXQ=      |
      | a wrong secret    | no client_id; no client_secret; Authorization = Basic {wrong_basic}             |

  @rfc6749-2.3.1
  Scenario Outline: Muddled credentials are refused: <case>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with 400 "invalid_request" saying "<description>"

    Examples:
      | case                          | change                                                                     | description                                                                       |
      | header and body               | Authorization = Basic {basic}                                              | client authentication must only be provided using one mechanism                   |
      | another client in the body    | Authorization = Basic {basic}; client_id = unknown; no client_secret       | mismatch in body and authorization client ids                                     |
      | another scheme                | no client_id; no client_secret; Authorization = Basic                      | invalid authorization header value format                                         |
      | no colon in the header        | no client_id; no client_secret; Authorization = Basic dW5rbm93bg==         | invalid authorization header value format                                         |
      | no secret in the header       | no client_id; no client_secret; Authorization = Basic dW5rbm93bjo=         | client_secret must be provided in the Authorization header                        |
      | a bad escape in the header    | no client_id; no client_secret; Authorization = Basic JXp6OnNlY3JldA==     | client_id and client_secret in the authorization header are not properly encoded  |

  @rfc6749-2.3 @needs-client-public
  Scenario: A public application has no secret to send
    Given the application "public"
    And the application has a code
    When the application redeems the code with client_secret = anything
    Then it is refused with 401 "invalid_client" saying "client authentication failed"

  @needs-client-another
  Scenario: A code of another application is refused
    Given the application has a code
    When the application "another" acts
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @needs-clock
  Scenario: A code is good for a minute
    Given the application has a code
    When 61 seconds pass
    And the application redeems the code
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"

  @needs-clock
  Scenario: A code is still good after 59 seconds
    Given the application has a code
    When 40 seconds pass
    And the application redeems the code
    Then the application gets tokens

  @needs-client-code-only
  Scenario: An application without the refresh grant may not refresh
    Given the application "code-only"
    And the application has a code
    When the application redeems the code with grant_type = refresh_token; refresh_token = 43 letters
    Then it is refused with 400 "invalid_request" saying "requested grant type is not allowed for this client"

  Scenario Outline: There is no <method> at the token endpoint
    When the token endpoint is asked by <method>
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (<method> on /token)"

    Examples:
      | method |
      | GET    |
      | PUT    |
      | DELETE |
