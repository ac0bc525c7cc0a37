@oidc-core-5.5
Feature: The claims parameter
  An application names the claims that it wants, and how much it wants them. It gets what there is and
  what the user has allowed; what is missing is missing without a word.

  @oidc-core-5.5.1 @needs-claim-birthdate
  Scenario Outline: However much it is wanted, a claim is told: <how>
    Given the application asks for the claims
      """
      {"userinfo":{"birthdate":<how>},"id_token":{"birthdate":<how>}}
      """
    And the application holds tokens
    Then the ID token tells exactly the claims "sub birthdate"
    When the application asks who the user is
    Then it learns exactly the claims "sub birthdate"

    Examples:
      | how                                                                |
      | null                                                               |
      | {"essential":true}                                                 |
      | {"essential":false}                                                |
      | {"value":"1900-01-01"}                                             |
      | {"essential":true,"values":["1900-01-01","1900-01-02"]}            |
      | {"essential":true,"values":["1900-01-01"],"purpose":"curiosity"}   |

  @oidc-core-5.5.1
  Scenario: An essential claim that nobody knows is no error
    Given the application asks for the claims
      """
      {"userinfo":{"middle_name":{"essential":true}},"id_token":{"shoe_size":{"essential":true}}}
      """
    And the application holds tokens
    Then the ID token tells exactly the claims "sub"
    When the application asks who the user is
    Then it learns exactly the claims "sub"

  @oidc-core-5.5.1 @needs-login-form
  Scenario: The user's own sub may be asked for
    Given the user is signed in
    When the browser asks for authorization with prompt = none; claims = {"id_token":{"sub":{"value":"{sub}"}}}
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token tells exactly the claims "sub"

  @oidc-core-5.5.1 @oidc-core-3.1.2.6 @needs-another-user @needs-login-form
  Scenario: Another user's sub cannot be told without asking
    Given the user is signed in
    When the browser asks for authorization with prompt = none; claims = {"id_token":{"sub":{"value":"{another_sub}"}}}
    Then the browser is sent back with the error "login_required" saying "requested subject could not be obtained"

  @oidc-core-5.5.1 @needs-another-user @needs-login-form
  Scenario: For another user's sub somebody has to sign in
    Given the user is signed in
    When the application sends the user to sign in with claims = {"id_token":{"sub":{"value":"{another_sub}"}}}
    Then the user is asked to sign in

  @needs-login-form
  Scenario: A sub asked of /me binds nobody
    Given the user is signed in
    When the browser asks for authorization with prompt = none; claims = {"userinfo":{"sub":{"value":"somebody"}}}
    Then the user comes back with a code

  @oidc-core-5.5
  Scenario Outline: Refused: <case>
    When the browser asks for authorization with claims = <claims>
    Then the browser is sent back with the error "invalid_request" saying "<description>"

    Examples:
      | case                        | claims                   | description                                                   |
      | no JSON                     | {"id_token":             | could not parse the claims parameter JSON                     |
      | a list                      | [{"id_token":{}}]        | claims parameter should be a JSON object                      |
      | null                        | null                     | claims parameter should be a JSON object                      |
      | of neither                  | {"name":null}            | claims parameter should have userinfo or id_token properties  |
      | an ID token that is a list  | {"id_token":["name"]}    | claims.id_token should be an object                           |
      | an ID token that is nothing | {"id_token":null}        | claims.id_token should be an object                           |
      | userinfo that is a word     | {"userinfo":"name"}      | claims.userinfo should be an object                           |

  @needs-client-code-or-none
  Scenario: Where no token is given there are no claims to ask for
    Given the application "code-or-none"
    When the browser asks for authorization with response_type = none; claims = {"id_token":{"email":null}}
    Then the browser is sent back with the error "invalid_request" saying "claims parameter should not be combined with response_type none"

  @needs-fresh
  Scenario: Claims outlive a refresh
    Given the application asks with scope = openid {offline}; claims = {"id_token":{"birthdate":null},"userinfo":{"email":null}}
    And the application holds tokens
    When the application refreshes
    Then the ID token tells exactly the claims "sub birthdate"
    When the application asks who the user is
    Then it learns exactly the claims "sub email"
