@oauth-multiple-response-types-2.1
Feature: Response modes
  An application says how the answer comes back to it: in the query, in the fragment, or posted by the
  browser.

  Scenario: In the query, as it is without a word
    Given the application asks with response_mode = query
    And the user is signed in
    Then the user comes back with a code
    When the application redeems the code
    Then the application gets tokens

  @needs-login-form
  Scenario: In the fragment
    Given the application asks with response_mode = fragment
    And the user is signed in
    Then the user comes back with a code
    And the answer is in the fragment alone
    When the application redeems the code
    Then the application gets tokens

  Scenario: An error in the fragment
    When the browser asks for authorization with response_mode = fragment; prompt = none
    Then the browser is sent back in the fragment with the error "login_required" saying "End-User authentication is required"

  @oauth-form-post-2 @needs-login-form
  Scenario: Posted
    Given the application asks with response_mode = form_post
    And the user is signed in
    Then the user comes back with a code
    And the page posts the answer to the redirect URI, with a script or without
    When the application redeems the code
    Then the application gets tokens

  @oauth-form-post-2 @needs-login-form
  Scenario: Posted without a state
    Given the application asks with response_mode = form_post; no state
    And the user is signed in
    Then the user comes back with a code
    And the page posts the answer to the redirect URI, with a script or without

  @oauth-form-post-2
  Scenario Outline: An error, posted: <case>
    When the browser asks for authorization with response_mode = form_post; <change>
    Then the page posts the error "<error>" saying "<description>"

    Examples:
      | case             | change                 | error           | description                                                           |
      | nobody signed in | prompt = none          | login_required  | End-User authentication is required                                   |
      | no PKCE          | no code_challenge; no code_challenge_method | invalid_request | Authorization Server policy requires PKCE to be used for this request |
      | an odd prompt    | prompt = rubbish       | invalid_request | unsupported prompt value requested                                    |
      | a state of markup | prompt = none; state = "><script>alert(1)</script> | login_required | End-User authentication is required          |

  @oauth-form-post-2 @rfc6749-4.1.2.1 @needs-login-form @needs-pages
  Scenario: A user who cancels is posted back
    Given the application asks with response_mode = form_post
    When the application sends the user to sign in
    And the user cancels
    Then the page posts the error "access_denied" saying "End-User aborted interaction"

  @needs-pages @needs-login-form
  Scenario: The page that posts runs no script but its own
    Given the application asks with response_mode = form_post
    And the user is signed in
    Then the page runs its own script only, and its form leads on over the web only

  @rfc6749-4.1.2.1
  Scenario Outline: A page, whatever the response mode: <mode>
    When the browser asks for authorization with response_mode = <mode>; redirect_uri = https://evil.example/cb
    Then a page tells the error "invalid_redirect_uri" and says "redirect_uri did not match any of the client's registered redirect_uris"

    Examples:
      | mode      |
      | query     |
      | fragment  |
      | form_post |

  Scenario Outline: There is no response mode <mode>
    When the browser asks for authorization with response_mode = <mode>
    Then the browser is sent back with the error "unsupported_response_mode" saying "unsupported response_mode requested"

    Examples:
      | mode        |
      | rubbish     |
      | jwt         |
      | query.jwt   |
      | web_message |
      | FORM_POST   |

  Scenario: A repeated response mode
    When the browser asks for authorization with response_mode = query; response_mode twice
    Then the browser is sent back with the error "invalid_request" saying "'response_mode' parameter must not be provided twice"

  @rfc9126-4 @needs-login-form
  Scenario: A pushed request has its own response mode
    Given the application asks with response_mode = form_post
    And the application has pushed its request
    When the application sends the user to sign in as pushed with response_mode = query
    And the user signs in
    And the user allows it where asked
    Then the user comes back with a code
    And the page posts the answer to the redirect URI, with a script or without
