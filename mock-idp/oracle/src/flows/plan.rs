//! What is to be done, in order, with all sequences unrolled.

use anyhow::{Context as _, bail, ensure};

use super::change::{Template, pair};
use super::file::{Bases, FlowFile, FlowTable, Words};
use super::setting::Setting;

/// A story with a browser of its own and a provider that has just started.
#[derive(Clone, Debug)]
pub struct Flow {
    /// Unique in its file.
    pub name: String,
    /// The institution that it needs.
    pub setting: Setting,
    /// In order.
    pub turns: Vec<Turn>,
}

/// One or more actions, of which the last one's answer counts.
#[derive(Clone, Debug)]
pub struct Turn {
    /// How the file puts it.
    pub label: String,
    /// In order; never none.
    pub actions: Vec<Action>,
    /// Whether the answer is compared.
    pub compared: bool,
}

/// One thing to do.
#[derive(Clone, Debug)]
pub enum Action {
    /// Move the provider's clock by so many seconds.
    Advance(u64),
    /// Go on with a browser without cookies.
    NewBrowser,
    /// Go where the last answer redirects, as long as that is the provider.
    Open,
    /// Send a request.
    Send(Template),
    /// Fill in and submit the form of the last page, and go on as in `Open`.
    Submit(Submission),
}

/// What a person does with a form.
#[derive(Clone, Debug, Default)]
pub struct Submission {
    /// What stands in its fields, hidden ones too.
    pub fields: Vec<(String, String)>,
    /// The value of the button.
    pub press: Option<String>,
}

pub(super) fn flows(file: &FlowFile, bases: &Bases) -> anyhow::Result<Vec<Flow>> {
    let mut flows: Vec<Flow> = Vec::new();
    for table in &file.flow {
        let known = flows.iter().any(|flow| flow.name == table.name);
        ensure!(!known, "two flows are named `{}`", table.name);
        let turns = turns(table, bases).with_context(|| table.name.clone())?;
        flows.push(Flow {
            name: table.name.clone(),
            setting: table.setting.clone(),
            turns,
        });
    }
    Ok(flows)
}

fn turns(table: &FlowTable, bases: &Bases) -> anyhow::Result<Vec<Turn>> {
    let mut turns = Vec::new();
    let mut add = |words: Vec<String>, label: &[String], compared: bool| {
        let actions = actions(&words, bases, 0).with_context(|| words.join(", "))?;
        let answered = |action: &Action| !matches!(action, Action::Advance(_) | Action::NewBrowser);
        turns.push(Turn {
            label: label.join(", "),
            compared: compared && actions.last().is_some_and(answered),
            actions,
        });
        anyhow::Ok(())
    };
    for words in table.setup.iter().map(Words::list) {
        add(words.clone(), &words, false)?;
    }
    for words in table.steps.iter().map(Words::list) {
        add(words.clone(), &words, true)?;
    }
    ensure!(
        table.base.is_some() != (table.tries.is_empty() && table.pairs.is_empty()),
        "`base` and `try` or `pairs` need each other"
    );
    let base = table.base.as_ref().map(Words::list).unwrap_or_default();
    let tries = table.tries.iter().map(Words::list);
    for changes in tries.chain(pairs(&table.pairs)) {
        for words in table.before.iter().map(Words::list) {
            add(words.clone(), &words, false)?;
        }
        let label = if changes.is_empty() { &base } else { &changes };
        add([base.clone(), changes.clone()].concat(), label, true)?;
    }
    Ok(turns)
}

fn pairs(changes: &[Words]) -> impl Iterator<Item = Vec<String>> {
    let from = |index: usize| changes.iter().skip(index);
    let firsts = from(0).enumerate();
    firsts.flat_map(move |(index, first)| {
        from(index + 1).map(|second| [first.list(), second.list()].concat())
    })
}

fn actions(words: &[String], bases: &Bases, depth: usize) -> anyhow::Result<Vec<Action>> {
    ensure!(depth < 8, "a sequence contains itself");
    let (name, changes) = words.split_first().context("an empty step")?;
    let action = match name.split_once(' ').unwrap_or((name, "")) {
        ("advance", seconds) => Action::Advance(seconds.parse().context("seconds")?),
        ("new-browser", "") => Action::NewBrowser,
        ("open", "") => Action::Open,
        ("submit", "") => Action::Submit(submission(changes)?),
        _ => return request_or_sequence(name, changes, bases, depth),
    };
    let changeable = matches!(action, Action::Submit(_));
    ensure!(changeable || changes.is_empty(), "`{name}` has no changes");
    Ok(vec![action])
}

