use serde::Serialize;
use serde_json::Value;

use super::user::text;
use crate::institution::{Institution, User};

/// `userInfo` (`banno.md` 6.5): what the claims of the user tell, in the Consumer API's words. What they do
/// not tell is left out.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserInfo<'a> {
    user_id: &'a str,
    id: &'a str,
    login_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_number: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    user_type: &'static str,
    provider: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    first_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    middle_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    preferred_name: Option<&'a str>,
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    business_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<Address<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<&'a str>,
    user_verified: bool,
    institution_id: &'a str,
    attributes: Vec<Attribute<'a>>,
    enrollment_type: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(
    clippy::struct_field_names,
    reason = "the members of the wire, by their names"
)]
struct Address<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    street_address: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    city: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zip: Option<&'a str>,
}

#[derive(Serialize)]
struct Attribute<'a> {
    name: &'static str,
    value: &'a str,
}

/// Banno's own claims.
macro_rules! claim {
    ($name:literal) => {
        concat!("https://api.banno.com/consumer/claim/", $name)
    };
}

impl<'a> UserInfo<'a> {
    pub(super) fn of(user: &'a User, institution: &'a Institution) -> Self {
        let claims = &user.claims;
        let told = |name: &str| text(claims, name);
        // Where no claim says it, who has a login for cash management is somebody at a business (an assumption).
        let manages_cash = told(claim!("cash_management_user_id")).is_some()
            || claims
                .get(claim!("cash_management_user"))
                .and_then(Value::as_bool)
                == Some(true);
        let is_business = match told(claim!("user_type")) {
            Some(user_type) => user_type == "Business",
            None => manages_cash,
        };
        let attributes = [
            ("NetTeller Id", told(claim!("netteller_id"))),
            (
                "Cash Management Id",
                told(claim!("cash_management_user_id")),
            ),
        ];
        let address = claims.get("address").map(|address| {
            let part = |name: &str| address.get(name).and_then(|part| part.as_str());
            Address {
                street_address: part("street_address"),
                city: part("locality"),
                state: part("region"),
                zip: part("postal_code"),
            }
        });
        Self {
            user_id: &user.sub,
            id: &user.sub,
            login_id: &user.username,
            member_number: told(claim!("member_number")),
            email: told("email"),
            user_type: if is_business {
                "Business"
            } else {
                "Individual"
            },
            provider: "online_banking",
            first_name: told("given_name"),
            middle_name: told("middle_name"),
            last_name: told("family_name"),
            preferred_name: told("nickname"),
            username: &user.username,
            business_name: told("name").filter(|_| is_business),
            address,
            phone_number: told("phone_number"),
            user_verified: true,
            institution_id: &institution.institution_id,
            attributes: attributes
                .into_iter()
                .filter_map(|(name, value)| value.map(|value| Attribute { name, value }))
                .collect(),
            enrollment_type: "self_enrolled",
        }
    }
}
