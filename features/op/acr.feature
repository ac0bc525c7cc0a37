@oidc-core-5.5.1.1 @needs-security-levels
Feature: Security levels
  Banno has four levels, each above the one before. The user of these scenarios reaches the lowest with a
  password, and any with a second factor.

  Scenario Outline: Told is the first wish within the user's highest level: <case>
    Given the application asks with <wish>
    And the application holds tokens
    Then the ID token's claim "acr" is "https://api.banno.com/consumer/security-level/standard"

    Examples:
      | case                            | wish                                                                                                                                    |
      | the only one                    | acr_values = https://api.banno.com/consumer/security-level/standard                                                                     |
      | the last of three               | acr_values = https://api.banno.com/consumer/security-level/restricted https://api.banno.com/consumer/security-level/high https://api.banno.com/consumer/security-level/standard |
      | after one that nobody knows     | acr_values = gold https://api.banno.com/consumer/security-level/standard                                                                |
      | by the claims parameter         | claims = {"id_token":{"acr":{"values":["https://api.banno.com/consumer/security-level/high","https://api.banno.com/consumer/security-level/standard"]}}} |
      | essential, and within           | claims = {"id_token":{"acr":{"essential":true,"value":"https://api.banno.com/consumer/security-level/standard"}}}                       |
      | essential, and one of two within | claims = {"id_token":{"acr":{"essential":true,"values":["https://api.banno.com/consumer/security-level/high","https://api.banno.com/consumer/security-level/standard"]}}} |

  Scenario Outline: Anything else is no error, and nothing is told: <case>
    Given the application asks with <wish>
    And the application holds tokens
    Then the ID token has no claim "acr"

    Examples:
      | case                    | wish                                                                                                  |
      | acr_values              | acr_values = https://api.banno.com/consumer/security-level/high                                       |
      | an unknown value        | acr_values = gold                                                                                     |
      | the claims parameter    | claims = {"id_token":{"acr":{"value":"https://api.banno.com/consumer/security-level/enhanced"}}}      |
      | without a preference    | claims = {"id_token":{"acr":null}}                                                                     |
      | asked of /me            | claims = {"userinfo":{"acr":null}}                                                                    |
      | not asked for           | scope = openid profile                                                                                |

  @oidc-core-3.1.2.6 @needs-login-form
  Scenario Outline: What is essential and unmet is refused without a prompt: <case>
    Given the user is signed in
    When the browser asks for authorization with prompt = none; claims = {"id_token":{"acr":{"essential":true,<wish>}}}
    Then the browser is sent back with the error "login_required" saying "<description>"

    Examples:
      | case      | wish                                                                                                                                              | description                                         |
      | one value | "value":"https://api.banno.com/consumer/security-level/high"                                                                                      | requested ACR could not be obtained                 |
      | two       | "values":["https://api.banno.com/consumer/security-level/restricted","https://api.banno.com/consumer/security-level/high"]                       | none of the requested ACRs could not be obtained    |

  @needs-personas @needs-fresh @needs-login-form
  Scenario: What is essential and beyond a password asks for the second factor
    Given the application asks with claims = {"id_token":{"acr":{"essential":true,"value":"https://api.banno.com/consumer/security-level/high"}}}
    When the application sends the user to sign in
    And the user signs in
    Then the user is asked for the code
    When the user enters the code "000000"
    Then the page says that the sign-in failed
    When the user enters the code "123456"
    And the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token's claim "acr" is "https://api.banno.com/consumer/security-level/high"

  @needs-personas @needs-fresh @needs-login-form
  Scenario: Whoever is signed in is asked for what is missing only, and once
    Given the user is signed in
    And the application asks with claims = {"id_token":{"acr":{"essential":true,"value":"https://api.banno.com/consumer/security-level/enhanced"}}}
    When the application sends the user to sign in
    Then the user is asked for the code
    When the user enters the code "123456"
    Then the user comes back with a code
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token's claim "acr" is "https://api.banno.com/consumer/security-level/enhanced"

  @rfc6749-4.1.2.1 @needs-personas @needs-fresh @needs-login-form
  Scenario: Whoever has no code at hand goes back
    When the application sends the user to sign in with claims = {"id_token":{"acr":{"essential":true,"value":"https://api.banno.com/consumer/security-level/high"}}}
    And the user signs in
    And the user cancels
    Then the browser is sent back with the error "access_denied" saying "End-User aborted interaction"

  @needs-another-user @needs-login-form
  Scenario: What is essential and out of reach ends in the application, not in a loop of logins
    When the application sends the user to sign in with claims = {"id_token":{"acr":{"essential":true,"value":"https://api.banno.com/consumer/security-level/high"}}}
    And somebody else signs in
    Then the browser is sent back with the error "login_required" saying "requested ACR could not be obtained"

  @needs-login-form
  Scenario: Essential values that are no list are refused
    Given the user is signed in
    When the browser asks for authorization with claims = {"id_token":{"acr":{"essential":true,"values":"high"}}}
    Then the browser is sent back with the error "invalid_request" saying "invalid claims.id_token.acr.values type"
