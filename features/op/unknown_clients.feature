@needs-control
Feature: Clients that nobody has registered
  A program that cannot be changed brings an id and a secret of its own. Where an institution allows it, the
  first request registers it, with the redirect URI that it names; the secret that it proves itself with
  first is its secret from then on. Banno never does that, so nothing does it unless somebody has said so.

  @needs-login-form
  Scenario: The first use registers the client with its secret, and its user signs in
    Given the institution allows "allow_unknown_clients"
    When the application sends the user to sign in with client_id = newcomer
    Then the user is asked to sign in
    When the user signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code with client_id = newcomer; client_secret = its own
    Then the application gets tokens

  @rfc6749-5.2 @needs-login-form
  Scenario: A second, different secret is refused, and the first goes on
    Given the institution allows "allow_unknown_clients"
    When the application sends the user to sign in with client_id = newcomer
    And the user signs in
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code with client_id = newcomer; client_secret = its own; code = 43 letters
    Then it is refused with 400 "invalid_grant"
    When the application redeems the code with client_id = newcomer; client_secret = another
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When the application redeems the code with client_id = newcomer; no client_secret
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When the application redeems the code with client_id = newcomer; client_secret = its own
    Then the application gets tokens

  @rfc6749-2.1 @needs-login-form
  Scenario: Who brings no secret is a public client, and stays one
    Given the institution allows "allow_unknown_clients"
    When the application sends the user to sign in with client_id = newcomer
    And the user signs in
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code with client_id = newcomer; no client_secret; code = 43 letters
    Then it is refused with 400 "invalid_grant"
    When the application redeems the code with client_id = newcomer; client_secret = late
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When the application redeems the code with client_id = newcomer; no client_secret
    Then the application gets tokens

  @rfc6749-3.1.2
  Scenario: The redirect URI that it came with is the only one
    Given the institution allows "allow_unknown_clients"
    When the browser asks for authorization with client_id = newcomer
    Then the browser is sent to a login page of the provider
    When the browser asks for authorization with client_id = newcomer; redirect_uri = https://elsewhere.example/cb
    Then a page tells the error "invalid_redirect_uri" and says "redirect_uri did not match any of the client's registered redirect_uris"

  Scenario Outline: What Banno would not register is not registered: <redirect_uri>
    Given the institution allows "allow_unknown_clients"
    When the browser asks for authorization with client_id = newcomer; redirect_uri = <redirect_uri>
    Then a page tells the error "invalid_client" and says "client is invalid"

    Examples:
      | redirect_uri              |
      | http://app.example/cb     |
      | https://*.app.example/cb  |
      | https://app.example/cb#a  |
      | javascript:alert(1)       |

  @rfc9126-2
  Scenario: A pushed request registers its client, too
    Given the institution allows "allow_unknown_clients"
    When the application pushes its request with client_id = newcomer; client_secret = its own
    Then the application gets a request_uri that is good for 60 seconds
    When the application pushes its request with client_id = newcomer; client_secret = another
    Then it is refused with 401 "invalid_client" saying "client authentication failed"

  Scenario: Clients that the institution knows are as they were
    Given the institution allows "allow_unknown_clients"
    And the application has a code
    When the application redeems the code with client_secret = wrong
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    When the application redeems the code
    Then the application gets tokens

  @needs-journal
  Scenario: The journal says what Banno would not have let pass
    Given the institution allows "allow_unknown_clients"
    When the browser asks for authorization with client_id = newcomer
    Then the browser is sent to a login page of the provider
    And the journal tells that "allow_unknown_clients" was used

  @needs-journal
  Scenario: Without that, an unknown client is one
    When the browser asks for authorization with client_id = newcomer
    Then a page tells the error "invalid_client" and says "client is invalid"
    And the journal tells that nothing was let pass

  Scenario: A reset forgets who came by themselves
    Given the institution allows "allow_unknown_clients"
    When the browser asks for authorization with client_id = newcomer
    Then the browser is sent to a login page of the provider
    When the institution is reset
    And the browser asks for authorization with client_id = newcomer
    Then a page tells the error "invalid_client" and says "client is invalid"

  Scenario: One institution's permission is not another's
    Given the institution allows "allow_unknown_clients"
    And another institution
    When everybody goes to the other institution
    And the browser asks for authorization with client_id = newcomer
    Then a page tells the error "invalid_client" and says "client is invalid"
