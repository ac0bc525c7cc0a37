use bank::{Money, NotMoney};
use proptest::prelude::*;

#[test]
fn money_is_written_with_two_decimals() {
    for (cents, text) in [
        (0, "0.00"),
        (5, "0.05"),
        (-5, "-0.05"),
        (74_141, "741.41"),
        (-154_300, "-1543.00"),
        (i64::MAX, "92233720368547758.07"),
        (i64::MIN, "-92233720368547758.08"),
    ] {
        assert_eq!(Money::from_cents(cents).to_string(), text);
    }
}

#[test]
fn what_is_no_amount_is_refused() {
    for text in [
        "",
        "-",
        ".",
        "1",
        "1.",
        ".10",
        "1.0",
        "1.000",
        "+1.00",
        "--1.00",
        "1,00",
        "1.-1",
        " 1.00",
        "1.00 ",
        "1e2.00",
        "0x1.00",
        "٣.٠٠",
        "99999999999999999999.00",
        "1.00.00",
        "$1.00",
    ] {
        assert_eq!(text.parse::<Money>(), Err(NotMoney), "{text}");
    }
}

#[test]
fn sums_stop_at_the_end_instead_of_turning_round() {
    let most = Money::from_cents(i64::MAX);
    let least = Money::from_cents(i64::MIN);

    assert_eq!(most + most, most);
    assert_eq!(-least, most);
    assert_eq!(least + -most, least);
}

#[test]
fn what_is_left_is_never_less_than_nothing() {
    let money = Money::from_cents;
    assert_eq!(money(500).less(money(200)), money(300));
    assert_eq!(money(200).less(money(500)), Money::ZERO);
    assert_eq!(money(200).less(money(-500)), money(700));
}

proptest! {
    #[test]
    fn money_is_read_as_it_was_written(cents: i64) {
        let money = Money::from_cents(cents);

        prop_assert_eq!(money.to_string().parse(), Ok(money));
        let json = serde_json::to_string(&money).unwrap();
        prop_assert_eq!(&json, &format!("\"{money}\""));
        prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
    }
}
