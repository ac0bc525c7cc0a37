use crate::given::{found, lines};

#[test]
fn the_type_of_a_document_matters_to_libraries_that_look_at_it() {
    let rows: [(Option<&str>, &[&str], &[&str]); 5] = [
        (
            Some("application/json"),
            &[],
            &[
                r#"info headers.jwks.content-type mock="application/jwk-set+json" provider="application/json""#,
            ],
        ),
        (
            Some("Application/JWK-Set+JSON; q=1"),
            &[
                r#"notable headers.metadata.content-type mock="application/json" provider="application/jwk-set+json""#,
            ],
            &[],
        ),
        (
            Some("text/plain"),
            &[
                r#"breaking headers.metadata.content-type mock="application/json" provider="text/plain""#,
            ],
            &[
                r#"breaking headers.jwks.content-type mock="application/jwk-set+json" provider="text/plain""#,
            ],
        ),
        (
            Some("text/json"),
            &[
                r#"notable headers.metadata.content-type mock="application/json" provider="text/json""#,
            ],
            &[
                r#"notable headers.jwks.content-type mock="application/jwk-set+json" provider="text/json""#,
            ],
        ),
        (
            None,
            &[r#"breaking headers.metadata.content-type mock="application/json""#],
            &[r#"breaking headers.jwks.content-type mock="application/jwk-set+json""#],
        ),
    ];
    for (content_type, metadata, jwks) in rows {
        let content_type = content_type.map(str::to_owned);
        let of_metadata = found(|provider| {
            provider
                .metadata_headers
                .content_type
                .clone_from(&content_type);
        });
        assert_eq!(lines(&of_metadata), metadata, "{content_type:?}");
        let of_jwks =
            found(|provider| provider.jwks_headers.content_type.clone_from(&content_type));
        assert_eq!(lines(&of_jwks), jwks, "{content_type:?}");
    }
}

#[test]
fn how_long_a_document_may_be_kept_is_information() {
    let findings =
        found(|provider| provider.jwks_headers.cache_control = Some("max-age=3600".to_owned()));
    assert_eq!(
        lines(&findings),
        [r#"info headers.jwks.cache-control provider="max-age=3600""#]
    );
}
