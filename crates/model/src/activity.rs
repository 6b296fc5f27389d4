//! Processing activities (GDPR Article 30).

use crate::vocabulary::{
    ActivityLocation, Certainty, LegalBasis, Purpose, Role, Subject, Training,
};
use crate::{DataCategory, Id, Located, Origin, Ref, Stated, Storage, Text, Tool, Vendor, Window};

/// One processing activity, of a tool or on its own.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Its id: unique within its tool, or among the activities that stand alone.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// What people call it; a tool's only activity has the tool's name.
    pub name: Option<Text>,
    /// The tool that it belongs to.
    pub tool: Option<Ref<Tool>>,
    /// Where it runs.
    pub location: Located<ActivityLocation>,
    /// In which role we act; absent means controller.
    pub role: Option<Located<Stated<Role>>>,
    /// The condition under which it happens.
    pub only_when: Option<Text>,
    /// Why a server is needed.
    pub why_server: Option<Text>,
    /// Why data is processed.
    pub purpose: Located<Stated<Purpose>>,
    /// What the purpose comes down to here, in words.
    pub description: Option<Text>,
    /// The legal basis; a purely local activity needs none.
    pub legal_basis: Option<Located<Stated<LegalBasis>>>,
    /// The interest, where the basis is legitimate interests.
    pub interest: Option<Text>,
    /// Whose data it is.
    pub subjects: Option<Located<Stated<Vec<Located<Subject>>>>>,
    /// What goes in.
    pub uses: Vec<DataUse>,
    /// What comes out.
    pub creates: Vec<DataUse>,
    /// The operations that a job may ask for.
    pub operations: Vec<Located<String>>,
    /// The largest accepted body in bytes.
    pub max_size: Option<Located<u64>>,
    /// Where stored data lives.
    pub storage: Option<Located<Stated<Storage>>>,
    /// Who receives data.
    pub recipients: Option<Located<Recipients>>,
    /// Whether the data trains models.
    pub training: Option<Located<Stated<Training>>>,
    /// How surely the location holds.
    pub certainty: Option<Located<Certainty>>,
}

impl Activity {
    /// Whether data leaves the device.
    pub fn is_server(&self) -> bool {
        self.location.value == ActivityLocation::Server
    }

    /// Everything that goes in and comes out.
    pub fn data_uses(&self) -> impl Iterator<Item = &DataUse> {
        self.uses.iter().chain(&self.creates)
    }

    /// The role: controller without the key, nothing where the document leaves it open.
    pub fn role(&self) -> Option<Role> {
        match &self.role {
            None => Some(Role::Controller),
            Some(role) => role.known().copied(),
        }
    }
}

/// A data category in an activity, and how long it is kept.
#[derive(Clone, Debug)]
pub struct DataUse {
    /// Where it is declared.
    pub origin: Origin,
    /// The category.
    pub data: Located<Ref<DataCategory>>,
    /// How long it is kept.
    pub keep: Located<Keep>,
    /// What it is made from.
    pub from: Option<Located<Ref<DataCategory>>>,
}

/// How long data is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Not at all.
    Nothing,
    /// Under that window.
    Window(Ref<Window>),
    /// The document does not say.
    NotStated,
}

impl Keep {
    /// The window, where there is one.
    pub fn window(&self) -> Option<Ref<Window>> {
        match self {
            Self::Window(window) => Some(*window),
            Self::Nothing | Self::NotStated => None,
        }
    }
}

/// Who receives the data of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipients {
    /// Nobody beyond the organisation.
    Nobody,
    /// These, by name or by description.
    Listed(Vec<Located<Recipient>>),
    /// The document does not say.
    NotStated,
}

/// One recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// A declared vendor.
    Vendor(Ref<Vendor>),
    /// Somebody whom the document describes and does not name, such as "CDN services".
    Unnamed(Text),
    /// Somebody whom the person names, such as an endpoint of their own; nobody else can name them.
    NamedByPerson(Text),
}

impl Recipients {
    /// The declared vendors among them.
    pub fn vendors(&self) -> impl Iterator<Item = (Ref<Vendor>, &Origin)> {
        let listed: &[Located<Recipient>] = match self {
            Self::Listed(list) => list,
            Self::Nobody | Self::NotStated => &[],
        };
        listed
            .iter()
            .filter_map(|recipient| match &recipient.value {
                Recipient::Vendor(vendor) => Some((*vendor, &recipient.origin)),
                Recipient::Unnamed(_) | Recipient::NamedByPerson(_) => None,
            })
    }
}
