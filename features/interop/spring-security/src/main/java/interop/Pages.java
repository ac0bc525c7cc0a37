package interop;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.web.OAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class Pages {
    private final OAuth2AuthorizedClientManager manager;
    private final OAuth2AuthorizedClientRepository clients;

    Pages(OAuth2AuthorizedClientManager manager, OAuth2AuthorizedClientRepository clients) {
        this.manager = manager;
        this.clients = clients;
    }

    @GetMapping("/")
    String index() {
        return "Spring Security";
    }

    @GetMapping("/me")
    Map<String, Object> me(@AuthenticationPrincipal OidcUser user) {
        return Map.of("claims", user.getIdToken().getClaims(), "userinfo", user.getUserInfo().getClaims());
    }

    @GetMapping("/refresh")
    Map<String, Object> refresh(Authentication user, HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizedClient before = clients.loadAuthorizedClient("banno", user, request);
        var again = OAuth2AuthorizeRequest.withAuthorizedClient(before)
                .principal(user)
                .attribute(HttpServletRequest.class.getName(), request)
                .attribute(HttpServletResponse.class.getName(), response)
                .build();
        OAuth2AuthorizedClient after = manager.authorize(again);
        return Map.of(
                "refreshed", !same(before.getAccessToken(), after.getAccessToken()),
                "rotated", !same(before.getRefreshToken(), after.getRefreshToken()));
    }

    @ExceptionHandler
    ResponseEntity<String> refuse(OAuth2AuthorizationException why) {
        return ResponseEntity.badRequest().body(why.getMessage());
    }

    private static boolean same(OAuth2Token one, OAuth2Token other) {
        return one.getTokenValue().equals(other.getTokenValue());
    }
}
