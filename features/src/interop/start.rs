use std::time::Duration;

use super::bank::Bank;
use super::checks::Checks;
use super::process::Process;
use super::program::Program;
use super::stage::{self, Stage};
use crate::user_agent::Request;

/// Installs what a program needs.
pub(super) async fn install(stage: &Stage, program: &Program) -> anyhow::Result<()> {
    if program.install.is_empty() {
        return Ok(());
    }
    stage
        .progress
        .goes_on(&program.name, "installing what it needs");
    let work = stage::work(&program.name)?;
    let environment = [("WORK", work.display().to_string())];
    let output = work.join("install.log");
    let mut process = Process::start(&program.install, &program.folder, &environment, output)?;
    process.success(LONGEST_INSTALL).await
}

/// Starts the program as the client of an institution of its own.
pub(super) async fn start<'a>(
    stage: &'a Stage,
    program: &'a Program,
) -> anyhow::Result<Checks<'a>> {
    let port = stage.free_port()?;
    let base_url = format!("http://localhost:{port}");
    let bank = Bank::found(stage, program, &base_url).await?;
    let work = stage::work(&program.name)?;
    let ca = stage.ca_file().display().to_string();
    let mut environment = vec![
        ("ISSUER", bank.issuer.clone()),
        ("CLIENT_ID", bank.client_id.clone()),
        ("PORT", port.to_string()),
        ("BASE_URL", base_url.clone()),
        ("REDIRECT_URI", format!("{base_url}{}", program.callback)),
        ("POST_LOGOUT_REDIRECT_URI", format!("{base_url}/")),
        ("WORK", work.display().to_string()),
        ("NO_PROXY", LOCAL.to_owned()),
        ("no_proxy", LOCAL.to_owned()),
    ];
    environment.extend(
        bank.client_secret
            .clone()
            .map(|secret| ("CLIENT_SECRET", secret)),
    );
    let trusted = [
        "CA_FILE",
        "NODE_EXTRA_CA_CERTS",
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
    ];
    environment.extend(trusted.map(|name| (name, ca.clone())));
    let output = work.join(format!("output-{port}.log"));
    let mut process = Process::start(&program.run, &program.folder, &environment, output)?;
    let http = stage.http();
    let home = url::Url::parse(&format!("{base_url}/"))?;
    let answers = async || {
        let answer = http.exchange(&Request::get(home.clone())).await;
        answer.is_ok_and(|answer| answer.status == 200)
    };
    process.ready(LONGEST_START, answers).await?;
    Ok(Checks {
        stage,
        program,
        bank,
        process,
        base_url,
        http,
    })
}

/// Ends the program, and its institution.
pub(super) async fn end(checks: Checks<'_>) -> anyhow::Result<()> {
    checks.process.stop().await;
    checks.bank.close(checks.stage).await
}

const LOCAL: &str = "localhost,127.0.0.1,::1";
const LONGEST_START: Duration = Duration::from_secs(60);
/// A program that is compiled may take its time.
const LONGEST_INSTALL: Duration = Duration::from_secs(900);
