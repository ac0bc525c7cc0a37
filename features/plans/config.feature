@oidf-plan:oidcc-config-certification-test-plan
Feature: Config OP
  What a provider publishes of itself, before anybody signs in.

  @oidf:oidcc-discovery-endpoint-verification
  @cond:CheckDiscEndpointIssuer @cond:ValidateServerMetadataAgainstSchema @cond:ValidateServerJWKs
  @oidc-discovery-4 @rfc8414-2 @rfc7517-5
  Scenario: The provider publishes metadata and keys that libraries can rely on
    Then its metadata and keys are as the standards have them
