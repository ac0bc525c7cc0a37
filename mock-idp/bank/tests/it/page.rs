use bank::{Account, Ledger, Moment, PageRefusal, Query, Sample};
use time::Duration;

use crate::given::{account, accounts, today};

fn parse(text: &str) -> Result<Query, PageRefusal> {
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        (key.to_owned(), value.to_owned())
    };
    let parameters: Vec<_> = text.split('&').map(pair).collect();
    Query::parse(&parameters)
}

/// Five transactions, on the first to fifth of a month; the first was changed on the ninth.
fn listed() -> Account {
    let lines: Vec<_> = (1..=5)
        .map(|day| {
            let updated = if day == 1 { ", updated = '2026-03-09T00:00:00Z'" } else { "" };
            format!("{{ date = '2026-03-0{day}T12:00:00Z', amount = '1.00', memo = '{day}'{updated} }},\n")
        })
        .collect();
    account(&format!(
        "account_type = 'Deposit'\ntransactions = [\n{}]",
        lines.concat()
    ))
}

#[test]
fn these_parts_are_told() {
    let ledger = Ledger::open(&listed(), 1, today());
    let now = Moment::midnight(today());
    let rows = [
        ("", "12345", None),
        ("unknown=1&unknown=2", "12345", None),
        ("limit=2", "12", Some((0, 2))),
        ("offset=3", "45", Some((3, 500))),
        ("offset=1&limit=2", "23", Some((1, 2))),
        ("offset=4&limit=500", "5", Some((4, 500))),
        ("offset=5&limit=1", "", Some((5, 1))),
        ("offset=18446744073709551615", "", Some((usize::MAX, 500))),
        ("since=2026-03-02T12:00:00.000Z", "2345", None),
        ("since=2026-03-02T12:00:00.001Z", "345", None),
        ("until=2026-03-02T12:00:00.000Z", "12", None),
        ("until=2026-03-02T11:59:59.999Z", "1", None),
        (
            "since=2026-03-02T12:00:00Z&until=2026-03-04T12:00:00Z",
            "234",
            None,
        ),
        (
            "since=2026-03-04T12:00:00Z&until=2026-03-02T12:00:00Z",
            "",
            None,
        ),
        (
            "since=2026-03-02T00:00:00Z&offset=1&limit=2",
            "34",
            Some((1, 2)),
        ),
        ("updatedSince=2026-03-05T12:00:00Z", "15", None),
        (
            "updatedSince=2026-03-05T12:00:00Z&offset=1",
            "5",
            Some((1, 500)),
        ),
        ("updatedSince=2026-03-10T00:00:00Z", "", None),
    ];
    for (query, memos, place) in rows {
        let page = parse(query).unwrap().page(&ledger, now);
        let told: String = page
            .transactions
            .iter()
            .map(|it| it.memo.as_ref())
            .collect();
        assert_eq!((told.as_str(), page.place), (memos, place), "{query}");
    }
}

#[test]
fn these_queries_are_refused() {
    let instant = |name, value: &str| PageRefusal::Instant {
        name,
        value: value.to_owned(),
    };
    let rows = [
        ("offset=1&offset=1", PageRefusal::Repeated("offset")),
        (
            "updatedSince=&updatedSince=",
            PageRefusal::Repeated("updatedSince"),
        ),
        ("offset=", PageRefusal::Offset(String::new())),
        ("offset=-1", PageRefusal::Offset("-1".to_owned())),
        ("offset=+1", PageRefusal::Offset("+1".to_owned())),
        ("offset=1.0", PageRefusal::Offset("1.0".to_owned())),
        (
            "offset=18446744073709551616",
            PageRefusal::Offset("18446744073709551616".to_owned()),
        ),
        ("limit=0", PageRefusal::Limit("0".to_owned())),
        ("limit=501", PageRefusal::Limit("501".to_owned())),
        ("limit= 1", PageRefusal::Limit(" 1".to_owned())),
        ("since=2026-03-02", instant("since", "2026-03-02")),
        ("until=", instant("until", "")),
        ("updatedSince=now", instant("updatedSince", "now")),
        (
            "updatedSince=2026-03-02T00:00:00Z&since=2026-03-02T00:00:00Z",
            PageRefusal::UpdatedSinceWith("since"),
        ),
        (
            "updatedSince=2026-03-02T00:00:00Z&until=2026-03-02T00:00:00Z",
            PageRefusal::UpdatedSinceWith("until"),
        ),
    ];
    for (query, refusal) in rows {
        assert_eq!(parse(query), Err(refusal), "{query}");
    }
}

#[test]
fn ten_thousand_are_paged_without_gap_or_repeat() {
    let account = accounts(Sample::Busy).remove(0);
    let ledger = Ledger::open(&account, 1, today());
    let now = Moment::midnight(today() + Duration::days(1));
    let mut sequences = Vec::new();
    for offset in (0..).step_by(500) {
        let query = Query {
            offset: Some(offset),
            limit: Some(500),
            ..Query::default()
        };
        let page = query.page(&ledger, now);
        if page.transactions.is_empty() {
            break;
        }
        sequences.extend(page.transactions.iter().map(|it| it.sequence));
    }
    assert_eq!(sequences, (1..=10_000).collect::<Vec<_>>());
}
