//! The promise ledger: what carries each public commitment, and which of its links is the weakest.
//!
//! A chain holds as far as its weakest link: a promise that one activity contradicts is broken, one that rests on a word
//! alone is declared, whatever else enforces a part of it.

use crate::vocabulary::{ActivityLocation, NeverDo, Strength, ToolLocation, Training};
use crate::{
    About, Activity, DataCategory, DeviceStorage, Extent, HeldBy, Keep, Located, Never, Origin,
    Policy, Promise, Proofs, Recipient, Recipients, Ref, Stated, Territory, Tool, Vendor, Window,
};

/// One commitment and everything that it rests on.
#[derive(Clone, Debug)]
pub struct LedgerEntry<'p> {
    /// What is committed.
    pub commitment: Commitment<'p>,
    /// The line that declares it.
    pub declared: Origin,
    /// What it rests on, at least one link.
    pub links: Vec<Link<'p>>,
}

impl LedgerEntry<'_> {
    /// The strength of the weakest link.
    pub fn weakest(&self) -> Strength {
        let strengths = self.links.iter().map(|link| link.strength);
        strengths.min().unwrap_or(Strength::Declared)
    }
}

/// What is committed in public.
#[derive(Clone, Copy, Debug)]
pub enum Commitment<'p> {
    /// A promise in words.
    Promise(&'p Promise),
    /// That a tool, or the local part of one, runs in the visitor's browser.
    Local(&'p Tool),
    /// That data is gone when its window ends.
    Window(&'p Window),
}

/// One fact on which a commitment rests.
#[derive(Clone, Debug)]
pub struct Link<'p> {
    /// The fact.
    pub fact: LinkedFact<'p>,
    /// Where it is declared.
    pub origin: Origin,
    /// How well it carries.
    pub strength: Strength,
}

/// The kinds of facts that carry or break a commitment.
#[derive(Clone, Copy, Debug)]
pub enum LinkedFact<'p> {
    /// Whether an activity trains models.
    ActivityTraining(&'p Activity),
    /// Whether a vendor trains models.
    VendorTraining(&'p Vendor),
    /// Where an activity stores.
    StorageRegion(&'p Activity, Option<Territory>),
    /// Where a vendor processes.
    VendorRegion(&'p Vendor, Territory),
    /// Whether an activity stores the data of a category.
    Kept(&'p Activity, Ref<DataCategory>),
    /// Where an activity runs.
    RunsAt(&'p Activity),
    /// Who receives the data of an activity.
    Recipients(&'p Activity),
    /// A declared vendor that was said never to be used.
    Vendor(&'p Vendor),
    /// That no declared vendor has the name that is never used.
    NoVendor(&'p str),
    /// An item on the visitor's device.
    Device(&'p DeviceStorage),
    /// What carries a window out.
    EnforcedBy(&'p Window),
    /// The declared location of a tool; a record of evidence would be stronger.
    Location(&'p Tool),
    /// Nothing but the words of the promise.
    Words,
}

impl Policy {
    /// Every public commitment with what it rests on: promises, then local claims, then windows, in the policy's order.
    /// `proofs` is what records of running systems and of browser runs add to what is declared.
    pub fn ledger(&self, proofs: &Proofs) -> Vec<LedgerEntry<'_>> {
        let promises = self.promises.iter().map(|promise| LedgerEntry {
            commitment: Commitment::Promise(promise),
            declared: promise.origin.clone(),
            links: self.links_of(promise, proofs),
        });
        let local = self
            .tools()
            .iter()
            .filter(|tool| tool.location.value != ToolLocation::Server)
            .map(|tool| LedgerEntry {
                commitment: Commitment::Local(tool),
                declared: tool.location.origin.clone(),
                links: self.links_of_local(tool, proofs),
            });
        let windows = self.windows().iter().map(|window| LedgerEntry {
            commitment: Commitment::Window(window),
            declared: window.origin.clone(),
            links: vec![Link {
                fact: LinkedFact::EnforcedBy(window),
                origin: window.enforced_by.origin.clone(),
                strength: proofs.strength(window),
            }],
        });
        promises.chain(local).chain(windows).collect()
    }

    fn links_of_local<'p>(&'p self, tool: &'p Tool, proofs: &Proofs) -> Vec<Link<'p>> {
        let sent = |activity: &&Activity| activity.location.value == ActivityLocation::Server;
        let mut links = vec![Link {
            fact: LinkedFact::Location(tool),
            origin: tool
                .evidence
                .as_ref()
                .map_or(&tool.location.origin, |plan| &plan.origin)
                .clone(),
            strength: proofs.level(tool).into(),
        }];
        if tool.location.value == ToolLocation::Local {
            // A local tool with an activity on a server contradicts itself.
            links.extend(self.activities_of(tool).filter(sent).map(|activity| Link {
                fact: LinkedFact::Recipients(activity),
                origin: activity.location.origin.clone(),
                strength: Strength::Contradicted,
            }));
        }
        links
    }

    /// The facts on which a promise rests. Empty predicates rest on words.
    pub fn links_of<'p>(&'p self, promise: &'p Promise, proofs: &Proofs) -> Vec<Link<'p>> {
        let mut links = Vec::new();
        if !promise.only_in.is_empty() {
            self.regions(promise, &mut links);
        }
        for never in &promise.never {
            match &never.value {
                Never::Use(name) => self.use_of(name, never, &mut links),
                Never::Do(NeverDo::Train) => self.training(promise, &mut links),
                Never::Do(NeverDo::Store) => self.storing(promise, proofs, &mut links),
                Never::Do(NeverDo::Upload) => self.uploading(promise, proofs, &mut links),
                Never::Do(NeverDo::Share) => self.sharing(promise, &mut links),
                Never::Do(NeverDo::Advertise | NeverDo::Track | NeverDo::Fingerprint)
                    if promise.about.value == About::DeviceStorage && !has_device(&links) =>
                {
                    links.extend(self.device_storage.iter().map(|item| Link {
                        fact: LinkedFact::Device(item),
                        origin: item.origin.clone(),
                        strength: Strength::Declared,
                    }));
                }
                Never::Do(_) => {}
            }
        }
        if links.is_empty() {
            links.push(Link {
                fact: LinkedFact::Words,
                origin: promise.says.origin.clone(),
                strength: Strength::Declared,
            });
        }
        links
    }

    /// The activities that meet the data of a promise.
    fn meeting<'p>(&'p self, promise: &'p Promise) -> impl Iterator<Item = &'p Activity> {
        self.activities().iter().filter(|activity| {
            promise.holds_for(activity)
                && activity
                    .data_uses()
                    .any(|data| promise.covers(data.data.value))
        })
    }

    /// The vendors that a promise binds and that receive its data.
    fn bound<'p>(&'p self, promise: &'p Promise) -> impl Iterator<Item = &'p Vendor> {
        self.vendors()
            .iter()
            .filter(|_| promise.includes_vendors)
            .filter(|vendor| {
                vendor
                    .receives()
                    .iter()
                    .any(|data| promise.covers(data.value))
            })
    }

    fn training<'p>(&'p self, promise: &'p Promise, links: &mut Vec<Link<'p>>) {
        let of_answer = |answer: &Option<Located<Stated<Training>>>, otherwise: &Origin| {
            let strength = match answer.as_ref().and_then(|answer| answer.known()) {
                Some(Training::Never) => Strength::Declared,
                Some(_) => Strength::Contradicted,
                None => Strength::NotStated,
            };
            let origin = answer.as_ref().map_or(otherwise, |answer| &answer.origin);
            (origin.clone(), strength)
        };
        for activity in self
            .meeting(promise)
            .filter(|activity| activity.is_server())
        {
            let (origin, strength) = of_answer(&activity.training, &activity.origin);
            links.push(Link {
                fact: LinkedFact::ActivityTraining(activity),
                origin,
                strength,
            });
        }
        for vendor in self.bound(promise) {
            let (origin, strength) = of_answer(&vendor.training, &vendor.legal_name.origin);
            links.push(Link {
                fact: LinkedFact::VendorTraining(vendor),
                origin,
                strength,
            });
        }
    }

    fn regions<'p>(&'p self, promise: &'p Promise, links: &mut Vec<Link<'p>>) {
        let within = |place: Territory| {
            if promise
                .only_in
                .iter()
                .any(|area| place.is_within(area.value))
            {
                Strength::Declared
            } else {
                Strength::Contradicted
            }
        };
        for activity in self.meeting(promise) {
            let Some(storage) = &activity.storage else {
                continue;
            };
            let regions = storage.known().and_then(|storage| storage.regions.known());
            match regions {
                None => links.push(Link {
                    fact: LinkedFact::StorageRegion(activity, None),
                    origin: storage.origin.clone(),
                    strength: Strength::NotStated,
                }),
                Some(regions) => links.extend(regions.iter().map(|region| Link {
                    fact: LinkedFact::StorageRegion(activity, Some(region.value)),
                    origin: region.origin.clone(),
                    strength: within(region.value),
                })),
            }
        }
        for vendor in self.bound(promise) {
            for place in &vendor.processes_in {
                let meant = if place.data.is_empty() {
                    vendor.receives()
                } else {
                    place.data.as_slice()
                };
                if meant.iter().any(|data| promise.covers(data.value)) {
                    links.extend(place.stated_countries().iter().map(|country| Link {
                        fact: LinkedFact::VendorRegion(vendor, country.value),
                        origin: country.origin.clone(),
                        strength: within(country.value),
                    }));
                }
            }
        }
    }

    fn storing<'p>(&'p self, promise: &'p Promise, proofs: &Proofs, links: &mut Vec<Link<'p>>) {
        for activity in self
            .meeting(promise)
            .filter(|activity| activity.is_server())
        {
            for data in activity
                .data_uses()
                .filter(|data| promise.covers(data.data.value))
            {
                let strength = match data.keep.value {
                    Keep::Nothing => Strength::Declared,
                    Keep::NotStated => Strength::NotStated,
                    Keep::Window(window) if self[window].is_memory_only() => {
                        proofs.strength(&self[window])
                    }
                    // A vendor's own rule, or a store that a vendor holds, is not a store of ours; the vendor's row says
                    // what it keeps.
                    Keep::Window(window)
                        if matches!(self[window].extent, Extent::SetBy { .. })
                            || is_held_by_vendor(activity) =>
                    {
                        Strength::Declared
                    }
                    Keep::Window(_) => Strength::Contradicted,
                };
                links.push(Link {
                    fact: LinkedFact::Kept(activity, data.data.value),
                    origin: data.keep.origin.clone(),
                    strength,
                });
            }
        }
    }

    /// A promise that nothing leaves the device is carried by local activities and broken by server ones.
    fn uploading<'p>(&'p self, promise: &'p Promise, proofs: &Proofs, links: &mut Vec<Link<'p>>) {
        links.extend(self.meeting(promise).map(|activity| Link {
            fact: LinkedFact::RunsAt(activity),
            origin: activity.location.origin.clone(),
            strength: if activity.is_server() {
                Strength::Contradicted
            } else {
                let tool = activity.tool.map(|tool| &self[tool]);
                tool.map_or(Strength::Declared, |tool| proofs.level(tool).into())
            },
        }));
    }

    fn sharing<'p>(&'p self, promise: &'p Promise, links: &mut Vec<Link<'p>>) {
        for activity in self
            .meeting(promise)
            .filter(|activity| activity.is_server())
        {
            let (origin, strength) = match &activity.recipients {
                None => (&activity.origin, Strength::NotStated),
                Some(recipients) => {
                    let strength = match &recipients.value {
                        Recipients::Nobody => Strength::Declared,
                        Recipients::NotStated => Strength::NotStated,
                        Recipients::Listed(list) => {
                            let unnamed = |one: &Located<Recipient>| {
                                matches!(one.value, Recipient::Unnamed(_))
                            };
                            if list.iter().any(unnamed) {
                                Strength::NotStated
                            } else {
                                Strength::Declared
                            }
                        }
                    };
                    (&recipients.origin, strength)
                }
            };
            links.push(Link {
                fact: LinkedFact::Recipients(activity),
                origin: origin.clone(),
                strength,
            });
        }
    }

    fn use_of<'p>(&'p self, name: &'p str, never: &'p Located<Never>, links: &mut Vec<Link<'p>>) {
        let named = |own: &str| own.eq_ignore_ascii_case(name);
        let used = self.vendors().iter().find(|vendor| {
            named(&vendor.legal_name.value) || named(vendor.name()) || named(vendor.id.as_str())
        });
        links.push(match used {
            Some(vendor) => Link {
                fact: LinkedFact::Vendor(vendor),
                origin: vendor.legal_name.origin.clone(),
                strength: Strength::Contradicted,
            },
            None => Link {
                fact: LinkedFact::NoVendor(name),
                origin: never.origin.clone(),
                strength: Strength::Declared,
            },
        });
    }
}

impl Promise {
    /// Whether the promise speaks of that activity.
    pub fn holds_for(&self, activity: &Activity) -> bool {
        let is_of_tool = self.tools.is_empty()
            || self
                .tools
                .iter()
                .any(|tool| activity.tool == Some(tool.value));
        let is_there = self
            .location
            .as_ref()
            .is_none_or(|location| location.value == activity.location.value);
        is_of_tool && is_there
    }

    /// Whether the promise is about data of that category.
    pub fn covers(&self, data: Ref<DataCategory>) -> bool {
        match &self.about.value {
            About::All => true,
            About::DeviceStorage => false,
            About::Data(list) => list.iter().any(|own| own.value == data),
        }
    }
}

/// Whether somebody else holds what an activity stores.
fn is_held_by_vendor(activity: &Activity) -> bool {
    let storage = activity
        .storage
        .as_ref()
        .and_then(|storage| storage.known());
    storage
        .and_then(|storage| storage.held_by.as_ref())
        .is_some_and(|holder| matches!(holder.value, HeldBy::Vendor(_) | HeldBy::Customer))
}

/// Whether the items on the device are among the links; several acts can speak of the same items.
fn has_device(links: &[Link<'_>]) -> bool {
    links
        .iter()
        .any(|link| matches!(link.fact, LinkedFact::Device(_)))
}