/// The changes of a sequence are those of its first request.
fn request_or_sequence(
    name: &str,
    changes: &[String],
    bases: &Bases,
    depth: usize,
) -> anyhow::Result<Vec<Action>> {
    if let Some(base) = bases.requests.get(name) {
        let mut template = Template::to(&base.send)?;
        template.headers = base.headers.clone().into_iter().collect();
        for change in base.params.iter().chain(changes) {
            template.change(change)?;
        }
        return Ok(vec![Action::Send(template)]);
    }
    let Some(sequence) = bases.sequences.get(name) else {
        bail!("`{name}` is neither an action nor a request nor a sequence");
    };
    let mut all = Vec::new();
    for (index, step) in sequence.iter().enumerate() {
        let mut words = step.list();
        if index == 0 {
            words.extend_from_slice(changes);
        }
        all.extend(actions(&words, bases, depth + 1)?);
    }
    ensure!(!all.is_empty(), "the sequence `{name}` is empty");
    Ok(all)
}

fn submission(changes: &[String]) -> anyhow::Result<Submission> {
    let mut submission = Submission::default();
    for change in changes {
        let (name, value) = pair(change)?;
        if name == "press" {
            submission.press = Some(value);
        } else {
            submission.fields.push((name, value));
        }
    }
    Ok(submission)
}

#[cfg(test)]
mod tests {
    use super::{Action, Flow, flows};
    use crate::flows::file::{Bases, FlowFile};

    const BASES: &str = r#"
        [values]
        [requests.auth]
        send = "GET /auth"
        params = ["scope=openid"]
        [sequences]
        log-in = ["submit, username=riley, press=login"]
        sign-in = ["auth", "open", "log-in"]
    "#;

    fn planned(flow: &str) -> anyhow::Result<Vec<Flow>> {
        let bases: Bases = toml::from_str(BASES).unwrap();
        let file: FlowFile = toml::from_str(flow)?;
        flows(&file, &bases)
    }

    fn one(steps: &str) -> anyhow::Result<Flow> {
        let flows = planned(&format!("[[flow]]\nname = \"f\"\n{steps}"))?;
        Ok(flows.into_iter().next().unwrap())
    }

    #[test]
    fn changes_of_a_sequence_are_those_of_its_first_request() {
        let flow = one(r#"steps = ["sign-in, scope=openid email"]"#).unwrap();
        let [turn] = &*flow.turns else {
            panic!("{flow:?}")
        };
        let [Action::Send(auth), Action::Open, Action::Submit(login)] = &*turn.actions else {
            panic!("{turn:?}")
        };
        let scope = ("scope".to_owned(), "openid email".to_owned());
        assert_eq!(auth.params, [scope]);
        assert_eq!(login.press.as_deref(), Some("login"));
        assert_eq!(turn.label, "sign-in, scope=openid email");
    }

    #[test]
    fn only_answers_of_steps_and_tries_are_compared() {
        let flow = one(r#"
            setup = ["auth"]
            steps = ["auth", "advance 60", "new-browser"]
            before = ["auth"]
            base = "auth"
            try = ["", ["-scope", "state=a, b"]]
        "#);
        let turns = flow.unwrap().turns.into_iter();
        let shown: Vec<_> = turns.map(|turn| (turn.label, turn.compared)).collect();
        let shown: Vec<_> = shown.iter().map(|(label, on)| (&**label, *on)).collect();
        let expected = [
            ("auth", false),
            ("auth", true),
            ("advance 60", false),
            ("new-browser", false),
            ("auth", false),
            ("auth", true),
            ("auth", false),
            ("-scope, state=a, b", true),
        ];
        assert_eq!(shown, expected);
    }

    #[test]
    fn each_is_tried_with_each_other() {
        let flow = one("base = \"auth\"\npairs = [\"a=1\", \"b=2\", \"-c\"]");
        let labels = flow.unwrap().turns.into_iter().map(|turn| turn.label);
        let labels: Vec<_> = labels.collect();
        assert_eq!(labels, ["a=1, b=2", "a=1, -c", "b=2, -c"]);
    }

    #[test]
    fn mistakes_are_told() {
        for (steps, said) in [
            (r#"steps = ["nobody"]"#, "neither an action nor"),
            (r#"steps = ["open, a=b"]"#, "has no changes"),
            (r#"steps = ["advance soon"]"#, "seconds"),
            (r#"base = "auth""#, "need each other"),
            (r#"try = ["a=b"]"#, "need each other"),
            ("unknown = 1", "unknown"),
        ] {
            let why = format!("{:#}", one(steps).unwrap_err());
            assert!(why.contains(said), "{steps}: {why}");
        }
        let twice = planned("[[flow]]\nname = \"f\"\n[[flow]]\nname = \"f\"").unwrap_err();
        assert!(twice.to_string().contains("two flows"), "{twice}");
    }
}
