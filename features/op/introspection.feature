@rfc7662-2
Feature: Introspection
  An application asks what a token is good for. Of a token that is good for nothing it learns no more
  than that.

  Background:
    Given the application asks for the scope "openid email {offline}"
    And the application holds tokens

  @rfc7662-2.2
  Scenario: An access token
    When the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}                  |
      | client_id  | {client_id}            |
      | exp        | (a number)             |
      | iat        | (a number)             |
      | iss        | {issuer}               |
      | scope      | openid email {offline} |
      | token_type | Bearer                 |
    And the token lives for {access_token_seconds} seconds in all
    And no cache may keep the answer

  @rfc7662-2.2
  Scenario: A refresh token, which is of no type
    When the application introspects the refresh token
    Then the token is active, and this is told
      | sub       | {sub}                  |
      | client_id | {client_id}            |
      | exp       | (a number)             |
      | iat       | (a number)             |
      | iss       | {issuer}               |
      | scope     | openid email {offline} |
    And the token lives for {refresh_token_seconds} seconds in all

  Scenario: The access token of a narrower refresh has the narrower scope
    When the application refreshes with scope = openid
    And the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}       |
      | client_id  | {client_id} |
      | exp        | (a number)  |
      | iat        | (a number)  |
      | iss        | {issuer}    |
      | scope      | openid      |
      | token_type | Bearer      |

  @rfc7662-2.1
  Scenario Outline: A wrong hint leads nobody astray: the access token as <hint>
    When the application introspects the access token with token_type_hint = <hint>
    Then the token is active, and this is told
      | sub        | {sub}                  |
      | client_id  | {client_id}            |
      | exp        | (a number)             |
      | iat        | (a number)             |
      | iss        | {issuer}               |
      | scope      | openid email {offline} |
      | token_type | Bearer                 |

    Examples:
      | hint          |
      | access_token  |
      | refresh_token |
      | rubbish       |

  @rfc7662-2.1
  Scenario Outline: A wrong hint leads nobody astray: the refresh token as <hint>
    When the application introspects the refresh token with token_type_hint = <hint>
    Then the token is active, and this is told
      | sub       | {sub}                  |
      | client_id | {client_id}            |
      | exp       | (a number)             |
      | iat       | (a number)             |
      | iss       | {issuer}               |
      | scope     | openid email {offline} |

    Examples:
      | hint          |
      | access_token  |
      | refresh_token |

  @needs-client-another
  Scenario: Another application may ask, and learns whose the token is
    When the application "another" acts
    And the application introspects the access token
    Then the token is active, and this is told
      | sub        | {sub}                  |
      | client_id  | {default_client_id}    |
      | exp        | (a number)             |
      | iat        | (a number)             |
      | iss        | {issuer}               |
      | scope      | openid email {offline} |
      | token_type | Bearer                 |

  @rfc7662-4 @needs-client-public
  Scenario: A public application, which anybody can be, learns nothing of another's token
    When the application "public" acts
    And the application introspects the access token
    Then the token is inactive, and nothing else is told

  @rfc7662-2.2
  Scenario Outline: Good for nothing: <case>
    When the application introspects the access token with token = <token>
    Then the token is inactive, and nothing else is told
    And no cache may keep the answer

    Examples:
      | case                     | token      |
      | a token that nobody gave | 43 letters |
      | the ID token             | {id_token} |
      | the used code            | {code}     |
      | no token at all          | rubbish    |

  @needs-clock
  Scenario: Good for nothing: an access token after ten minutes
    When 601 seconds pass
    And the application introspects the access token
    Then the token is inactive, and nothing else is told
    When the application introspects the refresh token
    Then the token is active, and this is told
      | sub       | {sub}                  |
      | client_id | {client_id}            |
      | exp       | (a number)             |
      | iat       | (a number)             |
      | iss       | {issuer}               |
      | scope     | openid email {offline} |

  @needs-clock
  Scenario: Good for nothing: a refresh token after fourteen days
    When 15 days pass
    And the application introspects the refresh token
    Then the token is inactive, and nothing else is told

  @needs-rotation
  Scenario: Good for nothing: a refresh token that was used
    When the application refreshes
    And the application introspects the refresh token with token = {first_refresh_token}
    Then the token is inactive, and nothing else is told

  Scenario: Asking about a used refresh token takes nothing back
    When the application refreshes
    And the application introspects the refresh token with token = {first_refresh_token}
    Then the newest access token works

  Scenario Outline: Good for nothing: the <token> token of a code that was used twice
    When the application redeems the code again
    And the application introspects the <token> token
    Then the token is inactive, and nothing else is told

    Examples:
      | token   |
      | access  |
      | refresh |

  Scenario Outline: Good for nothing: the <token> token once the refresh token is revoked
    When the application revokes the refresh token
    And the application introspects the <token> token
    Then the token is inactive, and nothing else is told

    Examples:
      | token   |
      | access  |
      | refresh |

  @rfc7662-2.1 @rfc7662-2.3
  Scenario Outline: Refused: <case>
    When the application introspects the access token with <change>
    Then it is refused with <status> "<error>" saying "<description>"
    And no cache may keep the answer

    Examples:
      | case                     | change                          | status | error           | description                                                                                               |
      | no token                 | no token                        | 400    | invalid_request | missing required parameter 'token'                                                                        |
      | two tokens               | token twice                     | 400    | invalid_request | 'token' parameter must not be provided twice                                                              |
      | nobody asks              | no client_id; no client_secret  | 400    | invalid_request | no client authentication mechanism provided                                                               |
      | a wrong secret           | client_secret = wrong           | 401    | invalid_client  | client authentication failed                                                                              |
      | an unknown application   | client_id = unknown             | 401    | invalid_client  | client authentication failed                                                                              |
      | no secret                | no client_secret                | 401    | invalid_client  | client authentication failed                                                                              |
      | a token's bearer         | no client_id; no client_secret; Authorization = Bearer {access_token} | 400 | invalid_request | invalid authorization header value format                                           |
      | JSON                     | Content-Type = application/json | 400    | invalid_request | only application/x-www-form-urlencoded content-type bodies are supported on POST /token/introspection     |

  Scenario: There is no GET
    When the introspection endpoint is asked by GET
    Then it is refused with 404 "invalid_request" saying "unrecognized route or not allowed method (GET on /token/introspection)"
