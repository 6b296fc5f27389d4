//! What stands for a file without which there is no policy, so that the rules can still look at all other files.
//!
//! A policy with a placeholder is never complete. Its origins are in no file, and findings at them are dropped.

use candor_model::vocabulary::EvidenceLevel;
use candor_model::{
    EvidenceSettings, Located, Organisation, Origin, Representative, Settings, SiteSettings,
    Stated, StoreSettings,
};

/// Settings that switch nothing on.
pub(crate) fn settings() -> Settings {
    Settings {
        origin: Origin::built_in(),
        workspace: nowhere(String::new()),
        languages: Vec::new(),
        regimes: Vec::new(),
        site: SiteSettings {
            out: "site".to_owned(),
            headers: None,
            base_url: None,
        },
        text: Vec::new(),
        evidence: EvidenceSettings {
            local_claims: EvidenceLevel::Declared,
            origin: None,
            valid_for: None,
            trusted_keys: Vec::new(),
        },
        store: StoreSettings {
            data: ".candor".to_owned(),
            region: None,
            database: None,
            objects: None,
        },
        rules: Vec::new(),
        waivers: Vec::new(),
    }
}

/// An organisation of which nothing is known.
pub(crate) fn organisation() -> Organisation {
    Organisation {
        origin: Origin::built_in(),
        legal_name: nowhere(Stated::NotStated),
        trading_name: None,
        address: nowhere(Stated::NotStated),
        contact: nowhere(Stated::NotStated),
        data_protection_officer: nowhere(Representative::NotStated),
        eu_representative: nowhere(Representative::NotStated),
        uk_representative: nowhere(Representative::NotStated),
        supervisory_authority: nowhere(Stated::NotStated),
        roles: nowhere(Stated::NotStated),
        data_privacy_framework: nowhere(Stated::NotStated),
        disclosed_to_authorities_when: Vec::new(),
        documents: Vec::new(),
    }
}

fn nowhere<T>(value: T) -> Located<T> {
    Located::new(value, Origin::built_in())
}
