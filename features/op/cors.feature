@fetch-3.3
Feature: Scripts of other origins
  A browser asks before it lets a page's script call the provider.

  Scenario Outline: What a script may send is told beforehand: <method> to the <endpoint> endpoint
    When a script of "https://app.example" asks whether it may send "<method>" to the <endpoint> endpoint
    Then the answer has the headers
      | Access-Control-Allow-Origin      | https://app.example        |
      | Access-Control-Allow-Methods     | <methods>                  |
      | Access-Control-Allow-Headers     | authorization,content-type |
      | Access-Control-Max-Age           | 3600                       |
      | Access-Control-Allow-Credentials | (none)                     |
      | Vary                             | Origin                     |

    Examples:
      | endpoint | method | methods  |
      | token    | POST   | POST     |
      | userinfo | GET    | GET,POST |
      | introspection | POST | POST |
      | revocation | POST | POST |
      | pushed_authorization_request | POST | POST |

  Scenario Outline: Everybody may read the <what>
    When a script of "https://app.example" reads the <what>
    Then the answer has the headers
      | Access-Control-Allow-Origin | https://app.example |
      | Vary                        | Origin              |

    Examples:
      | what     |
      | keys     |
      | metadata |
