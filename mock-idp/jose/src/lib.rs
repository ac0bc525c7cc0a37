//! Reads the signed JWTs that clients make, and encrypts what clients want to get encrypted.
