@needs-journal
Feature: The true reason
  The wire has one text for many causes. The journal tells the one that it was, and nobody else does.

  Scenario Outline: A code is refused: <reason>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "<reason>"
    And the answer does not tell it

    Examples:
      | change                                 | reason                                   |
      | code = 43 letters                      | authorization code not found             |
      | code_verifier = 43 letters             | PKCE verification failed                 |
      | no code_verifier                       | PKCE verification failed                 |
      | redirect_uri = https://evil.example/cb | authorization code redirect_uri mismatch |

  Scenario: A code is refused: authorization code already consumed
    Given the application holds tokens
    When the application redeems the code again
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "authorization code already consumed"
    And the answer does not tell it

  @needs-clock
  Scenario: A code is refused: authorization code is expired
    Given the application has a code
    When 61 seconds pass
    And the application redeems the code
    Then the journal knows for the token endpoint the reason "authorization code is expired"
    And the answer does not tell it

  @needs-client-another
  Scenario: A code is refused: client mismatch
    Given the application has a code
    When the application "another" acts
    And the application redeems the code
    Then the journal knows for the token endpoint the reason "client mismatch"
    And the answer does not tell it

  Scenario Outline: A refresh is refused: <reason>
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    And the application has refreshed
    When the application refreshes with <change>
    Then it is refused with 400 "invalid_grant" saying "grant request is invalid"
    And the journal knows for the token endpoint the reason "<reason>"
    And the answer does not tell it

    Examples:
      | change                                | reason                     |
      | refresh_token = 43 letters            | refresh token not found    |
      | refresh_token = {first_refresh_token} | refresh token already used |

  Scenario Outline: One line tells it, whatever was sent: at /me, <case>
    Given the application holds tokens
    When the application asks who the user is by POST with scope = <scope>
    Then it is refused with 403 "insufficient_scope"
    And its challenge begins with Bearer realm="{issuer}", error="insufficient_scope"
    And the journal tells for the userinfo endpoint a reason of one line

    Examples:
      | case               | scope                       |
      | a line feed        | a{line_feed}b               |
      | a carriage return  | a{carriage_return}b         |
      | a NUL              | a{nul}b                     |
      | an escape          | a{escape}[31mb              |
      | a second scope too | email{line_feed} phone{nul} |

  Scenario Outline: One line tells it, whatever was sent: at a refresh, <case>
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application refreshes with scope = <scope>
    Then it is refused with 400 "invalid_scope"
    And the journal tells for the token endpoint a reason of one line

    Examples:
      | case               | scope                       |
      | a line feed        | a{line_feed}b               |
      | a carriage return  | a{carriage_return}b         |
      | a NUL              | a{nul}b                     |
      | an escape          | a{escape}[31mb              |
      | a second scope too | email{line_feed} phone{nul} |

  @needs-clock
  Scenario: A refresh is refused: refresh token is expired
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When 15 days pass
    And the application refreshes
    Then the journal knows for the token endpoint the reason "refresh token is expired"
    And the answer does not tell it

  Scenario Outline: Client authentication fails: <reason>
    Given the application has a code
    When the application redeems the code with <change>
    Then it is refused with 401 "invalid_client" saying "client authentication failed"
    And the journal knows for the token endpoint the reason "<reason>"
    And the answer does not tell it

    Examples:
      | change                | reason                                                                                        |
      | client_id = unknown   | client not found                                                                              |
      | client_secret = wrong | invalid secret provided                                                                       |
      | no client_secret      | the provided authentication mechanism does not match the registered client authentication method |

  Scenario Outline: A token is inactive: <reason>
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application introspects the access token with token = <token>
    Then the token is inactive, and nothing else is told
    And the journal knows for the introspection endpoint the reason "<reason>"

    Examples:
      | token      | reason          |
      | 43 letters | token not found |
      | {id_token} | token not found |

  Scenario: A token is inactive: refresh token already used
    Given the application asks for the scope "openid {offline}"
    And the application holds tokens
    When the application refreshes
    And the application introspects the refresh token with token = {first_refresh_token}
    Then the token is inactive, and nothing else is told
    And the journal knows for the introspection endpoint the reason "refresh token already used"

  Scenario: A token is inactive: grant not found
    Given the application holds tokens
    When the application redeems the code again
    And the application introspects the access token
    Then the token is inactive, and nothing else is told
    And the journal knows for the introspection endpoint the reason "grant not found"

  @needs-clock
  Scenario: A token is inactive: token is expired
    Given the application holds tokens
    When 601 seconds pass
    And the application introspects the access token
    Then the token is inactive, and nothing else is told
    And the journal knows for the introspection endpoint the reason "token is expired"

  @needs-client-public
  Scenario: A token is inactive: token of another client, and the caller is public
    Given the application holds tokens
    When the application "public" acts
    And the application introspects the access token
    Then the token is inactive, and nothing else is told
    And the journal knows for the introspection endpoint the reason "token of another client, and the caller is public"

  @needs-login-form
  Scenario Outline: A pushed reference is refused: <reason>
    Given the user is signed in
    And the application has pushed its request
    When the application sends the user to sign in as pushed
    And the application sends the user to sign in as pushed with <change>
    Then a page tells the error "invalid_request_uri" and says "request_uri is invalid, expired, or was already used"
    And the journal knows for the authorization endpoint the reason "<reason>"

    Examples:
      | change                                                     | reason                   |
      | client_id = {client_id}                                    | request_uri already used |
      | request_uri = urn:ietf:params:oauth:request_uri:made-up    | request_uri not found    |

  @needs-login-form
  Scenario Outline: A logout is refused: <reason>
    Given the application holds tokens
    When the application sends the user to sign out with <change>
    Then a page tells the error "<error>" and says "<description>"
    And the journal knows for the end session endpoint the reason "<reason>"

    Examples:
      | change                                           | error           | description                              | reason                                         |
      | post_logout_redirect_uri = https://evil.example/ | invalid_request | post_logout_redirect_uri not registered  | post_logout_redirect_uri not registered        |
      | id_token_hint = rubbish                          | invalid_request | could not decode id_token_hint           | id_token_hint is not a JWT                     |
      | no id_token_hint; client_id = unknown            | invalid_client  | client is invalid                        | client not found                               |

  @needs-client-another
  Scenario: A revocation is refused: token of another client
    Given the application holds tokens
    When the application "another" acts
    And the application revokes the access token
    Then it is refused with 400 "invalid_request" saying "this token does not belong to you"
    And the journal knows for the revocation endpoint the reason "token of another client"
