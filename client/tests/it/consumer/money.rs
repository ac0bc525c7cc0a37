use banno_client::consumer::Money;

#[test]
fn an_amount_is_a_decimal_number_in_a_string() {
    for good in ["0", "741.41", "-1543.00", "0.005", "007"] {
        assert_eq!(Money::parse(good).unwrap().to_string(), good);
    }
    let long = "1".repeat(41);
    for bad in [
        "", "-", ".5", "5.", "1,50", "+1", "1e3", "--1", "$1", " 1", "1.2.3", "NaN", &long,
    ] {
        assert_eq!(Money::parse(bad), None, "{bad}");
    }
}

#[test]
fn the_sign_changes_and_zero_has_none() {
    for (amount, inverted) in [
        ("12.50", "-12.50"),
        ("-12.50", "12.50"),
        ("0.00", "0.00"),
        ("-0.00", "0.00"),
        ("0.01", "-0.01"),
    ] {
        assert_eq!(Money::parse(amount).unwrap().inverted().as_str(), inverted);
    }
}
