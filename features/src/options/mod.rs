mod at_url;

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Command, CommandFactory as _, FromArgMatches as _, Subcommand as _, ValueEnum as _};
use cucumber::{cli, parser, runner};

use crate::manual::Manual;
use crate::subject::ControlToken;
pub(crate) use at_url::AtUrl;

/// The command line: the scenario runner's own filters, and ours.
pub(crate) type Cli = cli::Opts<parser::basic::Cli, runner::basic::Cli, cli::Empty, Options>;

/// Our own options.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Options {
    /// What to judge of it; left out, everything.
    #[arg(value_enum, value_name = "PART")]
    pub(crate) part: Option<Part>,

    /// What to judge: the issuer of a provider, or a TOML file with all that can be said of it (see
    /// features/targets); `mock`, or without it, the provider of this workspace.
    #[arg(long, value_name = "mock|FILE|URL")]
    pub(crate) target: Option<PathBuf>,

    /// As what the provider of this workspace is judged.
    #[arg(long, value_enum, value_name = "PROFILE", default_value_t)]
    pub(crate) profile: Profile,

    /// The plans of the OpenID Foundation's certification to judge by; of the profile `certification` and of a
    /// provider by its URL, all.
    #[arg(long, value_enum, value_name = "PLAN", value_delimiter = ',')]
    pub(crate) plan: Vec<Plan>,

    /// Where the provider's control plane is, such as <http://127.0.0.1:8444>; without it, and where
    /// the target names no issuer, a provider is started in this process.
    #[arg(long, value_name = "URL")]
    pub(crate) control: Option<String>,

    /// What the control plane wants as bearer token.
    #[arg(
        long,
        env = "CONFORMANCE_CONTROL_TOKEN",
        value_name = "TOKEN",
        hide_env_values = true
    )]
    pub(crate) control_token: Option<ControlToken>,

    /// Also write a report in the XML of `JUnit`.
    #[arg(long, value_name = "FILE")]
    pub(crate) junit: Option<PathBuf>,

    /// Also write the verdicts as JSON.
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,

    /// Also write a report for people, in one file: verdicts, evidence, each exchange as a diagram; secrets masked.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    /// What is known not to pass, and until when; can be given more than once.
    #[arg(long, value_name = "FILE", long_help = EXPECTED)]
    pub(crate) expected: Vec<PathBuf>,

    /// Save pictures of the pages that the browser scenarios visit.
    #[arg(long, value_name = "DIR")]
    pub(crate) screenshots: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) at_url: AtUrl,
}

pub(crate) const EXPECTED: &str = r#"What is known not to pass, and until when, as a TOML file; can be given more than once:

[[gap]]
scenario = "A user signs in"  # or: module = "oidcc-server"
target = "my-institution"     # left out: whichever target
verdict = "failed"            # or "warning" or "skipped"
reason = "why it may stay so"
expires = 2027-11-30          # the last day"#;

/// What the provider of this workspace can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Profile {
    /// What Banno is.
    #[default]
    Banno,
    /// What the OpenID Foundation certifies.
    Certification,
}

/// A plan of the OpenID Foundation's conformance suite, or one of ours: a file in `plans/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Plan {
    /// Basic OP.
    Basic,
    /// Config OP.
    Config,
    /// Form Post OP, basic.
    FormPostBasic,
    /// RP-Initiated Logout OP.
    RpInitiatedLogout,
    /// What the suite does not look at, and attackers do.
    Hardening,
}

impl Options {
    /// The plans that are judged by; none where the scenarios of this workspace are.
    pub(crate) fn plans(&self) -> Vec<Plan> {
        let by_plans = self.profile == Profile::Certification || self.issuer().is_some();
        if self.plan.is_empty() && by_plans {
            return Plan::value_variants().to_vec();
        }
        self.plan.clone()
    }

    /// The issuer that is judged, where the target is an address.
    pub(crate) fn issuer(&self) -> Option<&str> {
        let target = self.target.as_deref()?.to_str()?;
        let is_url = target.starts_with("https://") || target.starts_with("http://");
        let issuer = target.strip_suffix("/.well-known/openid-configuration");
        is_url.then(|| issuer.unwrap_or(target))
    }

    /// The file that says who is judged, if there is one.
    pub(crate) fn target_file(&self) -> Option<&Path> {
        let file = self.target.as_deref();
        file.filter(|file| *file != Path::new("mock") && self.issuer().is_none())
    }
}

impl Plan {
    /// The name of its file in `plans/`.
    pub(crate) const fn file(self) -> &'static str {
        match self {
            Self::Basic => "basic",
            Self::Config => "config",
            Self::FormPostBasic => "form_post_basic",
            Self::RpInitiatedLogout => "rp_initiated_logout",
            Self::Hardening => "hardening",
        }
    }
}

/// A part of the scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Part {
    /// The provider.
    Op,
    /// The relying party, by its pages, at a terminal and in Chromium.
    Rp,
}

impl Part {
    /// Whether a feature of that folder belongs to it.
    pub(crate) fn has(self, folder: &str) -> bool {
        match self {
            Self::Op => ["op", "plans"].contains(&folder),
            Self::Rp => ["rp", "browser"].contains(&folder),
        }
    }
}

/// What the command line asks for.
#[derive(Debug)]
pub(crate) enum Wish {
    Judge(Box<Cli>),
    Print(Manual),
    /// Try the mutations of these names, or all.
    Mutate(Vec<String>),
    /// Print the page of the sentences.
    ListSteps,
}

/// Reads the command line; the error knows how to print itself and its exit code.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Wish, clap::Error> {
    let matches = command().try_get_matches_from(args)?;
    if let Some(("mutations", arguments)) = matches.subcommand() {
        let names = arguments.get_many("NAME").into_iter().flatten();
        return Ok(Wish::Mutate(names.cloned().collect()));
    }
    if let Some(("steps", _)) = matches.subcommand() {
        return Ok(Wish::ListSteps);
    }
    if matches.subcommand().is_some() {
        return Manual::from_arg_matches(&matches).map(Wish::Print);
    }
    Cli::from_arg_matches(&matches).map(|cli| Wish::Judge(Box::new(cli)))
}

/// The command line as it is.
pub(crate) fn command() -> Command {
    let about = "Judges an OpenID Connect provider and a relying party by scenarios";
    Manual::augment_subcommands(Cli::command())
        .name("conformance")
        .about(about)
        .long_about(format!(
            "{about}.\n\nThe last line is `N passed, [N warnings, ]N failed, N skipped`. Exit code 0: nothing \
             that was not expected; 1: a failure, a warning or a skip that nobody has listed (--expected); \
             2: wrong usage or configuration."
        ))
        .subcommand(mutations())
        .subcommand(
            Command::new("steps").about("Print every sentence that features may use, as Markdown"),
        )
        .subcommand_required(false)
        .disable_help_subcommand(true)
}

fn mutations() -> Command {
    let names = clap::Arg::new("NAME")
        .help("Those of mutations.toml to try; left out, all")
        .num_args(0..);
    Command::new("mutations")
        .about("Change the certified mock in one thing at a time, and see whether the scenarios notice")
        .arg(names)
}
