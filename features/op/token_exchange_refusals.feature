@rfc8693-2.2.2 @needs-control @needs-journal
Feature: No token for a token
  What is exchanged is the application's own and still good, and nobody gets more for it than it was. Banno
  has published nothing about this grant: it is this project's assumption, out of the standard.

  Background:
    Given it is registered with grant_types = ["authorization_code","refresh_token","urn:ietf:params:oauth:grant-type:token-exchange"]
    And the application asks for the scope "openid email {offline}"
    And the application holds tokens

  Scenario Outline: Refused: <case>
    When the application exchanges its access token with <change>
    Then it is refused with 400 "<error>" saying "<description>"
    And no cache may keep the answer
    And the journal knows for the token endpoint the reason "<reason>"
    And the newest access token works

    @rfc8693-2.1
    Examples:
      | case                      | change                                                                | error           | description                                                          | reason                                            |
      | no token                  | no subject_token                                                      | invalid_request | missing required parameter 'subject_token'                           | missing subject_token                             |
      | no type                   | no subject_token_type                                                 | invalid_request | missing required parameter 'subject_token_type'                      | missing subject_token_type                        |
      | neither                   | no subject_token; no subject_token_type                               | invalid_request | missing required parameters 'subject_token' and 'subject_token_type' | missing subject_token, subject_token_type         |
      | an ID token, by its type  | subject_token_type = urn:ietf:params:oauth:token-type:id_token        | invalid_request | unsupported subject_token_type provided                              | subject_token_type is not that of access tokens   |
      | an unknown type           | subject_token_type = rubbish                                          | invalid_request | unsupported subject_token_type provided                              | subject_token_type is not that of access tokens   |
      | a refresh token is wanted | requested_token_type = urn:ietf:params:oauth:token-type:refresh_token | invalid_request | unsupported requested_token_type requested                           | requested_token_type is not that of access tokens |
      | somebody acts             | actor_token = {access_token}                                          | invalid_request | actor_token is not supported                                         | actor tokens are not taken                        |
      | a type of who acts        | actor_token_type = urn:ietf:params:oauth:token-type:access_token      | invalid_request | actor_token is not supported                                         | actor tokens are not taken                        |
      | rubbish                   | subject_token = rubbish                                               | invalid_request | subject_token is invalid                                             | subject_token: not an access token of this issuer |
      | the ID token              | subject_token = {id_token}                                            | invalid_request | subject_token is invalid                                             | subject_token: not an access token of this issuer |
      | the refresh token         | subject_token = {refresh_token}                                       | invalid_request | subject_token is invalid                                             | subject_token: not an access token of this issuer |

    @rfc8707-2
    Examples:
      | case             | change                         | error          | description                               | reason                           |
      | another resource | resource = https://api.example | invalid_target | resource indicator is missing, or unknown | resource is not the Consumer API |
      | another audience | audience = somebody            | invalid_target | resource indicator is missing, or unknown | audience is not the Consumer API |

  Scenario Outline: Refused: more than the token may do: <case>
    When the application exchanges its access token with scope = <scope>
    Then it is refused with 400 "invalid_scope" saying "<description>" and the scope "<missing>"

    Examples:
      | case         | scope                | description                            | missing       |
      | one scope    | openid profile       | subject token missing requested scope  | profile       |
      | two scopes   | openid profile phone | subject token missing requested scopes | profile phone |
      | nobody knows | openid rubbish       | subject token missing requested scope  | rubbish       |

  @needs-client-another
  Scenario: Refused: the token of another application
    Given the application "another" acts
    And the application has a new code
    And the application has redeemed the code
    When the registered application acts
    And the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "subject_token is invalid"
    And the journal knows for the token endpoint the reason "subject_token: of another client"
    And the answer does not tell it

  @needs-client-another
  Scenario: Refused: an application that is not registered for it
    Given the application "another" acts
    And the application has a new code
    And the application has redeemed the code
    When the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "requested grant type is not allowed for this client"
    And the newest access token works

  @needs-client-public
  Scenario: Refused: an application without a secret
    Given the application "public" acts
    And the application has a new code
    And the application has redeemed the code
    When the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "requested grant type is not allowed for this client"

  Scenario: Nor can one be registered for it
    When it is to be registered with client_id = app; token_endpoint_auth_method = none; grant_types = ["authorization_code","urn:ietf:params:oauth:grant-type:token-exchange"]
    Then the control plane refuses with 400 saying "clients.grant_types of `app`: urn:ietf:params:oauth:grant-type:token-exchange is not for a public client"

  Scenario: Refused: with a wrong secret
    When the application exchanges its access token with client_secret = wrong
    Then it is refused with 401 "invalid_client" saying "client authentication failed"

  @needs-clock
  Scenario: Refused: a token whose time is over
    When 601 seconds pass
    And the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "subject_token is invalid"
    And the journal knows for the token endpoint the reason "subject_token: no longer good"
    And the answer does not tell it

  Scenario: Refused: a token that was revoked
    When the application revokes the access token
    And the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "subject_token is invalid"
    And the journal knows for the token endpoint the reason "subject_token: not an access token of this issuer"

  Scenario: Refused: a token whose grant was revoked
    When the institution revokes the grant
    And the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "subject_token is invalid"
    And the journal knows for the token endpoint the reason "subject_token: no longer good"

  @rfc9449-5
  Scenario Outline: Refused: a token that is bound to a key, <case>
    Given the application proves a key for "ES256"
    And the application has a new code
    When the application redeems the code
    And <what happens>
    And the application exchanges its access token
    Then it is refused with 400 "invalid_request" saying "subject_token is invalid"
    And the journal knows for the token endpoint the reason "subject_token: bound to a key that was not proven"
    And the answer does not tell it

    Examples:
      | case             | what happens                            |
      | without a proof  | the application proves no key           |
      | with another key | somebody else proves a key of their own |
