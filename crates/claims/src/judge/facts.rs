//! The declared facts, arranged for judging many claims.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use candor_model::vocabulary::{EvidenceLevel, Relation, Stage, ToolLocation};
use candor_model::{Activity, DataCategory, Duration, Id, Keep, Policy, Ref, Tool, Vendor, Window};

use super::class::Classes;
use super::holding::Holding;
use super::scope::{Names, Scope};
use super::subject::{Data, DataNames};
use super::words::whole;

/// The facts of a workspace: made once, asked for every claim.
#[derive(Debug)]
pub struct Facts<'p> {
    pub(super) policy: &'p Policy,
    levels: BTreeMap<Id, EvidenceLevel>,
    undecided: BTreeSet<Id>,
    pub(super) asked: EvidenceLevel,
    classes: HashMap<Ref<DataCategory>, Classes>,
    pub(super) names: Names,
    pub(super) data_names: DataNames<'p>,
}

impl<'p> Facts<'p> {
    /// Arranges the facts. `levels` says how well each tool's local claim is proved, nothing being `declared`; `asked`
    /// is the least level that the policy asks of such a claim.
    pub fn of(
        policy: &'p Policy,
        levels: BTreeMap<Id, EvidenceLevel>,
        asked: EvidenceLevel,
    ) -> Self {
        Self {
            policy,
            levels,
            undecided: BTreeSet::new(),
            asked,
            classes: policy
                .references::<DataCategory>()
                .map(|reference| (reference, Classes::of(policy, reference)))
                .collect(),
            names: Names::of(policy),
            data_names: DataNames::of(policy),
        }
    }

    /// Names tools of which a run in the same pipeline could not say anything. That is reported of the tool, and a
    /// sentence about it is no fault of its own then.
    pub fn undecided(mut self, tools: impl IntoIterator<Item = Id>) -> Self {
        self.undecided.extend(tools);
        self
    }

