use oidc::entropy::{unguessable, uuid};
use oidc::grant::Grant;
use serde_json::{Map, Value, json};

use super::{Admin, AdminError};
use crate::config::{
    self, Blueprint, ClientSection, DeclaredSection, LenienciesSection, Named, PoliciesSection,
    Switches, UserSection,
};
use crate::founder::FoundError;
use crate::institution::Institution;

impl Admin {
    /// What would have to be declared for the institution as it is now.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn settings(&self) -> Result<DeclaredSection, AdminError> {
        let settings = self.founder.settings(&self.id);
        settings.ok_or_else(|| self.gone())
    }

    /// Its clients, or its users.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn all<T: Named>(&self) -> Result<Vec<T>, AdminError> {
        Ok(T::of(&self.blueprint()?).to_vec())
    }

    /// The client of that `client_id`, or the user of that `sub`.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub fn one<T: Named>(&self, id: &str) -> Result<T, AdminError> {
        let blueprint = self.blueprint()?;
        blueprint.member(id).cloned().ok_or_else(|| none::<T>(id))
    }

    /// Registers a client. A `client_id` that is left out is a new one, and so is the secret of one
    /// that proves itself by it.
    ///
    /// # Errors
    /// [`AdminError::Taken`], [`AdminError::Found`], [`AdminError::Institution`].
    pub fn create_client(
        &self,
        mut client: Map<String, Value>,
    ) -> Result<ClientSection, AdminError> {
        let institution = self.institution()?;
        let entropy = &*institution.entropy;
        let method = client.get("token_endpoint_auth_method");
        let method = method.and_then(Value::as_str);
        let has_secret = !matches!(method, Some("none" | "private_key_jwt"));
        client
            .entry("client_id")
            .or_insert_with(|| json!(uuid(entropy)));
        if has_secret {
            client
                .entry("client_secret")
                .or_insert_with(|| json!(unguessable(entropy)));
        }
        self.create(client)
    }

    /// Adds a user. A `sub` that is left out is a new one, the password that of the fixtures' users.
    ///
    /// # Errors
    /// [`AdminError::Taken`], [`AdminError::Found`], [`AdminError::Institution`].
    pub fn create_user(&self, mut user: Map<String, Value>) -> Result<UserSection, AdminError> {
        let institution = self.institution()?;
        user.entry("sub")
            .or_insert_with(|| json!(uuid(&*institution.entropy)));
        user.entry("password").or_insert_with(|| json!("banno"));
        self.create(user)
    }

    /// Changes a client or a user by a merge patch (RFC 7396).
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Found`], [`AdminError::Institution`].
    pub fn patch<T: Named>(&self, id: &str, patch: &Value) -> Result<T, AdminError> {
        self.change(|blueprint| {
            let member = blueprint.member::<T>(id).ok_or_else(|| none::<T>(id))?;
            let patched = config::merged(member, patch, T::WORD).map_err(FoundError::from)?;
            if patched.id() != member.id() {
                let what = format!("the id of the {} `{id}` cannot be changed", T::WORD);
                return Err(AdminError::Invalid(what));
            }
            Ok((blueprint.clone().with(patched.clone()), patched))
        })
    }

    /// Takes a client away, with what it holds: grants, and what hangs on them.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn remove_client(&self, client_id: &str) -> Result<(), AdminError> {
        let removed: ClientSection = self.take_away(client_id)?;
        let institution = self.institution()?;
        for user in &institution.users {
            let store = &institution.store;
            store.forget_decided(&user.sub, removed.id()).await;
        }
        let concerns = |grant: &Grant| grant.client_id == removed.id();
        end_grants(&institution, concerns).await;
        Ok(())
    }

    /// Changes a claim of a user, or takes it away with `null`.
    ///
    /// # Errors
    /// As of [`Self::patch`].
    pub fn change_claim(&self, user: &str, claim: &str, value: &Value) -> Result<(), AdminError> {
        let patch = json!({ "claims": { claim: value } });
        self.patch::<UserSection>(user, &patch).map(drop)
    }

    /// Takes a user away, by `sub` or by user name, with sessions and grants, and what hangs on them.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub async fn remove_user(&self, user: &str) -> Result<(), AdminError> {
        let removed: UserSection = self.take_away(user)?;
        let institution = self.institution()?;
        let store = &institution.store;
        for (id, session) in store.sessions().await {
            if session.account == removed.id() {
                store.take_session(id).await;
            }
        }
        for client in &institution.clients {
            store.forget_decided(removed.id(), &client.id).await;
        }
        end_grants(&institution, |grant| grant.account == removed.id()).await;
        institution.books.forget(removed.id());
        Ok(())
    }

    /// Its policies.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn policies(&self) -> Result<PoliciesSection, AdminError> {
        self.switches()
    }

    /// Its leniencies.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn leniencies(&self) -> Result<LenienciesSection, AdminError> {
        self.switches()
    }

    /// Policies, or leniencies.
    ///
    /// # Errors
    /// [`AdminError::Institution`].
    pub fn switches<T: Switches>(&self) -> Result<T, AdminError> {
        Ok(T::of(&self.blueprint()?).clone())
    }

    /// Changes policies, or leniencies, by a merge patch (RFC 7396).
    ///
    /// # Errors
    /// [`AdminError::Found`], [`AdminError::Institution`].
    pub fn patch_switches<T: Switches>(&self, patch: &Value) -> Result<T, AdminError> {
        self.change(|blueprint| {
            let switches = T::of(blueprint);
            let patched = config::merged(switches, patch, T::WORD).map_err(FoundError::from)?;
            Ok((blueprint.clone().set(patched.clone()), patched))
        })
    }

    fn create<T: Named>(&self, member: Map<String, Value>) -> Result<T, AdminError> {
        let member: T = config::parse(Value::Object(member), T::WORD).map_err(FoundError::from)?;
        self.change(|blueprint| {
            if blueprint.member::<T>(member.id()).is_some() {
                let (word, id) = (T::WORD, member.id().to_owned());
                return Err(AdminError::Taken { word, id });
            }
            Ok((blueprint.clone().with(member.clone()), member))
        })
    }

    fn take_away<T: Named>(&self, id: &str) -> Result<T, AdminError> {
        self.change(|blueprint| {
            let member = blueprint.member::<T>(id).ok_or_else(|| none::<T>(id))?;
            Ok((blueprint.clone().without::<T>(id), member.clone()))
        })
    }

    fn blueprint(&self) -> Result<Blueprint, AdminError> {
        self.founder.blueprint(&self.id).ok_or_else(|| self.gone())
    }

    /// Changes the settings, and answers with what came of it.
    fn change<T>(
        &self,
        change: impl FnOnce(&Blueprint) -> Result<(Blueprint, T), AdminError>,
    ) -> Result<T, AdminError> {
        let mut told = None;
        self.founder.change(&self.id, |blueprint| {
            let (changed, value) = change(blueprint)?;
            told = Some(value);
            Ok::<_, AdminError>(changed)
        })?;
        told.ok_or_else(|| self.gone())
    }
}

/// Ends those grants: every code and token that hangs on one is dead.
async fn end_grants(institution: &Institution, concerns: impl Fn(&Grant) -> bool) {
    for grant in institution.store.grants().await {
        if concerns(&grant) {
            institution.store.revoke_grant(&grant.id).await;
        }
    }
}

fn none<T: Named>(id: &str) -> AdminError {
    let (word, id) = (T::WORD, id.to_owned());
    AdminError::NotFound { word, id }
}
