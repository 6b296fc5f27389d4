//! The kinds of files, which follow from their places.

use candor_syntax::closest;

/// The kind of a file; it follows from the file's place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    Candor,
    Organisation,
    Audience,
    Data,
    Retention,
    DeviceStorage,
    Promises,
    Rights,
    Security,
    Changes,
    Activity,
    Tool,
    Vendor,
    Page,
}

impl Kind {
    pub(crate) const ALL: [Self; 14] = [
        Self::Candor,
        Self::Organisation,
        Self::Audience,
        Self::Data,
        Self::Retention,
        Self::DeviceStorage,
        Self::Promises,
        Self::Rights,
        Self::Security,
        Self::Changes,
        Self::Activity,
        Self::Tool,
        Self::Vendor,
        Self::Page,
    ];

    /// The kind's name, which is the name of its schema.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Candor => "candor",
            Self::Organisation => "organisation",
            Self::Audience => "audience",
            Self::Data => "data",
            Self::Retention => "retention",
            Self::DeviceStorage => "device-storage",
            Self::Promises => "promises",
            Self::Rights => "rights",
            Self::Security => "security",
            Self::Changes => "changes",
            Self::Activity => "activity",
            Self::Tool => "tool",
            Self::Vendor => "vendor",
            Self::Page => "page",
        }
    }

    /// Whether a file of this kind holds many nouns, each under its own key or in its own entry.
    pub(crate) fn holds_many(self) -> bool {
        matches!(
            self,
            Self::Data | Self::Retention | Self::DeviceStorage | Self::Promises | Self::Security
        )
    }

    /// The kind of a file by its path, or what is wrong with its place.
    pub(crate) fn of(path: &str) -> Result<Self, String> {
        const SINGLE: [(&str, Kind); 10] = [
            ("candor.yaml", Kind::Candor),
            ("policies/organisation.yaml", Kind::Organisation),
            ("policies/audience.yaml", Kind::Audience),
            ("policies/data.yaml", Kind::Data),
            ("policies/retention.yaml", Kind::Retention),
            ("policies/device-storage.yaml", Kind::DeviceStorage),
            ("policies/promises.yaml", Kind::Promises),
            ("policies/rights.yaml", Kind::Rights),
            ("policies/security.yaml", Kind::Security),
            ("policies/changes.yaml", Kind::Changes),
        ];
        if let Some((_, kind)) = SINGLE.iter().find(|(place, _)| *place == path) {
            return Ok(*kind);
        }
        let (directory, name) = path.rsplit_once('/').unwrap_or(("", path));
        let kind = match directory {
            "policies/tools" => Self::Tool,
            "policies/activities" => Self::Activity,
            "subprocessors" => Self::Vendor,
            "policies/pages" => return page(name),
            _ => {
                let as_yaml = path.replace(".yml", ".yaml");
                let near = closest(&as_yaml, SINGLE.iter().map(|(place, _)| *place));
                return Err(match near {
                    Some(near) => format!("did you mean {near}?"),
                    None => "files stand in policies/, policies/tools/, policies/activities/, policies/pages/ and subprocessors/".to_owned(),
                });
            }
        };
        match name.strip_suffix(".yaml") {
            Some(id) if is_id(id) => Ok(kind),
            Some(_) => Err("a file here is named by the id of what it declares: letters a to z, digits and single hyphens, then .yaml".to_owned()),
            None => match name.strip_suffix(".yml") {
                Some(id) => Err(format!("did you mean {directory}/{id}.yaml?")),
                None => Err("files here are named ID.yaml".to_owned()),
            },
        }
    }
}

/// Whether a word can be an id: letters a to z, digits and single hyphens; `_` and capitals are read as `-` and small.
pub(crate) fn is_id(word: &str) -> bool {
    word.split(['-', '_'])
        .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn page(name: &str) -> Result<Kind, String> {
    match name.split('.').collect::<Vec<_>>().as_slice() {
        [page, language, "md"] if is_id(page) && is_id(language) => Ok(Kind::Page),
        _ => Err("pages are named NAME.LANGUAGE.md, such as privacy.en.md".to_owned()),
    }
}
