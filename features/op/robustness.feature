Feature: Nothing that arrives breaks the provider
  Whatever is sent, each request is answered in order, and the next one too.

  @rfc6749-10.11 @serial @needs-noise
  Scenario: Ten thousand random and malformed requests
    When 10000 random and malformed requests arrive
    Then the provider has answered each of them, and gives nothing away
