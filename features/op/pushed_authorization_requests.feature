@rfc9126-2
Feature: Pushed authorization requests
  An application hands its request to the provider itself; the browser carries no more than a reference,
  which is good once.

  @rfc9126-2.2
  Scenario: A request is taken, for one minute
    When the application pushes its request
    Then the application gets a request_uri that is good for 60 seconds
    And no cache may keep the answer

  @rfc9126-4 @needs-fresh @needs-login-form
  Scenario: A user signs in by a pushed request
    Given the application asks for the scope "openid email"
    And the application has pushed its request
    When the application sends the user to sign in as pushed
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the application gets tokens
    And the tokens are for the scope "openid email"

  @rfc9126-2 @needs-client-basic
  Scenario: The application may authenticate in the header
    Given the application "basic"
    When the application pushes its request
    Then the application gets a request_uri that is good for 60 seconds

  @rfc9126-2 @needs-client-public
  Scenario: A public application pushes without a secret
    Given the application "public"
    And the application has pushed its request
    When the browser asks for authorization as pushed
    Then the browser is sent to a login page of the provider

  @rfc9126-4 @needs-login-form
  Scenario: What the browser brings beside the reference counts for nothing
    Given the application has pushed its request
    When the application sends the user to sign in as pushed with scope = openid phone; state = forged; redirect_uri = https://evil.example/cb
    And the user signs in
    And the user allows it where asked
    Then the user comes back with a code
    When the application redeems the code
    Then the tokens are for the scope "openid"

  @rfc9126-4
  Scenario: What the browser repeats beside the reference counts for nothing either
    Given the application has pushed its request
    When the browser asks for authorization as pushed with code_challenge = short; prompt = none; scope = rubbish
    Then the browser is sent to a login page of the provider

  @rfc9126-4
  Scenario: The wish of the pushed request is obeyed
    Given the application asks with prompt = none
    And the application has pushed its request
    When the browser asks for authorization as pushed
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @rfc9126-7.3 @needs-login-form
  Scenario: A reference is good once
    Given the user is signed in
    And the application has pushed its request
    When the application sends the user to sign in as pushed
    Then the user comes back with a code
    When the application sends the user to sign in as pushed
    Then a page tells the error "invalid_request_uri" and says "request_uri is invalid, expired, or was already used"

  @needs-login-form
  Scenario: A reference that nobody has signed in with may be opened again
    Given the application has pushed its request
    When the application sends the user to sign in as pushed
    And the user takes another browser
    And the application sends the user to sign in as pushed
    Then the user is asked to sign in

  @rfc9126-2.2 @needs-clock
  Scenario: A reference is good for a minute
    Given the application has pushed its request
    When 40 seconds pass
    And the browser asks for authorization as pushed
    Then the browser is sent to a login page of the provider
    When 21 seconds pass
    And the browser asks for authorization as pushed
    Then a page tells the error "invalid_request_uri" and says "request_uri is invalid, expired, or was already used"

  @rfc9126-2.2 @needs-client-another
  Scenario: A reference is good for the application that pushed only
    Given the application has pushed its request
    When the application "another" acts
    And the browser asks for authorization as pushed
    Then a page tells the error "invalid_request_object" and says "request client_id must equal the one in request parameters"
    When the application "default" acts
    And the browser asks for authorization as pushed
    Then the browser is sent to a login page of the provider

  @rfc9101-6.3
  Scenario: A response_type beside the reference has to be the pushed one
    Given the application has pushed its request
    When the browser asks for authorization as pushed with response_type = none
    Then a page tells the error "invalid_request_object" and says "request response_type must equal the one in request parameters"
    When the browser asks for authorization as pushed with response_type = code
    Then the browser is sent to a login page of the provider

  Scenario: A made-up reference
    When the browser asks for authorization with no redirect_uri; request_uri = urn:ietf:params:oauth:request_uri:made-up
    Then a page tells the error "invalid_request_uri" and says "request_uri is invalid, expired, or was already used"

  Scenario: A reference without an application
    Given the application has pushed its request
    When the browser asks for authorization as pushed with no client_id
    Then a page tells the error "invalid_request" and says "missing required parameter 'client_id'"

  @rfc9126-2.3
  Scenario Outline: Refused at once, as JSON: <case>
    When the application pushes its request with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    And no cache may keep the answer

    Examples:
      | case                           | change                                  | status | error                     | description                                                                  |
      | a redirect_uri of nobody's     | redirect_uri = https://evil.example/cb  | 400    | invalid_request           | redirect_uri did not match any of the client's registered redirect_uris      |
      | no redirect_uri                | no redirect_uri                         | 400    | invalid_request           | missing required parameter 'redirect_uri'                                    |
      | no response_type               | no response_type                        | 400    | invalid_request           | missing required parameter 'response_type'                                   |
      | an unknown response_type       | response_type = rubbish                 | 400    | unsupported_response_type | unsupported response_type requested                                          |
      | an unknown response_mode       | response_mode = rubbish                 | 400    | unsupported_response_mode | unsupported response_mode requested                                          |
      | no PKCE                        | no code_challenge; no code_challenge_method | 400 | invalid_request          | Authorization Server policy requires PKCE to be used for this request        |
      | a nonce without openid         | scope = profile                         | 400    | invalid_request           | openid scope must be requested when using the nonce parameter                |
      | an unknown prompt              | prompt = rubbish                        | 400    | invalid_request           | unsupported prompt value requested                                           |
      | claims that are no JSON        | claims = rubbish                        | 400    | invalid_request           | could not parse the claims parameter JSON                                    |
      | a repeated state               | state twice                             | 400    | invalid_request           | 'state' parameter must not be provided twice                                 |
      | a hint that is no token        | id_token_hint = rubbish                 | 400    | invalid_request           | could not validate id_token_hint                                             |
      | JSON                           | Content-Type = application/json         | 400    | invalid_request           | only application/x-www-form-urlencoded content-type bodies are supported on POST /request |

  @rfc9126-2.1
  Scenario Outline: There is nothing to push in the place of a request: <parameter>
    When the application pushes its request with <parameter> = <value>
    Then it is refused with 400 "<error>"

    Examples:
      | parameter   | value                                | error                     |
      | request_uri | urn:ietf:params:oauth:request_uri:x  | request_uri_not_supported |
      | request     | e30.e30.                             | request_not_supported     |

  @rfc9126-2.3 @rfc6749-5.2
  Scenario Outline: Refused because of who asks: <case>
    When the application pushes its request with <change>
    Then it is refused with <status> "<error>" saying "<description>"

    Examples:
      | case                     | change                          | status | error           | description                                  |
      | nobody                   | no client_id; no client_secret  | 400    | invalid_request | no client authentication mechanism provided  |
      | a wrong secret           | client_secret = wrong           | 401    | invalid_client  | client authentication failed                 |
      | no secret                | no client_secret                | 401    | invalid_client  | client authentication failed                 |
      | an unknown application   | client_id = unknown             | 401    | invalid_client  | client authentication failed                 |
      | a wrong secret and a wrong request | client_secret = wrong; no response_type | 401 | invalid_client | client authentication failed      |

  @rfc6749-3.3 @needs-client-narrow
  Scenario: A scope outside the application's own list is refused by name
    Given the application "narrow"
    When the application pushes its request with scope = openid email
    Then it is refused with 400 "invalid_scope" saying "requested scope is not allowed" and the scope "email"

  @rfc9126-2.3
  Scenario: There is no GET
    When the pushed_authorization_request endpoint is asked by GET
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (GET on /request)"
