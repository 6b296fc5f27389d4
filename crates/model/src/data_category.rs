//! Categories of data.

use crate::vocabulary::{Identifies, Source};
use crate::{Id, Located, Origin, Ref, Stated, Text};

/// One kind of data that the product meets.
#[derive(Clone, Debug)]
pub struct DataCategory {
    /// Its id.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// What people call it.
    pub label: Text,
    /// A key of the fideslang taxonomy, such as `user.content.private`.
    pub standard: Option<Located<String>>,
    /// Where it comes from.
    pub source: Vec<Located<Source>>,
    /// How closely it leads to a person.
    pub identifies: Located<Stated<Identifies>>,
    /// What it was made from; then it is still that person's data.
    pub derived_from: Option<Located<Ref<DataCategory>>>,
    /// The only fields that are ever stored; empty where the category has no fields.
    pub fields: Vec<Field>,
    /// Categories that never enter this one.
    pub never: Vec<Located<Ref<DataCategory>>>,
    /// Whether Candor provides it.
    pub built_in: bool,
}

impl DataCategory {
    /// The field of that name, `-`, `_` and case being equal.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let wanted = Id::new(name);
        self.fields.iter().find(|field| field.name == wanted)
    }
}

/// One field of a category.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub name: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// In which form it is kept; as it is, where nothing is said.
    pub kept: Option<Located<Kept>>,
    /// What it is for.
    pub why: Option<Text>,
}

/// In which form a field is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It never reaches us.
    NotReceived,
    /// It is seen and never stored.
    Never,
    /// Only a one-way hash is stored.
    Hashed,
    /// It is shortened before it is stored.
    Truncated,
    /// It is encrypted before it is stored.
    Encrypted,
    /// As the note says, such as "family only".
    Note(Text),
}

impl Kept {
    /// The closed words with their meaning; any other text is a note.
    pub const WORDS: [(&'static str, &'static str); 5] = [
        ("not-received", "It never reaches us."),
        ("never", "It is seen and never stored."),
        ("hashed", "Only a one-way hash is stored."),
        ("truncated", "It is shortened before it is stored."),
        ("encrypted", "It is encrypted before it is stored."),
    ];

    /// The closed word, or `note`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::NotReceived => "not-received",
            Self::Never => "never",
            Self::Hashed => "hashed",
            Self::Truncated => "truncated",
            Self::Encrypted => "encrypted",
            Self::Note(_) => "note",
        }
    }

    /// Reads a closed word; nothing for a note.
    pub fn parse(word: &str) -> Option<Self> {
        match Id::new(word).as_str() {
            "not-received" => Some(Self::NotReceived),
            "never" => Some(Self::Never),
            "hashed" => Some(Self::Hashed),
            "truncated" => Some(Self::Truncated),
            "encrypted" => Some(Self::Encrypted),
            _ => None,
        }
    }
}

/// The categories that every workspace has without declaring them: what any request carries.
pub fn built_in_categories() -> Vec<DataCategory> {
    use Identifies::{Maybe, Pseudonymous};
    [
        ("ip-address", "IP address", Pseudonymous),
        (
            "user-agent",
            "Browser and system version (user agent)",
            Maybe,
        ),
        ("device-id", "Device identifier", Pseudonymous),
        ("referrer", "Address of the page you came from", Maybe),
        (
            "origin",
            "Site that embeds the content (Origin header)",
            Maybe,
        ),
        ("request-body", "Content of a request", Maybe),
        ("response-body", "Content of an answer", Maybe),
    ]
    .into_iter()
    .map(|(id, label, identifies)| DataCategory {
        id: Id::new(id),
        origin: Origin::built_in(),
        label: Text::plain(label, Origin::built_in()),
        standard: None,
        source: vec![Located::new(Source::VisitorDevice, Origin::built_in())],
        identifies: Located::new(Stated::Known(identifies), Origin::built_in()),
        derived_from: None,
        fields: Vec::new(),
        never: Vec::new(),
        built_in: true,
    })
    .collect()
}
