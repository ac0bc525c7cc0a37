//! Mock Banno answers as the stock library was recorded to answer.

use oracle::cli::check;
use oracle::flows::Flows;
use oracle::institution::Shared;

#[tokio::test(flavor = "multi_thread")]
async fn the_mock_answers_as_the_library_but_for_what_is_reviewed() {
    let flows = Flows::read().unwrap();
    let report = check(&flows, &Shared::read().unwrap(), true).await.unwrap();
    assert!(report.requests() >= 3_000, "only {}", report.requests());
    assert!(report.is_good(), "{report}");
}

#[test]
fn the_reviewed_list_is_short() {
    let reviewed = oracle::differences::Reviewed::read().unwrap();
    assert!(reviewed.entries.len() < 15);
}
