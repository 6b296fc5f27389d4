//! Ways to reach somebody.

use crate::{Located, Territory, Text};

/// A postal address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// The address itself.
    Postal {
        /// Street and number.
        street: Option<Located<String>>,
        /// Postal code.
        postal_code: Option<Located<String>>,
        /// City.
        city: Option<Located<String>>,
        /// Country.
        country: Located<Territory>,
    },
    /// A page that gives the address.
    Page(Located<String>),
}

/// How to reach somebody; at least one way is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// A person's name, or a team's.
    pub name: Option<Located<String>>,
    /// What that person or team is for.
    pub role: Option<Text>,
    /// Electronic mail.
    pub email: Option<Located<String>>,
    /// A page or form.
    pub url: Option<Located<String>>,
    /// Telephone.
    pub phone: Option<Located<String>>,
}

/// A channel for requests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// Electronic mail.
    Email(Located<String>),
    /// A page or form.
    Url(Located<String>),
    /// A letter to that address.
    Post(Text),
    /// Telephone.
    Phone(Located<String>),
    /// A control inside the product, such as an unsubscribe link.
    InProduct(Text),
}
