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
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.AuthenticationResponse;
import com.nimbusds.openid.connect.sdk.AuthenticationResponseParser;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The application under test: it signs people in and shows their accounts, and knows nothing of tests. */
public final class Application {
  private static final Scope SCOPE = Scope.parse(
      "openid profile https://api.banno.com/consumer/auth/accounts.readonly https://api.banno.com/consumer/auth/offline_access");

  private final OIDCProviderMetadata bank;
  private final ClientID clientId;
  private final Secret clientSecret;
  private final URI redirectUri;
  private State state;
  private Nonce nonce;
  private CodeVerifier verifier;
  private Tokens tokens;
  private String sub;
  private String greeting;

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
  public void callback(URI url) throws Exception {
    AuthenticationResponse answer = AuthenticationResponseParser.parse(url);
    if (!answer.indicatesSuccess()) {
      throw new Refused(answer.toErrorResponse().getErrorObject().getCode());
    }
    if (!state.equals(answer.getState()) || !bank.getIssuer().equals(answer.getIssuer())) {
      throw new Refused("this answer belongs to another login");
    }
    var code = answer.toSuccessResponse().getAuthorizationCode();
    var answered = ask(new AuthorizationCodeGrant(code, redirectUri, verifier)).toOIDCTokens();
    var keys = bank.getJWKSetURI().toURL();
    var validator = new IDTokenValidator(bank.getIssuer(), clientId, JWSAlgorithm.ES256, keys);
    var claims = validator.validate(answered.getIDToken(), nonce);
    hold(answered, claims.getSubject().getValue(), claims.getStringClaim("name"));
  }

  public void hold(Tokens tokens, String sub, String name) {
    this.tokens = tokens;
    this.sub = sub;
    this.greeting = "Hello " + name;
  }

  public String greeting() {
    return greeting;
  }

  /** The names of the user's accounts; a token that is over is refreshed. */
  public List<String> accounts() throws Exception {
    HTTPResponse answer = askForAccounts();
    if (answer.getStatusCode() == 401) {
      refresh();
      answer = askForAccounts();
    }
    answer.ensureStatusCode(200);
    var accounts = (List<?>) answer.getBodyAsJSONObject().get("accounts");
    return accounts.stream().map(account -> (String) ((Map<?, ?>) account).get("name")).toList();
  }

  private HTTPResponse askForAccounts() throws Exception {
    var api = bank.getIssuer().getValue().replaceAll("/oidc$", "");
    var request = new HTTPRequest(HTTPRequest.Method.GET, URI.create(api + "/users/" + sub + "/accounts"));
    request.setAuthorization(tokens.getBearerAccessToken().toAuthorizationHeader());
    request.setAccept("application/json");
    return request.send();
  }

  private void refresh() throws Exception {
    try {
      tokens = ask(new RefreshTokenGrant(tokens.getRefreshToken()));
    } catch (Refused refused) {
      throw refused.getMessage().equals("invalid_grant") ? new SignInAgain() : refused;
    }
  }

  private Tokens ask(AuthorizationGrant grant) throws Exception {
    var authentication = new ClientSecretPost(clientId, clientSecret);
    var request = new TokenRequest.Builder(bank.getTokenEndpointURI(), authentication, grant).build();
    var message = request.toHTTPRequest();
    // Java's own default prefers HTML, and Banno's refusals would come as pages.
    message.setAccept("application/json");
    TokenResponse answer = OIDCTokenResponseParser.parse(message.send());
    if (!answer.indicatesSuccess()) {
      throw new Refused(answer.toErrorResponse().getErrorObject().getCode());
    }
    return answer.toSuccessResponse().getTokens();
  }

  /** The bank, or this application, has refused a login. */
  public static final class Refused extends Exception {
    Refused(String why) {
      super(why);
    }
  }

  /** The bank wants the user to sign in again. */
  public static final class SignInAgain extends Exception {}
}
