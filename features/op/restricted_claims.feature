@oidc-core-5.5 @needs-fresh @needs-client-restricted @needs-personas
Feature: Restricted claims
  Some claims are told only to applications for which the institution has enabled them. To the others they
  are as absent as if nobody had such a value.

  Scenario: An application that they are not enabled for gets none, and no error
    Given the application asks for the claims
      """
      {"userinfo":{"https://api.banno.com/consumer/claim/tax_id":{"essential":true},"email":null},"id_token":{"https://api.banno.com/consumer/claim/tax_id":null}}
      """
    And the application holds tokens
    Then the ID token tells exactly the claims "sub"
    When the application asks who the user is
    Then it learns exactly the claims "sub email"

  Scenario: An application that they are enabled for gets them
    Given the application "restricted"
    And the application asks for the claims
      """
      {"userinfo":{"https://api.banno.com/consumer/claim/tax_id":null,"https://api.banno.com/consumer/claim/customer_identifier":null},"id_token":{"https://api.banno.com/consumer/claim/tax_id":null}}
      """
    And the application holds tokens
    Then the ID token's claim "https://api.banno.com/consumer/claim/tax_id" is "000-12-3456"
    And the ID token has no claim "https://api.banno.com/consumer/claim/customer_identifier"
    When the application asks who the user is
    Then it learns exactly these claims
      | sub                                                       | {sub}       |
      | https://api.banno.com/consumer/claim/tax_id               | 000-12-3456 |
      | https://api.banno.com/consumer/claim/customer_identifier  | AAA1234     |

  Scenario: It gets no others
    Given the application "restricted"
    And the application asks for the claims
      """
      {"userinfo":{"https://api.banno.com/consumer/claim/member_number":{"essential":true},"https://api.banno.com/consumer/claim/cif":null}}
      """
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub"

  Scenario: It gets them only where it asks
    Given the application "restricted"
    And the application asks for the scope "openid profile"
    And the application holds tokens
    When the application asks who the user is
    Then it learns exactly the claims "sub name given_name family_name preferred_username locale"

  @needs-pages @needs-login-form
  Scenario: Nobody is asked for consent to what is not told
    Given the application asks for the claims
      """
      {"userinfo":{"https://api.banno.com/consumer/claim/tax_id":null}}
      """
    When the application sends the user to sign in
    And the user signs in
    Then the user is asked for consent
    And the page does not read "tax_id"
