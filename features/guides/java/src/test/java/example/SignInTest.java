package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInTest {
  private static final String CALLBACK = "http://localhost:3000/callback";

  // Users are those of the fixtures, and nobody has to type their passwords.
  @RegisterExtension
  final Bank bank = new Bank(Map.of(
      "ttl_seconds", 300,
      "clients", List.of(Map.of(
          "client_id", "my-app",
          "client_secret", "only for tests",
          "redirect_uris", List.of(CALLBACK),
          "require_consent", false)),
      "leniencies", Map.of("allow_auto_login", true)));

  private Application app;

  @BeforeEach
  void configure() throws Exception {
    app = new Application(bank.issuer(), "my-app", "only for tests", CALLBACK);
  }

  /** The browser of somebody who signs in: where does the bank send it? */
  private static URI browse(URI url, String user) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(url + "&login_hint=auto:" + user)).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    return URI.create(answer.headers().firstValue("location").orElseThrow());
  }

  @Test
  void rileyDoeSignsIn() throws Exception {
    var claims = app.callback(browse(app.begin(), "rileydoe"));
    assertEquals("Riley Doe", claims.getStringClaim("name"));
    assertEquals(List.of(), bank.refusals());
  }

  @Test
  void somebodyWithoutAFamilyNameSignsIn() throws Exception {
    var claims = app.callback(browse(app.begin(), "oneword"));
    assertNull(claims.getStringClaim("family_name"));
    assertEquals("Indira", claims.getStringClaim("name"));
  }

  @Test
  void elevenMinutesLaterNobodyHasToSignInAgain() throws Exception {
    app.callback(browse(app.begin(), "rileydoe"));
    bank.advance(11 * 60);
    assertEquals("Riley Doe", app.profile().getName());
    assertEquals(List.of("access token is expired"), bank.refusals());
  }

  @Test
  void aCodeComesOnce() throws Exception {
    var back = browse(app.begin(), "rileydoe");
    app.callback(back);
    var refused = assertThrows(Application.Refused.class, () -> app.callback(back));
    assertEquals("invalid_grant", refused.getMessage());
    // Banno tells everybody the same; the journal knows which of ten causes it was.
    assertEquals(List.of("authorization code already consumed"), bank.refusals());
  }
}
