@needs-companion @needs-personas @needs-fresh
Feature: The companion serves everybody
  Whoever the bank lets in sees their claims and is greeted, whatever they are called.

  Scenario Outline: <who>
    Given the user "<who>" has signed in to the companion
    When the user opens "/me"
    Then the user is at "/me"
    And the page reads "<reads>"
    When the user opens "/hello"
    Then the user is at "/hello"
    And the page reads "<hello>"
    And the page has no element "b"
    And the page has no element "script"

    Examples:
      | who          | reads            | hello                  |
      | noemail      | Avery Quill      | Hello Avery Quill      |
      | oneword      | Indira           | Hello Indira           |
      | nonlatin     | 臺北市           | Hello 王小明           |
      | markup       | alert('nickname')| Hello Pat O'Brien <b>& |
      | business     | Casey Ledger     | Hello Casey Ledger     |
      | secondfactor | Sam Tan          | Hello Sam Tan          |
      | declining    | Dana Nguyen      | Hello Dana Nguyen      |
      | longvalues   | Wolfeschlegel    | Hello Maximiliana      |

  Scenario Outline: Somebody whom the bank does not let in reads a friendly page: <who>
    When the user opens "/login.html"
    And the user presses "Sign in with Banno"
    And the user signs in as "<who>" with the password "banno"
    Then the page says that the sign-in failed
    When the user cancels
    Then a friendly page says "You did not sign in" and names the error "access-denied"

    Examples:
      | who     |
      | locked  |
      | expired |
