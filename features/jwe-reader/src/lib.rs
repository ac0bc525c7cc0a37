//! Opens JWEs as a relying party does.
