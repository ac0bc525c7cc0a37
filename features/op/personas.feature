@needs-personas @needs-fresh @oidc-core-5.1
Feature: Personas
  Not everybody is Riley Doe. These users of the mock break applications that take for granted what no
  standard promises.

  @oidc-core-5.3.2 @needs-login-form
  Scenario: Somebody without an email address has no email claim: neither null nor empty
    Given the application asks for the scope "openid profile email"
    And "noemail" has signed in and allowed the application
    When the application redeems the code
    And the application asks who the user is
    Then it learns exactly these claims
      | sub                | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b01 |
      | name               | Avery Quill                          |
      | given_name         | Avery                                |
      | family_name        | Quill                                |
      | preferred_username | noemail                              |
      | locale             | en-US                                |
    And the ID token has no claim "email"

  @needs-login-form
  Scenario: Not even an essential email can be told
    Given the application asks for the claims
      """
      {"userinfo":{"email":{"essential":true}},"id_token":{"email":{"essential":true}}}
      """
    And "noemail" has signed in and allowed the application
    When the application redeems the code
    Then the ID token has no claim "email"
    When the application asks who the user is
    Then it learns exactly these claims
      | sub | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b01 |

  @oidc-core-5.3.2 @needs-login-form
  Scenario: Somebody with one name has no family name
    Given the application asks for the scope "openid profile"
    And "oneword" has signed in and allowed the application
    When the application redeems the code
    And the application asks who the user is
    Then it learns exactly these claims
      | sub                | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b02 |
      | name               | Indira                               |
      | given_name         | Indira                               |
      | preferred_username | oneword                              |
      | locale             | id-ID                                |

  @oidc-core-13.1 @needs-login-form
  Scenario: Names are written in any script
    Given the application asks for the scope "openid profile address"
    When the application sends the user to sign in
    And "nonlatin" signs in
    Then the user is asked for consent
    And the page reads "王小明"
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the ID token's claim "name" is "王小明"
    When the application asks who the user is
    Then it learns exactly these claims
      | sub                | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b03 |
      | name               | 王小明                                |
      | given_name         | 小明                                  |
      | family_name        | 王                                    |
      | nickname           | 🐶 عمر                                |
      | preferred_username | nonlatin                             |
      | locale             | zh-TW                                |
      | address            | {"locality":"臺北市","postal_code":"100","region":"中正區","street_address":"重慶南路一段122號"} |

  @needs-login-form
  Scenario: A name that looks like markup is text on the bank's pages, and reaches the application as it is
    Given the application asks for the scope "openid profile email"
    When the application sends the user to sign in
    And "markup" signs in
    Then the user is asked for consent
    And the page reads "Pat O'Brien <b>& "
    And the page has no element "b"
    And the page cannot be framed and runs no script
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    And the application asks who the user is
    Then it learns exactly these claims
      | sub                | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b04     |
      | name               | Pat O'Brien <b>& "Sons"</b>              |
      | given_name         | Pat                                      |
      | family_name        | O'Brien <b>& "Sons"</b>                  |
      | nickname           | <script>alert('nickname')</script>       |
      | preferred_username | markup                                   |
      | locale             | en-IE                                    |
      | email              | pat.o'brien+banno@jackhenry.dev          |

  @needs-login-form
  Scenario: The same name on the page that asks whether to sign out
    Given "markup" has signed in and allowed the application
    When the user goes to sign out at the provider
    Then the user is asked whether to sign out
    And the page reads "Pat O'Brien <b>& "
    And the page has no element "b"

  @needs-login-form
  Scenario: A business user has claims of cash management, which are no strings throughout
    Given the application asks for the claims
      """
      {"userinfo":{"https://api.banno.com/consumer/claim/cash_management_user":null,
        "https://api.banno.com/consumer/claim/cash_management_user_id":null,
        "https://api.banno.com/consumer/claim/organization_id":null,
        "https://api.banno.com/consumer/claim/user_type":null}}
      """
    And "business" has signed in and allowed the application
    When the application redeems the code
    And the application asks who the user is
    Then it learns exactly these claims
      | sub                                                           | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b05 |
      | https://api.banno.com/consumer/claim/cash_management_user     | true                                 |
      | https://api.banno.com/consumer/claim/cash_management_user_id  | CM000042                             |
      | https://api.banno.com/consumer/claim/organization_id          | 7b0c6c1e-2f8d-4c55-9a43-3d1f6d0e8a77 |
      | https://api.banno.com/consumer/claim/user_type                | Business                             |

  Scenario: Others have no such claims
    Given the application asks for the claims
      """
      {"userinfo":{"https://api.banno.com/consumer/claim/cash_management_user":{"essential":true}}}
      """
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub"

  @needs-login-form
  Scenario Outline: Somebody who may not sign in is told why, who knows the password: <who>
    When the application sends the user to sign in
    And the user signs in as "<who>" with the password "banno"
    Then the page says that the sign-in failed
    And the page reads "<says>"
    When the user cancels
    Then the browser is sent back with the error "access_denied" saying "End-User aborted interaction"

    Examples:
      | who     | says                                          |
      | locked  | This account is locked.                       |
      | expired | The password of this account has expired.     |

  @needs-login-form
  Scenario Outline: Nobody else learns of it: <who>
    When the application sends the user to sign in
    And the user signs in as "<who>" with the password "not banno"
    Then the page says that the sign-in failed
    And the page reads "User name or password is wrong."

    Examples:
      | who     |
      | locked  |
      | expired |
      | nobody  |

  @needs-login-form
  Scenario Outline: Somebody who may not sign in is not signed in: <who>
    When the application sends the user to sign in
    And the user signs in as "<who>" with the password "banno"
    And the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

    Examples:
      | who     |
      | locked  |
      | expired |

  @needs-journal @needs-login-form
  Scenario Outline: The journal knows why: <who>
    When the application sends the user to sign in
    And the user signs in as "<who>" with the password "<password>"
    Then the journal knows for the login endpoint the reason "<reason>"

    Examples:
      | who     | password  | reason                       |
      | locked  | banno     | account locked               |
      | locked  | not banno | user name or password wrong  |
      | expired | banno     | password expired             |

  @needs-login-form
  Scenario: Somebody with a second factor needs both
    When the application sends the user to sign in
    And "secondfactor" signs in
    Then the user is asked for the code
    And the page cannot be framed and runs no script
    And each of its fields has a label
    When the user enters the code "000000"
    Then the page says that the sign-in failed
    When the user enters the code "123456"
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code

  @needs-login-form
  Scenario: Half a login is none
    When the application sends the user to sign in
    And "secondfactor" signs in
    Then the user is asked for the code
    When the browser asks for authorization with prompt = none
    Then the browser is sent back with the error "login_required" saying "End-User authentication is required"

  @rfc6749-4.1.2.1 @needs-login-form
  Scenario: Somebody who has no code at hand goes back
    When the application sends the user to sign in
    And "secondfactor" signs in
    And the user cancels
    Then the browser is sent back with the error "access_denied" saying "End-User aborted interaction"

  @rfc6749-10.12 @needs-login-form
  Scenario: A code in a form that the provider did not make counts for nothing
    When the application sends the user to sign in
    And "secondfactor" signs in
    And the user enters the code "123456", but the form's token is forged
    Then a page tells the error "invalid_request" and says "xsrf token invalid"

  @needs-login-form
  Scenario: Once both are given, neither is asked for again
    Given "secondfactor" has signed in and allowed the application
    When the browser asks for authorization with prompt = none
    Then the user comes back with a code

  @rfc6749-3.3 @needs-login-form
  Scenario: Somebody who declines a part gives the rest
    Given the application asks for the scope "openid profile email phone"
    When the application sends the user to sign in
    And "declining" signs in
    Then the user is asked for consent
    When the user allows it
    Then the user comes back with a code
    When the application redeems the code
    Then the tokens are for the scope "openid profile"
    And the ID token has no claim "email"
    When the application asks who the user is
    Then it learns exactly these claims
      | sub                | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b09 |
      | name               | Dana Nguyen                          |
      | given_name         | Dana                                 |
      | family_name        | Nguyen                               |
      | preferred_username | declining                            |
      | locale             | en-US                                |

  @needs-login-form
  Scenario: A claim that is declined is missing like one that there is not
    Given the application asks for the claims
      """
      {"userinfo":{"birthdate":{"essential":true},"locale":null},"id_token":{"birthdate":null}}
      """
    And "declining" has signed in and allowed the application
    When the application redeems the code
    Then the ID token has no claim "birthdate"
    When the application asks who the user is
    Then it learns exactly these claims
      | sub    | 1d0f3a52-94f1-4a0e-8f0b-5f3c1c7a9b09 |
      | locale | en-US                                |

  @oidc-core-5.1 @needs-login-form
  Scenario Outline: Values may be longer than a column: <claim>
    Given the application asks for the scope "openid profile email address phone"
    And "longvalues" has signed in and allowed the application
    When the application redeems the code
    And the application asks who the user is
    Then it learns a "<claim>" of <length> characters or more

    Examples:
      | claim              | length |
      | name               | 256    |
      | family_name        | 256    |
      | given_name         | 256    |
      | email              | 240    |
      | preferred_username | 200    |
      | phone_number       | 30     |

  @needs-login-form
  Scenario: A long ID token is a whole one
    Given the application asks for the scope "openid profile email address phone"
    And "longvalues" has signed in and allowed the application
    When the application redeems the code
    Then the ID token is longer than 2000 characters and tells the same name as /me
