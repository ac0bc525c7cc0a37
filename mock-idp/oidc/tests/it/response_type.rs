use oidc::response_type::ResponseType;

#[test]
fn values_may_come_in_any_number_but_only_one_kind_is_known_at_a_time() {
    let rows = [
        ("code", Some(ResponseType::Code)),
        ("none", Some(ResponseType::None)),
        ("code code", Some(ResponseType::Code)),
        ("none none none", Some(ResponseType::None)),
        ("code none", None),
        ("none code", None),
        ("code id_token", None),
        ("token", None),
        ("Code", None),
        ("code ", None),
        (" code", None),
        ("code  code", None),
        ("code\tcode", None),
        ("", None),
        (" ", None),
    ];
    for (response_type, expected) in rows {
        let read = ResponseType::parse(response_type);
        assert_eq!(read, expected, "{response_type:?}");
    }
}

#[test]
fn names_on_the_wire_are_the_registered_ones() {
    for response_type in [ResponseType::Code, ResponseType::None] {
        let name = serde_json::to_value(response_type).unwrap();
        let read = ResponseType::parse(name.as_str().unwrap());
        assert_eq!(read, Some(response_type));
    }
}
