package example;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A bank for each test, made and dropped by the control plane of mock-idp. */
final class Bank implements BeforeEachCallback, AfterEachCallback {
  private static final String CONTROL = System.getenv().getOrDefault("BANK_CONTROL", "http://127.0.0.1:8444");

  private final Map<String, Object> declared;
  private Map<String, Object> facts;

  Bank(Map<String, Object> declared) {
    this.declared = declared;
  }

  @Override
  public void beforeEach(ExtensionContext test) throws Exception {
    facts = call("POST", "/institutions", declared);
  }

  @Override
  public void afterEach(ExtensionContext test) throws Exception {
    if (test.getExecutionException().isPresent()) {
      System.out.println("The bank refused: " + refusals());
    }
    call("DELETE", at(""), null);
  }

  String issuer() {
    return (String) facts.get("issuer");
  }

  /** Tokens without a login, for a test that begins behind it. */
  Map<String, Object> mint(String user, String scope) throws Exception {
    return call("POST", at("/tokens"), Map.of("user", user, "scope", scope));
  }

  void advance(long seconds) throws Exception {
    call("PATCH", at("/clock"), Map.of("advance_seconds", seconds));
  }

  /** The true reason of each refusal. */
  List<String> refusals() throws Exception {
    var entries = (List<?>) call("GET", at("/journal?refused=true"), null).get("entries");
    Stream<?> refusals = entries.stream().map(entry -> ((Map<?, ?>) entry).get("refusal"));
    return refusals.map(refusal -> (String) ((Map<?, ?>) refusal).get("reason")).toList();
  }

  private String at(String path) {
    return "/institutions/" + facts.get("id") + path;
  }

  private static Map<String, Object> call(String method, String path, Map<String, Object> body) throws Exception {
    var content = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSONObjectUtils.toJSONString(body));
    var request = HttpRequest.newBuilder(URI.create(CONTROL + path)).method(method, content).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    var told = answer.body().isEmpty() ? Map.<String, Object>of() : JSONObjectUtils.parse(answer.body());
    if (answer.statusCode() >= 400) {
      throw new IllegalStateException(method + " " + path + ": " + told.get("detail"));
    }
    return told;
  }
}
