use std::collections::BTreeMap;
use std::fmt::Write as _;

use cucumber::gherkin::StepType;

use super::Step;
use super::sentence::sentence;
use super::usage::Example;

/// The page, in Markdown.
pub(super) fn page(steps: &[Step]) -> String {
    let parts = parts(steps);
    let mut page = HEAD.to_owned();
    for (part, subjects) in &parts {
        let links: Vec<_> = subjects.iter().map(|(title, _)| link_to(title)).collect();
        let _ = writeln!(page, "- **{part}**: {}", links.join(", "));
    }
    for (part, subjects) in &parts {
        let _ = writeln!(page, "\n## {part}");
        for (title, steps) in subjects {
            let _ = write!(page, "\n### {title}\n\n{COLUMNS}");
            page.extend(rows(steps));
        }
    }
    page
}

/// A title, and the steps of that subject.
type Subject<'a> = (String, Vec<&'a Step>);

/// The subjects by title; those that are used by the same features stand together.
fn parts(steps: &[Step]) -> Vec<(&'static str, Vec<Subject<'_>>)> {
    let mut subjects: BTreeMap<String, Vec<&Step>> = BTreeMap::new();
    for step in steps {
        subjects.entry(title(&step.place.0)).or_default().push(step);
    }
    let mut subjects: Vec<Subject<'_>> = subjects.into_iter().collect();
    subjects.sort_by_key(|(title, _)| title.to_lowercase());
    let parts = PARTS.into_iter().map(|(folder, part)| {
        let here = subjects
            .iter()
            .filter(|(_, steps)| most_used_in(steps) == folder);
        (part, here.cloned().collect())
    });
    parts.collect()
}

/// The folder of features that has most examples of these.
fn most_used_in(steps: &[&Step]) -> &'static str {
    let used_in = |folder: &str| {
        let examples = steps.iter().filter_map(|step| step.example.as_ref());
        let folders = examples.filter_map(|example| example.file.rsplit_once('/'));
        folders
            .filter(|(of_example, _)| *of_example == folder)
            .count()
    };
    let folders = PARTS.into_iter().rev().map(|(folder, _)| folder);
    folders
        .max_by_key(|folder| used_in(folder))
        .unwrap_or_default()
}

/// A line for each sentence, whatever keywords it may have.
fn rows(steps: &[&Step]) -> Vec<String> {
    let mut rows: Vec<(String, Vec<&'static str>, &Step)> = Vec::new();
    for step in steps {
        let told = sentence(step.regex.as_str());
        match rows.iter_mut().find(|(same, ..)| *same == told) {
            Some((_, keywords, _)) => keywords.push(keyword(step.ty)),
            None => rows.push((told, vec![keyword(step.ty)], step)),
        }
    }
    let rows = rows.into_iter().map(|(told, keywords, step)| {
        let example = step.example.as_ref();
        let example =
            example.map_or_else(|| "nobody uses it".to_owned(), |it| example_of(it, &told));
        format!(
            "| {} | {} | {example} |\n",
            keywords.join(", "),
            code(&told)
        )
    });
    rows.collect()
}

/// The line where it says more than the sentence, and the feature that it is from.
fn example_of(example: &Example, told: &str) -> String {
    let mut shown = String::new();
    if example.line != told {
        shown = format!("{}, ", code(&example.line));
    }
    if let Some(row) = &example.row {
        let _ = write!(
            shown,
            "and a table such as {}, ",
            code(&format!("| {} |", row.join(" | ")))
        );
    }
    if example.has_text {
        shown.push_str("and a text, ");
    }
    let file = &example.file;
    format!("{shown}[{file}]({file}.feature)")
}

/// As code in a table, where a bar would end the cell.
fn code(text: &str) -> String {
    format!("`{}`", text.replace('|', "\\|"))
}

fn link_to(title: &str) -> String {
    let letters = title.to_lowercase();
    let kept = letters
        .chars()
        .filter(|it| it.is_alphanumeric() || [' ', '-'].contains(it));
    let anchor: String = kept.map(|it| if it == ' ' { '-' } else { it }).collect();
    format!("[{title}](#{anchor})")
}

/// `Plan: request objects` for `plan/request_objects`, unless there is a better one.
fn title(file: &str) -> String {
    if let Some((_, title)) = TITLES.iter().find(|(of, _)| *of == file) {
        return (*title).to_owned();
    }
    let words = file.replace('/', ": ").replace('_', " ");
    let mut title = String::new();
    for word in words.split(' ') {
        let name = NAMES.iter().find(|name| name.eq_ignore_ascii_case(word));
        let separator = if title.is_empty() { "" } else { " " };
        let _ = write!(title, "{separator}{}", name.unwrap_or(&word));
    }
    let first = title
        .chars()
        .next()
        .map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(title.chars().skip(1)).collect()
}

const fn keyword(ty: StepType) -> &'static str {
    match ty {
        StepType::Given => "Given",
        StepType::When => "When",
        StepType::Then => "Then",
    }
}

/// The folders of features, and what the sentences are about that are used there most.
pub(super) const PARTS: [(&str, &str); 5] = [
    ("op", "The provider"),
    ("op/consumer_api", "The Consumer API"),
    ("rp", "The companion application"),
    ("browser", "A real browser"),
    ("plans", "The certification plans"),
];
/// Of subjects whose file says too little by its name.
pub(super) const TITLES: [(&str, &str); 13] = [
    ("another_institution", "Companion at another institution"),
    ("archive", "Journal as an HTTP Archive"),
    ("assertions", "Client assertions"),
    ("claims", "Userinfo"),
    ("control", "Two institutions"),
    ("minting", "Tokens without a sign-in"),
    ("plan", "Plan: provider and time"),
    ("proofs", "DPoP proofs"),
    ("pushed", "Pushed authorization requests"),
    ("refusal", "Refusals"),
    ("setting", "Application, browser and time"),
    ("switches", "Leniencies and policies"),
    ("token_query", "Introspection and revocation"),
];
/// Words that no sentence writes otherwise.
const NAMES: [&str; 3] = ["API", "CORS", "ID"];
const COLUMNS: &str = "| | sentence | for example |\n|---|---|---|\n";
const HEAD: &str = "\
# The sentences

Every sentence that features may use, by subject, with a feature that uses it, and the line there where it is not the
sentence itself. `\"…\"` is text in quotes, `N` a number, `…` a word or more; of `(a / b)` one is written, and `[…]` may be
left out. [How a scenario is written](README.md#how-a-scenario-is-written) tells what stands in braces, how requests are
changed in words, and what tags are for. The sentences serve [in your own project](README.md#in-your-own-cucumber-rs-project)
as well.

This page is what `cargo run -p conformance -- steps` prints.

";
