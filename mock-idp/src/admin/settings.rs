use std::sync::Arc;

use oidc::entropy::{unguessable, uuid};
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
    /// that is not public.
    ///
    /// # Errors
    /// [`AdminError::Taken`], [`AdminError::Found`], [`AdminError::Institution`].
    pub fn create_client(
        &self,
        mut client: Map<String, Value>,
    ) -> Result<ClientSection, AdminError> {
        let institution = self.institution()?;
        let entropy = &*institution.entropy;
        let is_public = client.get("token_endpoint_auth_method") == Some(&json!("none"));
        client
            .entry("client_id")
            .or_insert_with(|| json!(uuid(entropy)));
        if !is_public {
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
            if patched.id() != id {
                let what = format!("the id of the {} `{id}` cannot be changed", T::WORD);
                return Err(AdminError::Invalid(what));
            }
            Ok(blueprint.clone().with(patched))
        })?;
        self.one(id)
    }

    /// Takes a client or a user away; what they hold is good for nothing from then on.
    ///
    /// # Errors
    /// [`AdminError::NotFound`], [`AdminError::Institution`].
    pub fn remove<T: Named>(&self, id: &str) -> Result<(), AdminError> {
        self.change(|blueprint| {
            blueprint.member::<T>(id).ok_or_else(|| none::<T>(id))?;
            Ok(blueprint.clone().without::<T>(id))
        })?;
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
            Ok(blueprint.clone().set(patched))
        })?;
        self.switches()
    }

    fn create<T: Named>(&self, member: Map<String, Value>) -> Result<T, AdminError> {
        let member: T = config::parse(Value::Object(member), T::WORD).map_err(FoundError::from)?;
        let created = member.clone();
        self.change(|blueprint| {
            if blueprint.member::<T>(member.id()).is_some() {
                let (word, id) = (T::WORD, member.id().to_owned());
                return Err(AdminError::Taken { word, id });
            }
            Ok(blueprint.clone().with(member))
        })?;
        Ok(created)
    }

    fn blueprint(&self) -> Result<Blueprint, AdminError> {
        self.founder.blueprint(&self.id).ok_or_else(|| self.gone())
    }

    fn change(
        &self,
        change: impl FnOnce(&Blueprint) -> Result<Blueprint, AdminError>,
    ) -> Result<Arc<Institution>, AdminError> {
        let changed = self.founder.change(&self.id, change)?;
        changed.ok_or_else(|| self.gone())
    }
}

fn none<T: Named>(id: &str) -> AdminError {
    let (word, id) = (T::WORD, id.to_owned());
    AdminError::NotFound { word, id }
}
