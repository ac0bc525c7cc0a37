@consumer-api @needs-consumer-api @needs-control
Feature: Changes to the profile
  An application changes an email address or the name that the user likes to be called by, each under a scope
  of its own. Whoever asks next is told the new one.

  Background:
    Given the application was handed tokens for the scope "openid email profile {user_profile_readonly} {user_email_readwrite} {user_preferredname_readwrite}"

  Scenario: A new email address
    When the application puts "/users/{user_id}" with the body {"email":"riley@moved.example"}
    Then the API takes it, and has nothing to add
    When the application reads "/users/{user_id}"
    Then the answer tells
      | email | riley@moved.example |
    When the application asks who the user is
    Then it learns that the claim "email" is "riley@moved.example"

  Scenario: A new name to be called by
    When the application patches "/users/{user_id}" with the body {"preferredName":"Ry <3"}
    Then the API takes it, and has nothing to add
    When the application reads "/users/{user_id}"
    Then the answer tells
      | preferredName | Ry <3                  |
      | firstName     | Riley                  |
      | email         | rileydoe@jackhenry.dev |
    When the application asks who the user is
    Then it learns that the claim "nickname" is "Ry <3"
    And it learns that the claim "given_name" is "Riley"

  Scenario: A name that is taken away is no longer there
    Given the application has patched "/users/{user_id}" with the body {"preferredName":"Ry"}
    When the application patches "/users/{user_id}" with the body {"preferredName":null}
    Then the API takes it, and has nothing to add
    When the application reads "/users/{user_id}"
    Then the answer has no member "preferredName"

  Scenario: A merge patch by its own media type
    When the application patches "/users/{user_id}" as application/merge-patch+json with the body {"preferredName":"Ry"}
    Then the API takes it, and has nothing to add
    When the application reads "/users/{user_id}"
    Then the answer tells
      | preferredName | Ry |

  Scenario: A reset takes it back
    Given the application has patched "/users/{user_id}" with the body {"preferredName":"Ry"}
    And the application has put "/users/{user_id}" with the body {"email":"riley@moved.example"}
    When the institution is reset
    And the application is handed tokens for the scope "openid {user_profile_readonly}"
    And the application reads "/users/{user_id}"
    Then the answer tells
      | email | rileydoe@jackhenry.dev |
    And the member "preferredName" is not "Ry"

  Scenario: Nobody else's profile changes
    Given the application has put "/users/{user_id}" with the body {"email":"riley@moved.example"}
    When the application is handed tokens of "jordansmith" for the scope "openid {user_profile_readonly}"
    And the application reads "/users/{user_id}"
    Then the answer tells
      | firstName | Jordan |
    And the member "email" is not "riley@moved.example"

  Scenario Outline: Refused, and nothing has changed: <case>
    When the application <verb> "/users/{user_id}" with the body <body>
    Then the API refuses with 400 "Bad Request"
    When the application reads "/users/{user_id}"
    Then the answer tells
      | email         | rileydoe@jackhenry.dev |
    And the member "preferredName" is not "Ry"

    Examples:
      | case                             | verb    | body                                        |
      | an email address that is none    | puts    | {"email":7}                                 |
      | an empty email address           | puts    | {"email":""}                                |
      | no email address                 | puts    | {}                                          |
      | a list                           | puts    | ["riley@moved.example"]                     |
      | no JSON                          | puts    | email=riley@moved.example                   |
      | half of a JSON                   | puts    | {"email":"riley@moved.example"              |
      | a name that is none              | patches | {"preferredName":7}                         |
      | text alone                       | patches | "Ry"                                        |
      | no JSON at all                   | patches | preferredName=Ry                            |

  Scenario Outline: Each needs a scope of its own: <verb>
    Given the application was handed tokens for every scope of the API but "<scope>"
    When the application <verb> "/users/{user_id}" with the body <body>
    Then the API refuses with 403 "Forbidden"
    And the journal knows for the user endpoint that the scope "<scope>" is missing
    When the application reads "/users/{user_id}"
    Then the answer tells
      | email | rileydoe@jackhenry.dev |
    And the member "preferredName" is not "Ry"

    Examples:
      | verb    | scope                          | body                            |
      | puts    | {user_email_readwrite}         | {"email":"riley@moved.example"} |
      | patches | {user_preferredname_readwrite} | {"preferredName":"Ry"}          |

  Scenario Outline: That scope is enough: <verb>
    Given the application was handed tokens for the scope "<scope>"
    When the application <verb> "/users/{user_id}" with the body <body>
    Then the API takes it, and has nothing to add

    Examples:
      | verb    | scope                          | body                            |
      | puts    | {user_email_readwrite}         | {"email":"riley@moved.example"} |
      | patches | {user_preferredname_readwrite} | {"preferredName":"Ry"}          |
