package example;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;

/** The application under test: it signs people in, and knows nothing of tests. */
public final class Application {
  private static final Scope SCOPE = Scope.parse("openid profile https://api.banno.com/consumer/auth/offline_access");

  private final OIDCProviderMetadata bank;
  private final ClientID clientId;
  private final Secret clientSecret;
  private final URI redirectUri;
  private State state;
  private Nonce nonce;
  private CodeVerifier verifier;
  private OIDCTokens tokens;

  public Application(String issuer, String clientId, String clientSecret, String redirectUri) throws Exception {
    this.bank = OIDCProviderMetadata.resolve(new Issuer(issuer));
    this.clientId = new ClientID(clientId);
    this.clientSecret = new Secret(clientSecret);
    this.redirectUri = URI.create(redirectUri);
  }

  /** Where to send the browser. */
  public URI begin() {
    state = new State();
    nonce = new Nonce();
    verifier = new CodeVerifier();
    return new AuthenticationRequest.Builder(ResponseType.CODE, SCOPE, clientId, redirectUri)
        .endpointURI(bank.getAuthorizationEndpointURI())
        .state(state)
        .nonce(nonce)
        .codeChallenge(verifier, CodeChallengeMethod.S256)
        .build()
        .toURI();
  }

  /** The browser is back, at the redirect URI. */
  public IDTokenClaimsSet callback(URI url) throws Exception {
    AuthenticationResponse answer = AuthenticationResponseParser.parse(url);
    if (!answer.indicatesSuccess()) {
      throw new Refused(answer.toErrorResponse().getErrorObject().getCode());
    }
    if (!state.equals(answer.getState()) || !bank.getIssuer().equals(answer.getIssuer())) {
      throw new Refused("this answer belongs to another login");
    }
    var code = answer.toSuccessResponse().getAuthorizationCode();
    tokens = ask(new AuthorizationCodeGrant(code, redirectUri, verifier));
    var keys = bank.getJWKSetURI().toURL();
    return new IDTokenValidator(bank.getIssuer(), clientId, JWSAlgorithm.ES256, keys).validate(tokens.getIDToken(), nonce);
  }

  /** What the bank says of the user now; a token that is over is refreshed. */
  public UserInfo profile() throws Exception {
    UserInfoResponse answer = userInfo();
    if (!answer.indicatesSuccess() && answer.toErrorResponse().getErrorObject().getHTTPStatusCode() == 401) {
      tokens = ask(new RefreshTokenGrant(tokens.getRefreshToken()));
      answer = userInfo();
    }
    return answer.toSuccessResponse().getUserInfo();
  }

  private UserInfoResponse userInfo() throws Exception {
    var request = new UserInfoRequest(bank.getUserInfoEndpointURI(), tokens.getBearerAccessToken());
    return UserInfoResponse.parse(request.toHTTPRequest().send());
  }

  private OIDCTokens ask(AuthorizationGrant grant) throws Exception {
    var authentication = new ClientSecretPost(clientId, clientSecret);
    var request = new TokenRequest.Builder(bank.getTokenEndpointURI(), authentication, grant).build();
    var message = request.toHTTPRequest();
    // Java's own default prefers HTML, and Banno's refusals would come as pages.
    message.setAccept("application/json");
    TokenResponse answer = OIDCTokenResponseParser.parse(message.send());
    if (!answer.indicatesSuccess()) {
      throw new Refused(answer.toErrorResponse().getErrorObject().getCode());
    }
    return (OIDCTokens) answer.toSuccessResponse().getTokens();
  }

  /** The bank, or this application, has refused a login. */
  public static final class Refused extends Exception {
    Refused(String why) {
      super(why);
    }
  }
}
