use std::sync::Arc;

use askama::Template;

use crate::institution::Institution;

/// What somebody sees who opens the provider's address in a browser.
#[derive(Template)]
#[template(path = "start.html")]
pub struct StartPage<'a> {
    institution: &'a str,
    issuer: &'a str,
    users: Vec<&'a str>,
    clients: Vec<(&'a str, &'a str)>,
    others: Vec<(&'a str, &'a str)>,
}

impl<'a> StartPage<'a> {
    /// The page of an institution, and where the others are.
    #[must_use]
    pub fn new(institution: &'a Institution, all: &'a [Arc<Institution>]) -> Self {
        let clients = institution.clients.iter();
        Self {
            institution: &institution.name,
            issuer: &institution.profile.issuer,
            users: institution
                .users
                .iter()
                .map(|user| user.username.as_str())
                .collect(),
            clients: clients
                .map(|client| (client.name.as_str(), client.id.as_str()))
                .collect(),
            others: all
                .iter()
                .filter(|other| other.id != institution.id)
                .map(|other| (other.name.as_str(), other.profile.issuer.as_str()))
                .collect(),
        }
    }
}
