//! Contacts, addresses and channels.

use candor_model as model;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::cards::BAD_VALUE;
use crate::lowering::Context;
use crate::shape::{Area, At, Line, Prose};

/// An address: its lines, or a page that gives it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    pub(crate) street: Option<Line>,
    pub(crate) postal_code: Option<Line>,
    pub(crate) city: Option<Line>,
    pub(crate) country: Option<At<Area>>,
    /// A page that gives the address.
    pub(crate) url: Option<Line>,
}

impl Address {
    pub(crate) fn lower(
        &self,
        context: &mut Context,
        at: &model::Origin,
    ) -> Option<model::Address> {
        if let Some(url) = &self.url {
            return Some(model::Address::Page(url.clone().located()));
        }
        let Some(country) = &self.country else {
            let fault = context.fault(
                &BAD_VALUE,
                at,
                "the address has neither a country nor a page",
            );
            fault.help = Some(
                "add `country: DE`, or `url:` with the page that gives the address".to_owned(),
            );
            return None;
        };
        Some(model::Address::Postal {
            street: self.street.clone().map(At::located),
            postal_code: self.postal_code.clone().map(At::located),
            city: self.city.clone().map(At::located),
            country: context.area(country)?,
        })
    }
}

/// How to reach somebody.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contact {
    pub(crate) name: Option<Line>,
    /// What that person or team is for.
    pub(crate) role: Option<Prose>,
    pub(crate) email: Option<Line>,
    pub(crate) url: Option<Line>,
    pub(crate) phone: Option<Line>,
}

impl Contact {
    pub(crate) fn lower(
        &self,
        context: &mut Context,
        at: &model::Origin,
    ) -> Option<model::Contact> {
        if self.email.is_none() && self.url.is_none() && self.phone.is_none() {
            let fault = context.fault(&BAD_VALUE, at, "the contact names no way to reach it");
            fault.help =
                Some("add `email:`, `url:` or `phone:`, or write `contact: not-stated`".to_owned());
            return None;
        }
        Some(model::Contact {
            name: self.name.clone().map(At::located),
            role: context.maybe_text(self.role.as_ref()),
            email: self.email.clone().map(At::located),
            url: self.url.clone().map(At::located),
            phone: self.phone.clone().map(At::located),
        })
    }
}

/// A channel for requests; exactly one key.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(extend("minProperties" = 1, "maxProperties" = 1))]
pub(crate) struct Channel {
    pub(crate) email: Option<Line>,
    pub(crate) url: Option<Line>,
    pub(crate) post: Option<Prose>,
    pub(crate) phone: Option<Line>,
    /// A control inside the product, such as an unsubscribe link.
    pub(crate) in_product: Option<Prose>,
}

impl Channel {
    pub(crate) fn lower(&self, context: &mut Context) -> Option<model::Channel> {
        let line = |line: &Option<Line>| line.clone().map(At::located);
        line(&self.email)
            .map(model::Channel::Email)
            .or_else(|| line(&self.url).map(model::Channel::Url))
            .or_else(|| line(&self.phone).map(model::Channel::Phone))
            .or_else(|| {
                context
                    .maybe_text(self.post.as_ref())
                    .map(model::Channel::Post)
            })
            .or_else(|| {
                context
                    .maybe_text(self.in_product.as_ref())
                    .map(model::Channel::InProduct)
            })
    }
}