    /// The policy that declares them.
    pub fn policy(&self) -> &'p Policy {
        self.policy
    }

    /// How well a tool's local claim is proved.
    pub(super) fn level(&self, tool: &Tool) -> EvidenceLevel {
        self.levels
            .get(&tool.id)
            .copied()
            .unwrap_or(EvidenceLevel::Declared)
    }

    /// The level that is asked for of a tool: its own, or that of the workspace.
    pub(super) fn asked_of(&self, tool: &Tool) -> EvidenceLevel {
        let plan = tool.evidence.as_ref();
        let own = plan.and_then(|plan| plan.level.as_ref());
        own.map_or(self.asked, |level| level.value)
    }

    /// Whether a tool is proved less than is asked for of it, as far as it could be looked at.
    pub(super) fn is_wanting(&self, tool: &Tool) -> bool {
        self.level(tool) < self.asked_of(tool) && !self.undecided.contains(&tool.id)
    }

    pub(super) fn classes(&self, category: Ref<DataCategory>) -> Classes {
        self.classes.get(&category).copied().unwrap_or_default()
    }

    /// The tools that a scope speaks of.
    pub(super) fn tools(&self, scope: &Scope) -> Vec<&'p Tool> {
        match scope {
            Scope::Product => self.policy.tools().iter().collect(),
            Scope::OnDevice => {
                let tools = self.policy.tools().iter();
                let local = |activity: &Activity| !activity.is_server();
                tools
                    .filter(|tool| {
                        tool.location.value == ToolLocation::Local
                            || self.policy.activities_of(tool).any(local)
                    })
                    .collect()
            }
            Scope::Tools(tools) => tools.iter().map(|tool| &self.policy[*tool]).collect(),
            Scope::Activity(activity) => self.policy[*activity]
                .tool
                .map(|tool| &self.policy[tool])
                .into_iter()
                .collect(),
            Scope::Vendor(_) | Scope::Undeclared(_) => Vec::new(),
        }
    }

    /// The activities that a scope speaks of, as far as data of these classes goes: what is not a tool's own work, such
    /// as a log, is the whole product's matter on a tool's page, too.
    pub(super) fn activities(&self, scope: &Scope, data: &Data) -> Vec<&'p Activity> {
        match scope {
            Scope::OnDevice => {
                let activities = self.policy.activities().iter();
                activities
                    .filter(|activity| !activity.is_server())
                    .collect()
            }
            Scope::Tools(_) if data.classes.meets(Classes::WORK) => self
                .tools(scope)
                .into_iter()
                .flat_map(|tool| self.policy.activities_of(tool))
                .collect(),
            Scope::Activity(activity) => vec![&self.policy[*activity]],
            Scope::Vendor(_) | Scope::Undeclared(_) => Vec::new(),
            Scope::Product | Scope::Tools(_) => self.policy.activities().iter().collect(),
        }
    }

    /// Whether an activity meets data of these classes.
    pub(super) fn touches(&self, activity: &Activity, data: &Data) -> bool {
        activity
            .data_uses()
            .any(|used| data.is(used.data.value, self))
    }

    /// What is kept beyond the device of data of these classes.
    pub(super) fn holdings(&self, scope: &Scope, wanted: &Data) -> Vec<Holding<'p>> {
        let mut found = Vec::new();
        for activity in self.activities(scope, wanted) {
            if !activity.is_server() {
                continue;
            }
            for data in activity.data_uses() {
                if wanted.is(data.data.value, self) {
                    found.push(Holding {
                        holder: self.policy.activity_name(activity),
                        vendor: false,
                        category: &self.policy[data.data.value],
                        keep: &data.keep,
                        window: self.window(&data.keep.value),
                    });
                }
            }
        }
        let vendors = match scope {
            Scope::Vendor(vendor) => vec![&self.policy[*vendor]],
            // A row about one activity says what we keep; its recipients have rows of their own.
            Scope::Activity(_) | Scope::OnDevice => Vec::new(),
            _ => self.vendors(scope, wanted),
        };
        for vendor in vendors {
            for kept in &vendor.keeps {
                if wanted.is(kept.data.value, self) {
                    found.push(Holding {
                        holder: vendor.name().to_owned(),
                        vendor: true,
                        category: &self.policy[kept.data.value],
                        keep: &kept.keep,
                        window: self.window(&kept.keep.value),
                    });
                }
            }
        }
        found
    }

    fn window(&self, keep: &Keep) -> Option<&'p Window> {
        keep.window().map(|window| &self.policy[window])
    }

    /// The vendors in use that get or see data of these classes.
    pub(super) fn vendors(&self, scope: &Scope, wanted: &Data) -> Vec<&'p Vendor> {
        let named: Vec<Ref<Vendor>> = self
            .activities(scope, wanted)
            .into_iter()
            .filter(|activity| self.touches(activity, wanted))
            .filter_map(|activity| activity.recipients.as_ref())
            .flat_map(|recipients| recipients.vendors().map(|(vendor, _)| vendor))
            .collect();
        let narrow = match scope {
            Scope::Tools(_) => wanted.classes.meets(Classes::WORK),
            Scope::Activity(_) => true,
            _ => false,
        };
        self.policy
            .references::<Vendor>()
            .filter(|reference| {
                let vendor = &self.policy[*reference];
                let used = !matches!(
                    vendor.stage.value,
                    Stage::Planned | Stage::Announced | Stage::Removed
                ) && vendor.relation.value != Relation::SelfHosted;
                let said = vendor.receives.is_some() || vendor.can_see.is_some();
                let gets = vendor
                    .receives()
                    .iter()
                    .chain(vendor.can_see())
                    .any(|data| wanted.is(data.value, self));
                let is_named = named.contains(reference);
                used && match (narrow, said) {
                    (true, true) => is_named && gets,
                    (true, false) | (false, false) => is_named,
                    (false, true) => gets,
                }
            })
            .map(|reference| &self.policy[reference])
            .collect()
    }

    /// Whether a text in lower case is one of the controls that tools offer, which people use or not.
    pub(super) fn is_control(&self, lower: &str) -> bool {
        let controls = self.policy.tools().iter().flat_map(|tool| &tool.controls);
        controls
            .flat_map(|control| control.what.variants())
            .any(|(_, what)| lower.contains(&what.to_lowercase()))
    }

    /// The vendor whose name a text in lower case contains.
    pub(super) fn vendor_named(&self, lower: &str) -> Option<&'p Vendor> {
        self.policy.vendors().iter().find(|vendor| {
            let names = [vendor.name(), vendor.legal_name.value.as_str()];
            let mut names = names.into_iter().map(str::to_lowercase);
            names.any(|name| whole(lower, &name).is_some())
        })
    }
}

/// Whether two lengths can be the same: a month is 28 to 31 days.
pub(super) fn meets(a: &Duration, b: &Duration) -> bool {
    a.shortest_seconds() <= b.longest_seconds() && b.shortest_seconds() <= a.longest_seconds()
}
