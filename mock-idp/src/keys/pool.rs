use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Error;
use super::kept::make_rsa_der;

/// RSA keys that are made ahead, since making one takes a tenth of a second. It is empty until
/// somebody is likely to want one: the start has better things to do.
///
/// Cloning shares the keys.
#[derive(Clone, Default)]
pub struct RsaPool {
    /// In PKCS#8: what a key is called is known when it is taken.
    keys: Arc<Mutex<Vec<Vec<u8>>>>,
    in_the_making: Arc<AtomicBool>,
}

/// How many are held ready.
const READY: usize = 4;

impl RsaPool {
    /// Takes a key, or makes one if none is ready, and has others made in its place. For threads that
    /// may block.
    pub(super) fn take(&self) -> Result<Vec<u8>, Error> {
        let ready = self.lock().pop();
        self.fill();
        ready.map_or_else(make_rsa_der, Ok)
    }

    /// Has the missing keys made, one after the other, on a thread of its own, as long as somebody may
    /// want them.
    pub fn fill(&self) {
        let pool = self.clone();
        if self.in_the_making.swap(true, Ordering::SeqCst) {
            return;
        }
        std::thread::spawn(move || {
            step_back();
            let is_wanted = || Arc::strong_count(&pool.keys) > 1;
            while is_wanted() && pool.lock().len() < READY {
                match make_rsa_der() {
                    Ok(key) => pool.lock().push(key),
                    // Whoever takes a key next tries again, and is told why.
                    Err(_) => break,
                }
            }
            pool.in_the_making.store(false, Ordering::SeqCst);
        });
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Vec<u8>>> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Lets every other thread of the machine go first: a request must not wait for a key that somebody may want
/// later. Elsewhere than on Linux that would be the whole process.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        // Who cannot step back goes on as before.
        let _ = rustix::process::nice(LOWEST);
    }
}

/// The lowest priority (nice(2)).
#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;

impl fmt::Debug for RsaPool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaPool")
            .field("ready", &self.lock().len())
            .finish_non_exhaustive()
    }
}
