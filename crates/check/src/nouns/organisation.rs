//! `policies/organisation.yaml`.

use candor_model::vocabulary::{Availability, DataPrivacyFramework, DisclosedWhen, Role, Subject};
use candor_model::{self as model, Id, Located, Origin, Stated};
use candor_syntax::OrWord;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lowering::{Context, lines, word, words};
use crate::nouns::contact::{Address, Contact};
use crate::shape::{At, Line, Many, NotApplicable, Or, Prose, Word};

/// Who answers for the data. Every key is required; what a document leaves open is `not-stated`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisation {
    legal_name: At<Or<String>>,
    /// The name that people know.
    trading_name: Option<Line>,
    address: At<Or<Address>>,
    contact: At<Or<Contact>>,
    data_protection_officer: At<Or<Representative, NotApplicable>>,
    /// GDPR Article 27.
    eu_representative: At<Or<Representative, NotApplicable>>,
    /// UK GDPR Article 27.
    uk_representative: At<Or<Representative, NotApplicable>>,
    supervisory_authority: At<Or<Authority>>,
    /// In which roles it speaks, and to whom.
    roles: At<Or<Vec<At<RoleStatement>>>>,
    data_privacy_framework: At<Or<Many<At<Word<DataPrivacyFramework>>>, NotApplicable>>,
    /// When data is disclosed to authorities.
    authorities: Option<Authorities>,
    /// Further documents.
    #[serde(default)]
    documents: Vec<Document>,
}

/// A person or office, or the reason why there is none.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Representative {
    /// Whether the law demands one.
    required: Option<bool>,
    /// Why there is none.
    reason: Option<Prose>,
    name: Option<Line>,
    email: Option<Line>,
    url: Option<Line>,
    phone: Option<Line>,
    address: Option<At<Address>>,
}

/// A supervisory authority.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Authority {
    name: Line,
    url: Option<Line>,
}

/// In which role the organisation speaks to whom.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoleStatement {
    role: At<Word<Role>>,
    #[serde(rename = "for")]
    subjects: Many<At<Word<Subject>>>,
    /// Who answers requests instead.
    route_requests_to: Option<Prose>,
    /// Whether we help that party to answer.
    #[serde(default)]
    assists: bool,
    /// The data or the limits of the role.
    scope: Option<Prose>,
}

/// When data is disclosed.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Authorities {
    disclosed_when: Many<At<Word<DisclosedWhen>>>,
}

/// A document beside the notice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Document {
    id: Line,
    title: Prose,
    availability: At<Word<Availability>>,
    url: Option<Line>,
    /// What it contains, such as `scc`.
    #[serde(default)]
    includes: Vec<Line>,
    /// The documents over which it prevails.
    #[serde(default)]
    prevails_over: Vec<Line>,
    /// What it says that matters here.
    about: Option<Prose>,
}

impl At<RoleStatement> {
    fn lower(&self, context: &mut Context) -> model::RoleStatement {
        let statement = self.value();
        model::RoleStatement {
            origin: self.origin(),
            role: word(&statement.role),
            subjects: words(&statement.subjects),
            route_requests_to: context.maybe_text(statement.route_requests_to.as_ref()),
            assists: statement.assists,
            scope: context.maybe_text(statement.scope.as_ref()),
        }
    }
}

impl Organisation {
    pub(crate) fn lower(&self, context: &mut Context, origin: Origin) -> model::Organisation {
        model::Organisation {
            origin,
            legal_name: context.stated_line(&self.legal_name),
            trading_name: self.trading_name.clone().map(At::located),
            address: context
                .stated(&self.address, |context, address, at| {
                    address.lower(context, at)
                })
                .unwrap_or_else(|| Located::new(Stated::NotStated, self.address.origin())),
            contact: context
                .stated(&self.contact, |context, contact, at| {
                    contact.lower(context, at)
                })
                .unwrap_or_else(|| Located::new(Stated::NotStated, self.contact.origin())),
            data_protection_officer: representative(context, &self.data_protection_officer),
            eu_representative: representative(context, &self.eu_representative),
            uk_representative: representative(context, &self.uk_representative),
            supervisory_authority: context
                .stated(&self.supervisory_authority, |_, authority, _| {
                    Some(model::SupervisoryAuthority {
                        name: authority.name.clone().located(),
                        url: authority.url.clone().map(At::located),
                    })
                })
                .unwrap_or_else(|| {
                    Located::new(Stated::NotStated, self.supervisory_authority.origin())
                }),
            roles: context
                .stated(&self.roles, |context, statements, _| {
                    let roles = statements.iter().map(|statement| statement.lower(context));
                    Some(roles.collect())
                })
                .unwrap_or_else(|| Located::new(Stated::NotStated, self.roles.origin())),
            data_privacy_framework: {
                let stated = match &self.data_privacy_framework.value().0 {
                    OrWord::Value(parts) => Stated::Known(Some(words(parts))),
                    OrWord::Word(absent) if absent == "not-applicable" => Stated::Known(None),
                    OrWord::Word(_) => Stated::NotStated,
                    OrWord::Stated(text) => Stated::Unreadable(text.clone()),
                };
                Located::new(stated, self.data_privacy_framework.origin())
            },
            disclosed_to_authorities_when: self
                .authorities
                .as_ref()
                .map(|authorities| words(&authorities.disclosed_when))
                .unwrap_or_default(),
            documents: self
                .documents
                .iter()
                .map(|document| document.lower(context))
                .collect(),
        }
    }
}

fn representative(
    context: &mut Context,
    declared: &At<Or<Representative, NotApplicable>>,
) -> Located<model::Representative> {
    let lowered = match &declared.value().0 {
        OrWord::Value(office) => office.lower(context),
        OrWord::Word(absent) if absent == "not-applicable" => model::Representative::NotApplicable,
        OrWord::Word(_) | OrWord::Stated(_) => model::Representative::NotStated,
    };
    Located::new(lowered, declared.origin())
}

impl Representative {
    fn lower(&self, context: &mut Context) -> model::Representative {
        let line = |line: &Option<Line>| line.clone().map(At::located);
        if self.name.is_none() && self.email.is_none() && self.url.is_none() && self.phone.is_none()
        {
            return model::Representative::None {
                reason: context.maybe_text(self.reason.as_ref()),
            };
        }
        let address = self
            .address
            .as_ref()
            .and_then(|address| address.value().lower(context, &address.origin()));
        model::Representative::Named {
            contact: Box::new(model::Contact {
                name: line(&self.name),
                role: None,
                email: line(&self.email),
                url: line(&self.url),
                phone: line(&self.phone),
            }),
            address: address.map(Box::new),
            required: self.required,
        }
    }
}

impl Document {
    fn lower(&self, context: &mut Context) -> model::Document {
        model::Document {
            id: Id::new(self.id.value()),
            origin: self.id.origin(),
            title: context.text(&self.title),
            availability: word(&self.availability),
            url: self.url.clone().map(At::located),
            includes: lines(&self.includes),
            prevails_over: lines(&self.prevails_over),
            about: context.maybe_text(self.about.as_ref()),
        }
    }
}
