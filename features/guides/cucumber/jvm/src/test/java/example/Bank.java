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

/** A bank for each scenario, made and dropped by the control plane of mock-idp. */
final class Bank {
  private static final String CONTROL = System.getenv().getOrDefault("BANK_CONTROL", "http://127.0.0.1:8444");

  private final Map<String, Object> facts;

  Bank(Map<String, Object> declared) throws Exception {
    facts = call("POST", "/institutions", declared);
  }

  String issuer() {
    return (String) facts.get("issuer");
  }

  Map<?, ?> user(String username) {
    return maps(facts.get("users")).filter(user -> username.equals(user.get("username"))).findFirst().orElseThrow();
  }

  /** Tokens without a sign-in. */
  Map<String, Object> mint(String user, String scope) throws Exception {
    return call("POST", at("/tokens"), Map.of("user", user, "scope", scope));
  }

  void advance(long seconds) throws Exception {
    call("PATCH", at("/clock"), Map.of("advance_seconds", seconds));
  }

  void withdrawGrants() throws Exception {
    for (Map<?, ?> grant : maps(call("GET", at("/grants"), null).get("grants")).toList()) {
      call("DELETE", at("/grants/" + grant.get("id")), null);
    }
  }

  /** What was refused, with the true reason of each. */
  List<Refusal> refusals() throws Exception {
    return maps(call("GET", at("/journal?refused=true"), null).get("entries")).map(Refusal::of).toList();
  }

  void close() throws Exception {
    call("DELETE", at(""), null);
  }

  record Refusal(String endpoint, String reason, String hint) {
    static Refusal of(Map<?, ?> entry) {
      var refusal = (Map<?, ?>) entry.get("refusal");
      return new Refusal((String) entry.get("endpoint"), (String) refusal.get("reason"), (String) refusal.get("hint"));
    }
  }

  private static Stream<Map<?, ?>> maps(Object list) {
    return ((List<?>) list).stream().map(entry -> (Map<?, ?>) entry);
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
