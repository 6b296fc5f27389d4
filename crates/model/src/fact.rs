//! Facts by the paths that pages carry in `data-fact` and that prose uses: `window.uploads`, `vendor.lakeside.name`.

use crate::{Origin, Policy, Window};

/// A fact that a page prints, and the noun that declares it.
#[derive(Clone, Debug)]
pub struct DeclaredFact<'p> {
    /// The line that declares it.
    pub origin: Origin,
    /// The window, where the fact is one.
    pub window: Option<&'p Window>,
}

impl DeclaredFact<'_> {
    fn at(origin: &Origin) -> Option<Self> {
        Some(Self {
            origin: origin.clone(),
            window: None,
        })
    }
}

impl Policy {
    /// The fact of that path. In paths, ids are written with `_` for `-`.
    pub fn fact(&self, path: &str) -> Option<DeclaredFact<'_>> {
        let (kind, rest) = path.split_once('.').unwrap_or((path, ""));
        let (name, detail) = rest.split_once('.').unwrap_or((rest, ""));
        let id = name.replace('_', "-");
        match kind {
            "window" => self.window(&id).map(|window| DeclaredFact {
                origin: window.origin.clone(),
                window: Some(window),
            }),
            "data" => DeclaredFact::at(&self.data_category(&id)?.origin),
            "tool" => {
                let tool = self.tool(&id)?;
                DeclaredFact::at(match detail {
                    "location" => &tool.location.origin,
                    _ => &tool.name.origin,
                })
            }
            "vendor" => {
                let vendor = self.vendor(&id)?;
                DeclaredFact::at(match detail {
                    "purpose" => &vendor.purpose.origin,
                    _ => &vendor.legal_name.origin,
                })
            }
            "promise" => {
                let promise = self
                    .promises
                    .iter()
                    .find(|promise| promise.id.as_str() == id)?;
                DeclaredFact::at(&promise.says.origin)
            }
            "organisation" => DeclaredFact::at(match name {
                "contact" => &self.organisation.contact.origin,
                _ => &self.organisation.legal_name.origin,
            }),
            "contact" => DeclaredFact::at(&self.organisation.contact.origin),
            "rights" => DeclaredFact::at(&self.rights.as_ref()?.answer_within.origin),
            "audience" => DeclaredFact::at(&self.audience.as_ref()?.minimum_age.origin),
            "notice" => {
                let changes = self.changes.as_ref()?;
                let notice = match name {
                    "policy" => changes.policy.as_ref(),
                    _ => changes.subprocessors.as_ref(),
                };
                DeclaredFact::at(&notice?.at_least.origin)
            }
            _ => None,
        }
    }
}
