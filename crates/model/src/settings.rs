//! The settings of a workspace: `candor.yaml`.

use crate::duration::Duration;
use crate::vocabulary::{EvidenceLevel, Regime};
use crate::{Language, Located, Origin, RuleLevel, Territory, Waiver};

/// What `candor.yaml` says.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where it stands.
    pub origin: Origin,
    /// The name of the workspace.
    pub workspace: Located<String>,
    /// The languages, at least one; the first is binding.
    pub languages: Vec<Located<Language>>,
    /// The rule packs that apply.
    pub regimes: Vec<Located<Regime>>,
    /// The site.
    pub site: SiteSettings,
    /// Globs of published text whose claims are checked.
    pub text: Vec<Located<String>>,
    /// What evidence local claims need.
    pub evidence: EvidenceSettings,
    /// The store of the runtime.
    pub store: StoreSettings,
    /// Rules whose level is changed.
    pub rules: Vec<(Located<String>, Located<RuleLevel>)>,
    /// Findings that are set aside.
    pub waivers: Vec<Waiver>,
}

/// Where the site is built.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// The output directory, relative to the workspace.
    pub out: String,
    /// The file of headers that the site ships.
    pub headers: Option<Located<String>>,
    /// The address of the published site.
    pub base_url: Option<Located<String>>,
}

/// What evidence local claims need.
#[derive(Clone, Debug)]
pub struct EvidenceSettings {
    /// The least level that wording like "stays in your browser" needs.
    pub local_claims: EvidenceLevel,
    /// Where that is declared, if it is.
    pub origin: Option<Origin>,
    /// How long a record holds.
    pub valid_for: Option<Located<Duration>>,
    /// Files of public keys whose records count.
    pub trusted_keys: Vec<Located<String>>,
}

/// The store of the runtime.
#[derive(Clone, Debug)]
pub struct StoreSettings {
    /// The data directory of the embedded store, relative to the workspace.
    pub data: String,
    /// The region in which the store stands.
    pub region: Option<Located<Territory>>,
    /// A database instead, as an address or `env:NAME`.
    pub database: Option<Located<String>>,
    /// An object store for bodies, with a database.
    pub objects: Option<Located<String>>,
}

impl Settings {
    /// The binding language.
    pub fn binding_language(&self) -> Language {
        self.languages
            .first()
            .map_or_else(|| Language::new("en"), |language| language.value.clone())
    }

    /// Whether a regime is switched on.
    pub fn applies(&self, regime: Regime) -> bool {
        self.regimes.iter().any(|known| known.value == regime)
    }
}
