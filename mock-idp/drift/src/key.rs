//! A key of a set, as far as anybody may know it: its numbers are measured, and never told.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// The members that only the owner of a key may know (RFC 7518 6.2.2, 6.3.2, 6.4.1).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// The members that the standards name for public keys (RFC 7517 4, RFC 7518 6, RFC 8037 2).
const PUBLIC: [&str; 14] = [
    "kty", "use", "key_ops", "alg", "kid", "x5u", "x5c", "x5t", "x5t#S256", "crv", "x", "y", "n",
    "e",
];

#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    members: &'a Map<String, Value>,
    /// Where it stands in its set.
    at: usize,
}

impl<'a> Key<'a> {
    pub(crate) fn of(at: usize, value: &'a Value) -> Option<Self> {
        let members = value.as_object()?;
        Some(Self { members, at })
    }

    pub(crate) fn text(&self, member: &str) -> Option<&'a str> {
        self.members.get(member)?.as_str()
    }

    pub(crate) fn kty(&self) -> &'a str {
        self.text("kty").unwrap_or_default()
    }

    /// Its place in the report: by name, if it has one.
    pub(crate) fn path(&self) -> String {
        let at = self.at;
        let named = self.text("kid");
        named.map_or_else(
            || format!("$.jwks.keys[{at}]"),
            |kid| format!("$.jwks.keys[kid={kid}]"),
        )
    }

    /// What it is, in a word: `RSA`, `EC P-256`.
    pub(crate) fn kind(&self) -> String {
        let kty = self.kty();
        let curve = self.text("crv").filter(|_| kty != "RSA");
        curve.map_or_else(|| kty.to_owned(), |crv| format!("{kty} {crv}"))
    }

    /// Whether the signature of a JWT may be checked with it (RFC 7517 4.2).
    pub(crate) fn verifies(&self) -> bool {
        self.text("use").is_none_or(|used| used == "sig")
    }

    /// Whether it is a key for that algorithm (RFC 7518 3.1, RFC 8037 3.1, RFC 8812 3.1).
    pub(crate) fn fits(&self, alg: &str) -> bool {
        let named = self.text("alg").is_none_or(|own| own == alg);
        named && self.verifies() && kind_for(alg).is_some_and(|kind| kind.contains(&&*self.kind()))
    }

    /// The names of private members that are there.
    pub(crate) fn private_members(&self) -> Vec<&'static str> {
        let there = |member: &&str| self.members.contains_key(*member);
        PRIVATE.into_iter().filter(there).collect()
    }

    /// The members that no standard names.
    pub(crate) fn unknown_members(&self) -> impl Iterator<Item = &'a String> + use<'a> {
        let known = |name: &str| PUBLIC.contains(&name) || PRIVATE.contains(&name);
        self.members.keys().filter(move |name| !known(name))
    }

    /// The first member without which it is no key, or that is no base64url (RFC 7518 6).
    pub(crate) fn flaw(&self) -> Option<&'static str> {
        let needed: &[&str] = match self.kty() {
            "EC" => &["crv", "x", "y"],
            "OKP" => &["crv", "x"],
            "RSA" => &["n", "e"],
            "" => return Some("kty"),
            _ => &[],
        };
        let sound = |member: &str| match self.text(member) {
            Some(text) => member == "crv" || URL_SAFE_NO_PAD.decode(text).is_ok(),
            None => false,
        };
        needed.iter().copied().find(|member| !sound(member))
    }

    /// The bits of an RSA modulus.
    pub(crate) fn modulus_bits(&self) -> Option<usize> {
        let modulus = URL_SAFE_NO_PAD.decode(self.text("n")?).ok()?;
        let first = modulus.iter().position(|byte| *byte != 0)?;
        let zeros = usize::try_from(modulus[first].leading_zeros()).ok()?;
        Some((modulus.len() - first) * 8 - zeros)
    }
}

/// The kinds of key that an asymmetric algorithm takes; `None` for one that takes no published key.
pub(crate) fn kind_for(alg: &str) -> Option<&'static [&'static str]> {
    Some(match alg {
        "RS256" | "RS384" | "RS512" | "PS256" | "PS384" | "PS512" => &["RSA"],
        "ES256" => &["EC P-256"],
        "ES256K" => &["EC secp256k1"],
        "ES384" => &["EC P-384"],
        "ES512" => &["EC P-521"],
        "EdDSA" => &["OKP Ed25519", "OKP Ed448"],
        "Ed25519" => &["OKP Ed25519"],
        "Ed448" => &["OKP Ed448"],
        _ => return None,
    })
}
