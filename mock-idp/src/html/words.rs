//! Scopes and claims in the words of the person who is asked.

use std::collections::BTreeMap;

use oidc::consent::Consent;
use oidc::profile::Profile;

const SCOPE_PREFIXES: [&str; 2] = [
    "https://api.banno.com/consumer/auth/",
    "https://jackhenry.com/",
];
const CLAIM_PREFIX: &str = "https://api.banno.com/consumer/claim/";

/// The order is that of the page. Names are without Banno's prefixes; those that share words share
/// a line.
const WORDS: [(&str, &str); 39] = [
    ("openid", "Know who you are"),
    ("profile", "See your name, picture and language"),
    ("email", "See your email address"),
    ("phone", "See your phone number"),
    ("address", "See your postal address"),
    ("name", "See your name"),
    ("family_name", "See your name"),
    ("given_name", "See your name"),
    ("middle_name", "See your name"),
    ("nickname", "See your name"),
    ("preferred_username", "See your user name"),
    ("picture", "See your picture"),
    ("locale", "See your language"),
    ("zoneinfo", "See your time zone"),
    ("updated_at", "See when your profile was last changed"),
    (
        "email_verified",
        "See whether your email address has been checked",
    ),
    ("phone_number", "See your phone number"),
    (
        "phone_number_verified",
        "See whether your phone number has been checked",
    ),
    ("birthdate", "See your date of birth"),
    ("institution_id", "See which bank you are with"),
    ("institution_details", "See which bank you are with"),
    ("customer_identifier", "See your customer number"),
    ("tax_id", "See your tax identification number"),
    ("accounts", "See your accounts"),
    (
        "masked_accounts",
        "See your accounts, without their full numbers",
    ),
    ("accounts.readonly", "See your accounts and balances"),
    ("accounts.readwrite", "See and change your accounts"),
    (
        "accounts.unmaskednumber.readonly",
        "See your full account numbers",
    ),
    ("transactions.detail.readonly", "See your transactions"),
    (
        "transactions.images.readonly",
        "See images of your checks and receipts",
    ),
    ("user.profile.readonly", "See your profile"),
    ("user.email.readwrite", "See and change your email address"),
    ("user.phone.readwrite", "See and change your phone numbers"),
    (
        "user.address.readwrite",
        "See and change your postal address",
    ),
    ("documents.readonly", "See your statements and documents"),
    (
        "transfers.accounts.readonly",
        "See accounts that you transfer money to",
    ),
    (
        "transfers.accounts.readwrite",
        "Move money between accounts",
    ),
    ("billpay.payments.readwrite", "Pay bills for you"),
    ("offline_access", STAY_SIGNED_IN),
];
const STAY_SIGNED_IN: &str = "Keep this access while you are away";

/// One line of the consent page.
#[derive(Debug)]
pub(super) struct Wish {
    /// What it says.
    pub(super) words: String,
    /// The scopes and claims that it stands for.
    pub(super) names: Vec<String>,
}

/// What is asked for, one line per thing. A claim that one of the scopes releases anyway has none of
/// its own: it stands with that scope's.
pub(super) fn wishes(asked: &Consent, profile: &Profile) -> Vec<Wish> {
    let mut lines: BTreeMap<(usize, String), Vec<String>> = BTreeMap::new();
    for scope in asked.scopes.iter() {
        lines
            .entry(describe(scope))
            .or_default()
            .push(scope.to_owned());
    }
    for claim in &asked.claims {
        let releasing = asked.scopes.iter().find(|scope| {
            let alone = asked.scopes.filter(|other| other == *scope);
            profile
                .scope_claims(&alone)
                .any(|released| released == claim)
        });
        let line = describe(releasing.unwrap_or(claim));
        lines.entry(line).or_default().push(claim.clone());
    }
    lines
        .into_iter()
        .map(|((_, words), names)| Wish { words, names })
        .collect()
}

/// The words of a scope or claim, and where on the page they stand.
fn describe(name: &str) -> (usize, String) {
    let scope = SCOPE_PREFIXES
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix));
    let short = scope
        .or_else(|| name.strip_prefix(CLAIM_PREFIX))
        .unwrap_or(name);
    match WORDS.iter().position(|(known, _)| *known == short) {
        Some(rank) => (rank, WORDS[rank].1.to_owned()),
        None if scope.is_some() => (WORDS.len(), spell_out(short)),
        None => (WORDS.len(), format!("See your {}", spaced(short))),
    }
}

/// `zelle.payments.readwrite` is "See and change: zelle payments".
fn spell_out(short: &str) -> String {
    let verbs = [
        (".readonly", "See"),
        (".read", "See"),
        (".readwrite", "See and change"),
        (".write", "Change"),
        (".reveal", "Reveal"),
    ];
    let split = verbs
        .into_iter()
        .find_map(|(end, verb)| Some((verb, short.strip_suffix(end)?)));
    let (verb, what) = split.unwrap_or(("Use", short));
    format!("{verb}: {}", spaced(what))
}

fn spaced(name: &str) -> String {
    name.replace(['.', '_', '-', '/'], " ")
}
