//! What the Config Store `settings` and the Secret Store `secrets` hold.

use std::time::Duration;

use fastly::{ConfigStore, SecretStore};

const DAY: Duration = Duration::from_secs(86_400);

/// Origins of the pages that may send events; none where nothing says so.
pub fn allowed_origins() -> Vec<String> {
    let text = setting("allowed_origins").unwrap_or_default();
    text.split(',').map(|it| it.trim().to_owned()).collect()
}

/// How long a visitor is remembered who does not come back: 14 days where nothing says so.
pub fn keep() -> Duration {
    let days = setting("keep_days").and_then(|text| text.parse::<f64>().ok());
    let days = days.filter(|days| days.is_finite() && (0.0..=3_650.0).contains(days));
    DAY.mul_f64(days.unwrap_or(14.0))
}

/// Without it nobody may read or put profiles.
pub fn profile_token() -> Option<Vec<u8>> {
    let store = SecretStore::open("secrets").ok()?;
    let token = store.try_get("profile_token").ok()??.try_plaintext().ok()?;
    Some(token.to_vec()).filter(|token| !token.is_empty())
}

fn setting(name: &str) -> Option<String> {
    ConfigStore::try_open("settings").ok()?.try_get(name).ok()?
}
