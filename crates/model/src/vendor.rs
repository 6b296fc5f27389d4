//! Vendors: everybody beyond the organisation who may meet data.

use crate::time::Date;
use crate::vocabulary::{Relation, Role, Stage, Training, UsedWhen};
use crate::{
    Address, Contact, DataCategory, Id, Keep, Located, Origin, Ref, Stated, Territory, Text,
    Transfer,
};

/// A vendor.
#[derive(Clone, Debug)]
pub struct Vendor {
    /// Its id: the name of its file.
    pub id: Id,
    /// Where it is declared.
    pub origin: Origin,
    /// Its legal name.
    pub legal_name: Located<String>,
    /// The name that people know.
    pub short_name: Option<Located<String>>,
    /// What it is in law.
    pub relation: Located<Relation>,
    /// What the document itself calls it, where that is something else, such as "partner".
    pub stated_as: Option<Text>,
    /// For which of our roles it works; empty where that is not said.
    pub serves: Vec<Located<Role>>,
    /// Where it stands in its life with us.
    pub stage: Located<Stage>,
    /// What it does for us.
    pub purpose: Text,
    /// Where the company is established or has its key places.
    pub established_in: Located<Stated<Vec<Located<Territory>>>>,
    /// Its address.
    pub address: Option<Address>,
    /// Its contact for data protection.
    pub contact: Located<Stated<Contact>>,
    /// The company that owns it.
    pub parent: Option<Parent>,
    /// Where it processes.
    pub processes_in: Vec<ProcessingPlace>,
    /// Countries from which its people reach data that lies elsewhere, which is a transfer, too.
    pub accessed_from: Vec<Located<Territory>>,
    /// What we send it; `None` where that is not said, an empty list where it is nothing.
    pub receives: Option<Vec<Located<Ref<DataCategory>>>>,
    /// What it learns anyway, such as an IP address; `None` where that is not said.
    pub can_see: Option<Vec<Located<Ref<DataCategory>>>>,
    /// What it keeps and how long.
    pub keeps: Vec<VendorKeeps>,
    /// When it is used.
    pub used: Used,
    /// Whether it trains models with the data.
    pub training: Option<Located<Stated<Training>>>,
    /// What allows transfers, per regime; `None` where that is not said.
    pub transfer: Option<Vec<Transfer>>,
    /// Its certifications.
    pub certifications: Vec<Certification>,
    /// The contract with it.
    pub contract: Option<Contract>,
    /// The page that lists its own subprocessors.
    pub own_subprocessors: Option<Located<String>>,
    /// Its privacy policy.
    pub policy_url: Option<Located<String>>,
    /// A remark that pages print.
    pub note: Option<Text>,
    /// Day on which its use was announced.
    pub announced: Option<Located<Stated<Date>>>,
    /// Day from which it is used.
    pub effective: Option<Located<Stated<Date>>>,
    /// Day on which its use ended.
    pub ended: Option<Located<Stated<Date>>>,
    /// Day on which the entry was last looked through.
    pub reviewed: Option<Located<Stated<Date>>>,
}

impl Vendor {
    /// The name that people know, else the legal name.
    pub fn name(&self) -> &str {
        self.short_name
            .as_ref()
            .map_or(&self.legal_name.value, |name| &name.value)
    }

    /// What we send it, as far as that is said.
    pub fn receives(&self) -> &[Located<Ref<DataCategory>>] {
        self.receives.as_deref().unwrap_or_default()
    }

    /// What it learns anyway, as far as that is said.
    pub fn can_see(&self) -> &[Located<Ref<DataCategory>>] {
        self.can_see.as_deref().unwrap_or_default()
    }

    /// What allows transfers, as far as that is said.
    pub fn transfer(&self) -> &[Transfer] {
        self.transfer.as_deref().unwrap_or_default()
    }

    /// Whether the vendor belongs into the list of GDPR Article 28(2) and (4): it processes for us, in a role in which
    /// we are somebody's processor.
    pub fn is_subprocessor(&self) -> bool {
        self.relation.value == Relation::Subprocessor
            && (self.serves.is_empty()
                || self.serves.iter().any(|role| role.value == Role::Processor))
    }
}

/// The company that owns a vendor.
#[derive(Clone, Debug)]
pub struct Parent {
    /// Its name.
    pub name: Located<String>,
    /// Its country.
    pub country: Located<Territory>,
}

impl ProcessingPlace {
    /// The countries or areas, as far as they are stated.
    pub fn stated_countries(&self) -> &[Located<Territory>] {
        self.countries.known().map_or(&[], Vec::as_slice)
    }
}

/// Where a vendor processes, for which data and under which conditions.
#[derive(Clone, Debug)]
pub struct ProcessingPlace {
    /// Where it is declared.
    pub origin: Origin,
    /// Countries or areas.
    pub countries: Located<Stated<Vec<Located<Territory>>>>,
    /// The vendor's own name for the region.
    pub provider_region: Option<Located<String>>,
    /// City or building.
    pub place: Option<Text>,
    /// The data that is meant; empty means all that it gets.
    pub data: Vec<Located<Ref<DataCategory>>>,
    /// Data in words, where the categories are finer than the document, such as "video content".
    pub kind: Option<Text>,
    /// Who chooses among the countries.
    pub chosen_by: Option<Text>,
    /// The plan that it belongs to.
    pub plan: Option<Text>,
    /// Whether it must be asked for.
    pub on_request: bool,
    /// Any other condition.
    pub condition: Option<Text>,
}

/// What a vendor keeps.
#[derive(Clone, Debug)]
pub struct VendorKeeps {
    /// Where it is declared.
    pub origin: Origin,
    /// The category.
    pub data: Located<Ref<DataCategory>>,
    /// How long.
    pub keep: Located<Keep>,
}

/// When a vendor is used.
#[derive(Clone, Debug)]
pub struct Used {
    /// The kind of condition.
    pub when: Located<Stated<UsedWhen>>,
    /// The condition in words.
    pub condition: Option<Text>,
}

/// A certification or audit report.
#[derive(Clone, Debug)]
pub struct Certification {
    /// The scheme, such as `ISO 27001`.
    pub scheme: Located<String>,
    /// Its type or level, such as `Type II`.
    pub level: Option<Located<String>>,
    /// What it covers.
    pub scope: Option<Text>,
    /// Last day of validity.
    pub valid_until: Option<Located<Date>>,
    /// Where it can be checked.
    pub evidence: Option<Located<String>>,
}

/// The contract with a vendor.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Where it is declared.
    pub origin: Origin,
    /// Where its data processing terms stand, or that there are such terms.
    pub dpa: Option<Located<Stated<String>>>,
    /// Day of signature.
    pub signed: Option<Located<Date>>,
    /// Whether the same duties are passed on (GDPR Article 28(4)).
    pub flow_down: Option<Located<bool>>,
}
