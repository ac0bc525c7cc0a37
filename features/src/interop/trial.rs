use std::time::{Duration, SystemTime};

use anyhow::Context as _;

use super::checks::Checks;
use super::program::Program;
use super::report::{Reaction, Told};
use super::stage::Stage;
use super::start::{self, end};
use super::tamper::Change;

/// Tries a client out: first as it is meant to be, then with another key than the provider signs with.
pub(super) async fn of(stage: &Stage, program: &Program) -> anyhow::Result<Told> {
    start::install(stage, program).await?;
    let honest = start::start(stage, program).await?;
    let tried = try_honest(&honest).await;
    let mut told = tried.map_err(|error| with_evidence(&error, &honest))?;
    end(honest).await?;
    let wrong = start::start(stage, program).await?;
    let tried = try_change(&wrong, Change::Key, program.no_signature_check.as_deref()).await;
    let reaction = tried.map_err(|error| with_evidence(&error, &wrong))?;
    end(wrong).await?;
    told.reactions.push((Change::Key, reaction));
    let refused = |(_, reaction): &(_, Reaction)| matches!(reaction, Reaction::Refused(_));
    anyhow::ensure!(
        told.reactions.iter().any(refused),
        "it refuses nothing at all"
    );
    Ok(told)
}

async fn try_honest(checks: &Checks<'_>) -> anyhow::Result<Told> {
    let program = checks.program;
    let mut visitor = checks.visitor().await?;
    checked(checks, "login", checks.login(&mut visitor)).await?;
    checked(checks, "userinfo", checks.userinfo(&mut visitor)).await?;
    if let Some(path) = &program.refresh {
        checked(checks, "refresh", checks.refresh(&mut visitor, path)).await?;
    }
    if let Some(path) = &program.logout {
        checked(checks, "logout", checks.logout(&mut visitor, path)).await?;
    }
    drop(visitor);
    let observed = checks.observed()?;
    let mut reactions = Vec::new();
    for (change, sent) in [
        (Change::State, observed.state),
        (Change::Nonce, observed.nonce),
    ] {
        let reaction = if sent {
            let excuse = (change == Change::Nonce).then_some(program.no_nonce_check.as_deref());
            try_change(checks, change, excuse.flatten()).await?
        } else {
            Reaction::NotSent
        };
        reactions.push((change, reaction));
    }
    let what = format!("reaction to {}", Change::Issuer.name());
    let reaction = checked(checks, &what, checks.reaction(Change::Issuer)).await?;
    reactions.push((Change::Issuer, reaction));
    Ok(Told {
        observed,
        reactions,
    })
}

/// Has it refuse, or not where the program's file says that it does not.
async fn try_change(
    checks: &Checks<'_>,
    change: Change,
    excuse: Option<&str>,
) -> anyhow::Result<Reaction> {
    let what = format!("reaction to {}", change.name());
    let judged = async {
        let reaction = checks.reaction(change).await?;
        match (&reaction, excuse) {
            (Reaction::Accepted, None) => anyhow::bail!("it lets the user in all the same"),
            (Reaction::Refused(words), Some(_)) => {
                anyhow::bail!("interop.toml says that it notices nothing, and it refuses: {words}")
            }
            _ => Ok(reaction),
        }
    };
    checked(checks, &what, judged).await
}

/// Tells that a check has passed, or names the one that has not.
async fn checked<T>(
    checks: &Checks<'_>,
    what: &str,
    check: impl Future<Output = anyhow::Result<T>>,
) -> anyhow::Result<T> {
    let begun = now();
    let limited = tokio::time::timeout(LONGEST_CHECK, check).await;
    let told = limited
        .with_context(|| format!("not done within {LONGEST_CHECK:?}"))
        .flatten();
    let told = told.map_err(|error| anyhow::anyhow!("{what}: {error:#}"))?;
    let took = now().duration_since(begun).unwrap_or_default();
    checks
        .stage
        .progress
        .passed(&checks.program.name, what, took);
    Ok(told)
}

fn with_evidence(error: &anyhow::Error, checks: &Checks<'_>) -> anyhow::Error {
    anyhow::anyhow!("{error:#}\n{}", checks.evidence())
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long a check took is told to people, and decides nothing"
)]
fn now() -> SystemTime {
    SystemTime::now()
}

const LONGEST_CHECK: Duration = Duration::from_secs(60);
