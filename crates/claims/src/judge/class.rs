//! The classes of data that sentences speak of, and which declared categories belong to them.

use candor_model::vocabulary::{Identifies, Purpose};
use candor_model::{DataCategory, Policy, Ref};

/// A set of classes of data, as sentences name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes(u8);

impl Classes {
    pub(super) const FILE: Classes = Classes(1);
    pub(super) const RESULT: Classes = Classes(1 << 1);
    pub(super) const ACCOUNT: Classes = Classes(1 << 2);
    pub(super) const LOG: Classes = Classes(1 << 3);
    pub(super) const USAGE: Classes = Classes(1 << 4);
    pub(super) const IP: Classes = Classes(1 << 5);
    pub(super) const COOKIE: Classes = Classes(1 << 6);
    pub(super) const PERSONAL: Classes = Classes(1 << 7);
    /// What a visitor works on and gets.
    pub(super) const WORK: Classes = Classes(0b11);

    pub(super) const fn or(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    pub(super) const fn meets(self, other: Classes) -> bool {
        self.0 & other.0 != 0
    }

    /// The classes that the object of a claim names; nothing where it names none.
    pub(super) fn named(object: &str) -> Option<Classes> {
        Some(match object {
            "file" => Self::FILE,
            "result" => Self::RESULT,
            "account" => Self::ACCOUNT,
            "log" => Self::LOG,
            "usage" => Self::USAGE,
            "ip" => Self::IP,
            "cookie" => Self::COOKIE,
            "personal" => Self::PERSONAL,
            _ => return None,
        })
    }

    /// What to call the data in a message.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::FILE => "files",
            Self::RESULT => "results",
            Self::ACCOUNT => "account data",
            Self::LOG => "logs",
            Self::USAGE => "usage data",
            Self::IP => "IP addresses",
            Self::COOKIE => "cookies",
            Self::WORK => "files and results",
            _ => "personal data",
        }
    }

    /// The classes of a declared category: by its own words first, and by what tools do with it otherwise.
    pub(super) fn of(policy: &Policy, reference: Ref<DataCategory>) -> Classes {
        let category = &policy[reference];
        let mut classes = Classes::default();
        if category.identifies.known() != Some(&Identifies::Anonymous) {
            classes = classes.or(Self::PERSONAL);
        }
        let mut words = category.id.as_str().to_owned();
        for (_, label) in category.label.variants() {
            words.push(' ');
            words.push_str(&label.to_lowercase());
        }
        let standard = category
            .standard
            .as_ref()
            .map_or("", |key| key.value.as_str());
        let says = |list: &[&str]| list.iter().any(|word| words.contains(word));
        let part = |wanted: &str| category.id.as_str().split('-').any(|part| part == wanted);
        let mut own = Classes::default();
        if standard.starts_with("user.account") || part("account") || says(&["account", "konto"]) {
            own = own.or(Self::ACCOUNT);
        }
        if part("log") || part("logs") || says(&[" logs", "protokoll"]) {
            own = own.or(Self::LOG);
        }
        if says(&["usage", "analytics", "telemetry", "metric", "statistic"]) {
            own = own.or(Self::USAGE);
        }
        if part("cookie") || part("cookies") {
            own = own.or(Self::COOKIE);
        }
        let address = |name: &str| matches!(name, "ip-address" | "ip");
        if address(category.id.as_str()) || category.fields.iter().any(|f| address(f.name.as_str()))
        {
            own = own.or(Self::IP);
        }
        let mut used = false;
        let mut created = false;
        for activity in policy.activities() {
            let uses = activity
                .uses
                .iter()
                .any(|data| data.data.value == reference);
            if uses && activity.purpose.known() == Some(&Purpose::AccountManagement) {
                own = own.or(Self::ACCOUNT);
            }
            if activity.tool.is_some() && !category.built_in {
                used |= uses;
                let creates = &activity.creates;
                created |= creates.iter().any(|data| data.data.value == reference);
            }
        }
        if own == Classes::default() {
            let content = standard.starts_with("user.content");
            if category.derived_from.is_some() || (created && !used) {
                own = Self::RESULT;
            } else if used || content {
                own = Self::FILE;
            }
        }
        classes.or(own)
    }
}
