package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import io.cucumber.java.After;
import io.cucumber.java.Before;
import io.cucumber.java.Scenario;
import io.cucumber.java.en.Given;
import io.cucumber.java.en.Then;
import io.cucumber.java.en.When;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;

/** What the sentences do; made anew for each scenario. */
public class Steps {
  private static final String CALLBACK = "http://localhost:3000/callback";

  private Bank bank;
  private Application app;
  private String secret = "only for tests";
  private Exception failure;

  @Before
  public void foundBank() throws Exception {
    // Nobody has to type a password, so no browser is needed. Where a run is broken off, the bank goes by itself.
    bank = new Bank(Map.of(
        "ttl_seconds", 300,
        "clients", List.of(Map.of(
            "client_id", "my-app",
            "client_secret", secret,
            "redirect_uris", List.of(CALLBACK),
            "require_consent", false)),
        "leniencies", Map.of("allow_auto_login", true)));
  }

  @After
  public void closeBank(Scenario scenario) throws Exception {
    // What an application is told is often the same for ten causes: whoever reads a failure is told which it was.
    if (scenario.isFailed()) {
      for (Bank.Refusal refusal : bank.refusals()) {
        System.out.printf("the bank refused (%s): %s; %s%n", refusal.endpoint(), refusal.reason(), refusal.hint());
      }
    }
    bank.close();
  }

  @Given("the application is configured with the secret {string}")
  public void configure(String secret) {
    this.secret = secret;
  }

  @Given("the application holds tokens of {string}")
  public void holdTokens(String username) throws Exception {
    var user = bank.user(username);
    var minted = bank.mint(username, "openid https://api.banno.com/consumer/auth/accounts.readonly");
    var tokens = new Tokens(new BearerAccessToken((String) minted.get("access_token")), null);
    app().hold(tokens, (String) user.get("sub"), (String) ((Map<?, ?>) user.get("claims")).get("name"));
  }

  @Given("{string} has signed in")
  public void signIn(String username) throws Exception {
    // The browser goes to the bank, and comes back to where the bank sends it.
    var request = HttpRequest.newBuilder(URI.create(app().begin() + "&login_hint=auto:" + username)).build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.discarding());
    app().callback(URI.create(answer.headers().firstValue("location").orElseThrow()));
  }

  @When("{string} signs in")
  public void tryToSignIn(String username) {
    try {
      signIn(username);
    } catch (Exception failure) {
      this.failure = failure;
    }
  }

  @When("{int} minutes pass")
  public void passTime(int minutes) throws Exception {
    bank.advance(minutes * 60);
  }

  @When("the bank withdraws its grants")
  public void withdrawGrants() throws Exception {
    bank.withdrawGrants();
  }

  @Then("the application greets {string}")
  public void greets(String name) throws Exception {
    if (failure != null) {
      throw failure;
    }
    assertEquals("Hello " + name, app().greeting());
  }

  @Then("it shows the account {string}")
  public void showsAccount(String name) throws Exception {
    var accounts = app().accounts();
    assertTrue(accounts.contains(name), () -> "it shows " + accounts);
  }

  @Then("it shows no accounts")
  public void showsNone() throws Exception {
    assertEquals(List.of(), app().accounts());
  }

  @Then("it shows {int} account(s)")
  public void showsMany(int count) throws Exception {
    assertEquals(count, app().accounts().size());
  }

  @Then("the application asks to sign in again")
  public void asksAgain() {
    assertThrows(Application.SignInAgain.class, () -> app().accounts());
  }

  @Then("the application says that signing in has failed")
  public void hasFailed() {
    assertNotNull(failure);
  }

  @Then("the bank has refused nothing")
  public void refusedNothing() throws Exception {
    assertEquals(List.of(), bank.refusals());
  }

  @Then("the bank has refused something because {string}")
  public void refusedBecause(String reason) throws Exception {
    var reasons = bank.refusals().stream().map(Bank.Refusal::reason).toList();
    assertTrue(reasons.contains(reason), () -> "it has refused because " + reasons);
  }

  /** The application is started when it is first needed, with the secret that it has by then. */
  private Application app() throws Exception {
    if (app == null) {
      app = new Application(bank.issuer(), "my-app", secret, CALLBACK);
    }
    return app;
  }
}
