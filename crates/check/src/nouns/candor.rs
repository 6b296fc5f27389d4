//! `candor.yaml`: the settings of a workspace.

use candor_model::vocabulary::{EvidenceLevel, Regime};
use candor_model::{self as model, Language, Located, Origin};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::{BAD_VALUE, VERSION};
use crate::lowering::{Context, key_origin, lines, words};
use crate::shape::{Area, At, Day, Length, Line, Many, Map, Word};

/// The settings.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Candor {
    /// The version of the file format.
    candor: At<u32>,
    /// The name of the workspace.
    workspace: Line,
    /// The languages; the first one is binding.
    languages: Vec<Line>,
    /// The rule packs that apply.
    regimes: Vec<At<Word<Regime>>>,
    site: Option<Site>,
    /// Globs of published text whose claims are checked.
    #[serde(default)]
    text: Vec<Line>,
    evidence: Option<Evidence>,
    store: Option<Store>,
    /// Rules whose level is changed.
    #[serde(default)]
    rules: Map<At<Level>>,
    /// Findings that are set aside.
    #[serde(default)]
    waivers: Vec<At<Waiver>>,
}

/// Where the site is built.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Site {
    /// The output directory; `site` without it.
    out: Option<Line>,
    /// The file of headers that the site ships.
    headers: Option<Line>,
    base_url: Option<Line>,
}

/// What evidence local claims need.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Evidence {
    /// The least level that wording like "stays in your browser" needs.
    local_claims: Option<At<Word<EvidenceLevel>>>,
    /// How long a record holds.
    valid_for: Option<At<Length>>,
    /// Files of public keys whose records count.
    #[serde(default)]
    trusted_keys: Vec<Line>,
}

/// The store of the runtime.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Store {
    /// The data directory of the embedded store; `.candor` without it.
    data: Option<Line>,
    /// The region in which the store stands.
    region: Option<At<Area>>,
    /// A database instead, as an address or `env:NAME`.
    database: Option<Line>,
    /// An object store for bodies, with a database.
    objects: Option<Line>,
}

/// How seriously a rule is taken.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    Deny,
    Warn,
    Allow,
}

/// A finding set aside.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Waiver {
    rule: Line,
    /// The file.
    at: Line,
    reason: Line,
    /// Who answers for it.
    owner: Line,
    /// The last day on which it holds.
    until: At<Day>,
}

impl Candor {
    pub(crate) fn lower(&self, context: &mut Context, origin: Origin) -> model::Settings {
        if *self.candor.value() != 1 {
            let message = format!(
                "version {} of the file format is not known",
                self.candor.value()
            );
            let fault = context.fault(&VERSION, &self.candor.origin(), message);
            fault.help = Some("write `candor: 1`, or use a newer Candor".to_owned());
        }
        if self.languages.is_empty() {
            let fault = context.fault(&BAD_VALUE, &origin, "the workspace names no language");
            fault.help = Some("write `languages: [en]`; the first one is binding".to_owned());
        }
        let site = self.site.as_ref();
        let evidence = self.evidence.as_ref();
        let store = self.store.as_ref();
        let line = |line: Option<&Line>| line.cloned().map(At::located);
        let or = |line: Option<&Line>, default: &str| {
            line.map_or_else(|| default.to_owned(), |line| line.value().clone())
        };
        model::Settings {
            origin,
            workspace: self.workspace.clone().located(),
            languages: self
                .languages
                .iter()
                .map(|tag| Located::new(Language::new(tag.value()), tag.origin()))
                .collect(),
            regimes: words(&Many(self.regimes.clone())),
            site: model::SiteSettings {
                out: or(site.and_then(|site| site.out.as_ref()), "site"),
                headers: line(site.and_then(|site| site.headers.as_ref())),
                base_url: line(site.and_then(|site| site.base_url.as_ref())),
            },
            text: lines(&self.text),
            evidence: model::EvidenceSettings {
                local_claims: evidence
                    .and_then(|evidence| evidence.local_claims.as_ref())
                    .map_or(EvidenceLevel::Declared, |level| level.value().0),
                origin: evidence
                    .and_then(|evidence| evidence.local_claims.as_ref())
                    .map(At::origin),
                valid_for: evidence
                    .and_then(|evidence| context.maybe_length(evidence.valid_for.as_ref())),
                trusted_keys: evidence
                    .map(|evidence| lines(&evidence.trusted_keys))
                    .unwrap_or_default(),
            },
            store: model::StoreSettings {
                data: or(store.and_then(|store| store.data.as_ref()), ".candor"),
                region: store
                    .and_then(|store| store.region.as_ref())
                    .and_then(|region| context.area(region)),
                database: line(store.and_then(|store| store.database.as_ref())),
                objects: line(store.and_then(|store| store.objects.as_ref())),
            },
            rules: self
                .rules
                .0
                .iter()
                .map(|(rule, level)| {
                    let level = level.clone().located().map(|level| match level {
                        Level::Deny => model::RuleLevel::Deny,
                        Level::Warn => model::RuleLevel::Warn,
                        Level::Allow => model::RuleLevel::Allow,
                    });
                    (Located::new(rule.value.clone(), key_origin(rule)), level)
                })
                .collect(),
            waivers: self
                .waivers
                .iter()
                .filter_map(|waiver| {
                    let own = waiver.value();
                    Some(model::Waiver {
                        origin: waiver.origin(),
                        rule: own.rule.clone().located(),
                        at: own.at.clone().located(),
                        reason: own.reason.clone().located(),
                        owner: own.owner.clone().located(),
                        until: context.day(&own.until)?,
                    })
                })
                .collect(),
        }
    }
}
