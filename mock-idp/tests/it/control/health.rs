//! Health and metrics of a running provider.

use insta::assert_snapshot;
use mock_idp::MockIdp;
use oidc::secret::Secret;
use reqwest::Method;

use super::{mock, send};
use crate::support::{Mock, builder};

/// A metric's lines, without what depends on how fast this machine is.
fn lines(metrics: &str, name: &str) -> Vec<String> {
    let lines = metrics.lines().filter(|line| line.starts_with(name));
    lines.map(str::to_owned).collect()
}

#[tokio::test]
async fn a_provider_is_alive_at_once_and_ready_when_it_can_sign_with_rsa() {
    let mock = Mock::of(MockIdp::builder().tls(false).control("127.0.0.1:0")).await;
    let alive = send(&mock, Method::GET, "/healthz", &[], None).await;
    assert_snapshot!(alive.wire(), @r#"
        200
        cache-control: no-store
        content-type: application/json

        {"status":"alive"}
        "#);
    let waiting = send(&mock, Method::GET, "/readyz", &[], None).await;
    assert_snapshot!(waiting.wire(), @r#"
        503
        cache-control: no-store
        content-type: application/problem+json

        {"type":"urn:mock-banno:problem:not-ready","title":"The provider is not ready","status":503,"detail":"the RSA key of the institution `mock-bank` is still being made"}
        "#);
    mock.prepare_keys().await.unwrap();
    let ready = send(&mock, Method::GET, "/readyz", &[], None).await;
    assert_snapshot!(ready.wire(), @r#"
        200
        cache-control: no-store
        content-type: application/json

        {"status":"ready"}
        "#);
}

#[tokio::test]
async fn probes_need_neither_token_nor_name_but_metrics_do() {
    let token = Secret::new("let-me-in");
    let mock = Mock::of(builder().control("127.0.0.1:0").control_token(token)).await;
    let pod = [("host", "10.244.0.17:8444")];
    for method in [Method::GET, Method::HEAD] {
        for path in ["/healthz", "/readyz"] {
            let answer = send(&mock, method.clone(), path, &pod, None).await;
            assert_eq!(answer.status, 200, "{method} {path}");
        }
    }
    let post = send(&mock, Method::POST, "/healthz", &pod, None).await;
    assert_eq!(post.status, 405);
    let metrics = send(&mock, Method::GET, "/metrics", &pod, None).await;
    assert_eq!(metrics.status, 401);
    let bearer = [("authorization", "Bearer let-me-in"), pod[0]];
    let metrics = send(&mock, Method::GET, "/metrics", &bearer, None).await;
    assert_eq!(metrics.status, 200);
    assert_eq!(
        metrics.header("content-type"),
        Some("text/plain; version=0.0.4; charset=utf-8")
    );
}

#[tokio::test]
async fn none_of_it_is_on_the_public_listener() {
    let mock = mock().await;
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = mock.get(&format!("{}{path}", mock.base_url()), &[]).await;
        assert_eq!(answer.status, 404, "{path}");
    }
}

#[tokio::test]
async fn requests_are_counted_by_route_whichever_institution_answers() {
    let mock = mock().await;
    let second = mock.of_institution("second-bank");
    let odd = Method::from_bytes(b"BREW").unwrap();
    mock.get("/jwks", &[]).await;
    second.get("/jwks", &[]).await;
    mock.send(odd, "/jwks", &[], None).await;
    mock.get("/interaction/one", &[]).await;
    second.get("/interaction/two", &[]).await;
    second.me("nonsense").await;
    mock.post("/token", &[("grant_type", "password")]).await;
    for nowhere in ["/nowhere", "/elsewhere"] {
        mock.get(nowhere, &[]).await;
        mock.get(&format!("{}{nowhere}", mock.base_url()), &[])
            .await;
        mock.get(&format!("{}/fi/nobody{nowhere}", mock.base_url()), &[])
            .await;
    }
    let metrics = send(&mock, Method::GET, "/metrics", &[], None).await.body;
    assert_eq!(metrics, mock.metrics());
    let mut counted: Vec<_> = ["mock_idp_http_requests", "mock_idp_refusals"]
        .into_iter()
        .flat_map(|name| lines(&metrics, name))
        .collect();
    counted.sort();
    assert_snapshot!(counted.join("\n"), @r#"
        mock_idp_http_requests_total{route="/a/consumer/api/v0/oidc/interaction/{id}",method="GET",status="400"} 2
        mock_idp_http_requests_total{route="/a/consumer/api/v0/oidc/jwks",method="GET",status="200"} 2
        mock_idp_http_requests_total{route="/a/consumer/api/v0/oidc/jwks",method="other",status="404"} 1
        mock_idp_http_requests_total{route="/a/consumer/api/v0/oidc/me",method="GET",status="401"} 1
        mock_idp_http_requests_total{route="/a/consumer/api/v0/oidc/token",method="POST",status="400"} 1
        mock_idp_http_requests_total{route="unknown",method="GET",status="404"} 6
        mock_idp_refusals_total{endpoint="interaction",error="invalid_request"} 2
        mock_idp_refusals_total{endpoint="token",error="invalid_request"} 1
        mock_idp_refusals_total{endpoint="unknown",error="invalid_request"} 7
        mock_idp_refusals_total{endpoint="userinfo",error="invalid_token"} 1
        "#);
    let institutions = lines(&metrics, "mock_idp_institutions");
    assert_eq!(institutions, ["mock_idp_institutions 2"]);
    let start = lines(&metrics, "process_start_time_seconds");
    assert_eq!(start, ["process_start_time_seconds 1790000000"]);
    assert_snapshot!(lines(&metrics, "# TYPE").join("\n"), @r#"
        # TYPE process_start_time_seconds gauge
        # TYPE mock_idp_http_requests_total counter
        # TYPE mock_idp_http_request_duration_seconds histogram
        # TYPE mock_idp_refusals_total counter
        # TYPE mock_idp_institutions gauge
        "#);
    let durations = lines(&metrics, "mock_idp_http_request_duration_seconds_count");
    assert!(
        durations.contains(
            &"mock_idp_http_request_duration_seconds_count{route=\"/a/consumer/api/v0/oidc/jwks\",method=\"GET\"} 2"
                .to_owned()
        ),
        "{durations:?}"
    );
}

#[tokio::test]
async fn each_provider_counts_for_itself() {
    let (one, other) = (mock().await, mock().await);
    one.get("/jwks", &[]).await;
    assert_eq!(
        lines(&one.metrics(), "mock_idp_http_requests_total").len(),
        1
    );
    assert_eq!(
        lines(&other.metrics(), "mock_idp_http_requests_total").len(),
        0
    );
}
