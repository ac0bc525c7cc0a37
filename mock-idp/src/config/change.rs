//! Settings that change while the provider runs: one client, one user, one policy at a time.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::blueprint::Blueprint;
use super::clients::ClientSection;
use super::consumer_api::ConsumerApiSection;
use super::declared::DeclaredSection;
use super::policies::{LenienciesSection, PoliciesSection};
use super::users::UserSection;
use super::{Config, Error, text};

/// A kind of thing that an institution has several of, each with a name.
pub trait Named: Clone + Serialize + DeserializeOwned {
    /// What errors call one.
    const WORD: &'static str;
    /// The name of one within its institution.
    fn id(&self) -> &str;
    /// Whether it goes by that name, too.
    fn is_called(&self, name: &str) -> bool {
        self.id() == name
    }
    /// Those of an institution.
    fn of(blueprint: &Blueprint) -> &[Self];
    /// The same, to be changed.
    fn of_mut(blueprint: &mut Blueprint) -> &mut Vec<Self>;
}

impl Named for ClientSection {
    const WORD: &'static str = "client";

    fn id(&self) -> &str {
        &self.client_id
    }

    fn of(blueprint: &Blueprint) -> &[Self] {
        &blueprint.clients
    }

    fn of_mut(blueprint: &mut Blueprint) -> &mut Vec<Self> {
        Arc::make_mut(&mut blueprint.clients)
    }
}

impl Named for UserSection {
    const WORD: &'static str = "user";

    fn id(&self) -> &str {
        &self.sub
    }

    /// By user name, too: the fixtures have none that is another one's `sub`.
    fn is_called(&self, name: &str) -> bool {
        self.sub == name || self.username == name
    }

    fn of(blueprint: &Blueprint) -> &[Self] {
        &blueprint.users
    }

    fn of_mut(blueprint: &mut Blueprint) -> &mut Vec<Self> {
        Arc::make_mut(&mut blueprint.users)
    }
}

/// A group of switches that an institution has once.
pub trait Switches: Clone + Serialize + DeserializeOwned {
    /// What errors call the group.
    const WORD: &'static str;
    /// Those of an institution.
    fn of(blueprint: &Blueprint) -> &Self;
    /// The same, to be changed.
    fn of_mut(blueprint: &mut Blueprint) -> &mut Self;
}

impl Switches for PoliciesSection {
    const WORD: &'static str = "policies";

    fn of(blueprint: &Blueprint) -> &Self {
        &blueprint.policies
    }

    fn of_mut(blueprint: &mut Blueprint) -> &mut Self {
        &mut blueprint.policies
    }
}

impl Switches for LenienciesSection {
    const WORD: &'static str = "leniencies";

    fn of(blueprint: &Blueprint) -> &Self {
        &blueprint.leniencies
    }

    fn of_mut(blueprint: &mut Blueprint) -> &mut Self {
        &mut blueprint.leniencies
    }
}

impl Switches for ConsumerApiSection {
    const WORD: &'static str = "consumer_api";

    fn of(blueprint: &Blueprint) -> &Self {
        &blueprint.consumer_api
    }

    fn of_mut(blueprint: &mut Blueprint) -> &mut Self {
        &mut blueprint.consumer_api
    }
}

/// The section that a JSON value describes; `word` names it in errors.
///
/// # Errors
/// [`Error`] with key, value and mend.
pub fn parse<T: DeserializeOwned>(value: Value, word: &str) -> Result<T, Error> {
    serde_json::from_value(value).map_err(|error| Error {
        origin: word.to_owned(),
        what: text::explain(&error.to_string(), None),
    })
}

/// The section with the changes of a merge patch (RFC 7396): members that are `null` become what they
/// are unless told otherwise.
///
/// # Errors
/// [`Error`] with key, value and mend.
pub fn merged<T: Serialize + DeserializeOwned>(
    section: &T,
    patch: &Value,
    word: &str,
) -> Result<T, Error> {
    let mut value = serde_json::to_value(section).unwrap_or_default();
    merge(&mut value, patch);
    parse(value, word)
}

/// RFC 7396 2.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(target) = target else {
        return;
    };
    for (name, value) in members {
        if value.is_null() {
            target.shift_remove(name);
        } else {
            merge(target.entry(name).or_insert(Value::Null), value);
        }
    }
}

impl Blueprint {
    /// The institution with that member, in the place of the one that had its name.
    #[must_use]
    pub fn with<T: Named>(mut self, member: T) -> Self {
        let members = T::of_mut(&mut self);
        match members.iter_mut().find(|there| there.id() == member.id()) {
            Some(there) => *there = member,
            None => members.push(member),
        }
        self
    }

    /// The institution without the member of that name.
    #[must_use]
    pub fn without<T: Named>(mut self, id: &str) -> Self {
        T::of_mut(&mut self).retain(|member| !member.is_called(id));
        self
    }

    /// The member of that name.
    #[must_use]
    pub fn member<T: Named>(&self, id: &str) -> Option<&T> {
        T::of(self).iter().find(|member| member.is_called(id))
    }

    /// The institution with these switches.
    #[must_use]
    pub fn set<T: Switches>(mut self, switches: T) -> Self {
        *T::of_mut(&mut self) = switches;
        self
    }

    /// The institution under the name, the host and the place of another one.
    #[must_use]
    pub fn in_place_of(mut self, other: &Self) -> Self {
        self.is_default = other.is_default;
        self.host.clone_from(&other.host);
        if other.is_default {
            self.institution = self.institution.named_as(&other.institution);
        }
        self
    }
}

impl Config {
    /// What would stand under `[[institutions]]` for the institution as it is. What is that of the
    /// fixtures is left out.
    #[must_use]
    pub fn settings(&self, blueprint: &Blueprint) -> DeclaredSection {
        let fixtures = &self.fixtures;
        let profile = blueprint.institution.profile_name();
        let institution = blueprint
            .institution
            .declared(fixtures.institution(profile));
        DeclaredSection {
            host: blueprint.host.clone(),
            metadata: Some(blueprint.metadata.clone()),
            policies: Some(blueprint.policies.clone()),
            leniencies: Some(blueprint.leniencies.clone()),
            faults: (!blueprint.faults.is_empty()).then(|| blueprint.faults.to_vec()),
            consumer_api: Some(blueprint.consumer_api.clone()),
            clients: (!Arc::ptr_eq(&blueprint.clients, &fixtures.clients))
                .then(|| blueprint.clients.to_vec()),
            users: (!fixtures.are_usual(&blueprint.users, profile))
                .then(|| blueprint.users.to_vec()),
            ..institution
        }
    }
}
