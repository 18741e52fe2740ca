//! Random values: tokens, codes, ids of sessions.

use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The machine's source of randomness failed; nothing can be issued.
#[derive(Debug)]
pub(crate) struct NoRandomness;

/// 256 random bits in base64url after `prefix`, which tells tokens apart in a heap dump or a log.
pub(crate) fn token(prefix: &str) -> Result<String, NoRandomness> {
    let mut bytes = [0_u8; 32];
    rand::fill(&mut bytes).map_err(|_| NoRandomness)?;
    Ok(format!("{prefix}{}", URL_SAFE_NO_PAD.encode(bytes)))
}
