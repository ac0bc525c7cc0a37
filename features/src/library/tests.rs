use super::page::{self, TITLES};
use super::{Step, steps};

#[test]
fn every_step_is_used_by_a_feature() {
    let steps = steps().unwrap();
    let unused: Vec<_> = steps
        .iter()
        .filter(|step| step.example.is_none())
        .map(|step| format!("{:?} {} in {:?}", step.ty, step.regex, step.place))
        .collect();
    assert!(unused.is_empty(), "used by no feature: {unused:#?}");
    assert!(steps.len() > 300, "{} steps are known", steps.len());
}

#[test]
fn the_page_is_up_to_date() {
    let made = page::page(&steps().unwrap());
    let there = include_str!("../../STEPS.md");
    let differs = made
        .lines()
        .zip(there.lines())
        .find(|(made, there)| made != there);
    assert!(
        made == there,
        "cargo run -p conformance -- steps >features/STEPS.md; the first difference: {differs:#?}"
    );
}

#[test]
fn every_title_is_of_a_subject() {
    let steps = steps().unwrap();
    for (file, _) in TITLES {
        let is_of_it = |step: &Step| step.place.0 == file;
        assert!(steps.iter().any(is_of_it), "{file} has no steps");
    }
}

#[test]
fn sentences_are_told_once_in_their_subject() {
    let made = page::page(&steps().unwrap());
    let mut rows: Vec<_> = made
        .lines()
        .filter(|line| line.starts_with("| Given"))
        .collect();
    let all = rows.len();
    rows.sort_unstable();
    rows.dedup();
    assert_eq!(rows.len(), all);
    assert!(made.contains(
        "| Given, When | `the application \"…\" acts` | `the application \"another\" acts`, [op/"
    ));
}

#[test]
fn every_link_of_the_contents_leads_to_one_heading() {
    let made = page::page(&steps().unwrap());
    let anchor = |title: &str| {
        title
            .to_lowercase()
            .replace([':', ','], "")
            .replace(' ', "-")
    };
    let headings = made.lines().filter(|line| line.starts_with('#'));
    let headings: Vec<_> = headings
        .map(|line| anchor(line.trim_start_matches(['#', ' '])))
        .collect();
    let links: Vec<_> = made.split("](#").skip(1).collect();
    assert!(links.len() > 40, "{}", links.len());
    for link in links {
        let to = link.split(')').next().unwrap();
        let found = headings.iter().filter(|heading| *heading == to).count();
        assert_eq!(found, 1, "{to}");
    }
}
