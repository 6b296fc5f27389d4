//! The organisation that answers for the data.

use crate::vocabulary::{DataPrivacyFramework, DisclosedWhen, Role, Subject};
use crate::{Address, Contact, Document, Located, Origin, Stated, Text};

/// Who answers for the data (GDPR Article 13(1)(a) and (b)).
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Where it is declared.
    pub origin: Origin,
    /// Its legal name.
    pub legal_name: Located<Stated<String>>,
    /// The name that people know.
    pub trading_name: Option<Located<String>>,
    /// Its address.
    pub address: Located<Stated<Address>>,
    /// How to reach it.
    pub contact: Located<Stated<Contact>>,
    /// Its data protection officer.
    pub data_protection_officer: Located<Representative>,
    /// Its representative in the Union (GDPR Article 27).
    pub eu_representative: Located<Representative>,
    /// Its representative in the United Kingdom (UK GDPR Article 27).
    pub uk_representative: Located<Representative>,
    /// The authority for complaints.
    pub supervisory_authority: Located<Stated<SupervisoryAuthority>>,
    /// In which roles it speaks, and to whom.
    pub roles: Located<Stated<Vec<RoleStatement>>>,
    /// Its part in the Data Privacy Framework; `None` means not applicable.
    pub data_privacy_framework: Located<Stated<Option<Vec<Located<DataPrivacyFramework>>>>>,
    /// When data is disclosed to authorities.
    pub disclosed_to_authorities_when: Vec<Located<DisclosedWhen>>,
    /// Further documents.
    pub documents: Vec<Document>,
}

impl Organisation {
    /// The name for pages: the trading name, else the legal name, else nothing.
    pub fn name(&self) -> Option<&str> {
        self.trading_name
            .as_ref()
            .map(|name| name.value.as_str())
            .or_else(|| self.legal_name.known().map(String::as_str))
    }
}

/// A person or office that speaks for the organisation in data protection, or the reason why there is none.
#[derive(Clone, Debug)]
pub enum Representative {
    /// There is one.
    Named {
        /// How to reach it.
        contact: Box<Contact>,
        /// Its address, where it is another one.
        address: Option<Box<Address>>,
        /// Whether the law demands one, where that is stated.
        required: Option<bool>,
    },
    /// The law does not ask for one.
    NotApplicable,
    /// There is none, for the reason stated.
    None {
        /// The reason.
        reason: Option<Text>,
    },
    /// The document does not say.
    NotStated,
}

/// A supervisory authority (GDPR Article 51).
#[derive(Clone, Debug)]
pub struct SupervisoryAuthority {
    /// Its name.
    pub name: Located<String>,
    /// Its page.
    pub url: Option<Located<String>>,
}

/// In which role the organisation speaks to whom.
#[derive(Clone, Debug)]
pub struct RoleStatement {
    /// Where it is declared.
    pub origin: Origin,
    /// The role.
    pub role: Located<Role>,
    /// To whom.
    pub subjects: Vec<Located<Subject>>,
    /// Who answers requests instead, where we are a processor.
    pub route_requests_to: Option<Text>,
    /// Whether we help that party to answer.
    pub assists: bool,
    /// The data or the limits that the document states for the role.
    pub scope: Option<Text>,
}
