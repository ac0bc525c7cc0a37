@oidf-plan:oidcc-config-certification-test-plan
Feature: Config OP
  What a provider publishes of itself, before anybody signs in.

  @oidf:oidcc-discovery-endpoint-verification
  @cond:CheckDiscEndpointIssuer @cond:ValidateServerMetadataAgainstSchema @cond:ValidateServerJWKs
  @oidc-discovery-4 @rfc8414-2 @rfc7517-5
  @mutation:metadata-of-another-issuer @mutation:metadata-as-text @mutation:metadata-without-rs256
  @mutation:metadata-without-subject-types @mutation:metadata-without-claims
  @mutation:metadata-with-a-member-of-its-own @mutation:metadata-with-plain-http @mutation:keys-without-names
  @mutation:keys-of-one-name @mutation:keys-with-their-private-part
  Scenario: The provider publishes metadata and keys that libraries can rely on
    The discovery document has all members that the standard demands, by https and true to what the provider
    does, and the keys are public, whole and told apart.

    Then its metadata and keys are as the standards have them
