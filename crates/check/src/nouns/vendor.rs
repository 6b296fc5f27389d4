//! `subprocessors/ID.yaml`: vendors.

use candor_model::vocabulary::{Mechanism, Regime, Relation, Role, Stage, Training, UsedWhen};
use candor_model::{self as model, Id, Located, Origin, Stated};
use schemars::JsonSchema;
use serde::Deserialize;

use crate::lowering::{Context, word, words};
use crate::nouns::activity::keep;
use crate::nouns::contact::{Address, Contact};
use crate::shape::{Area, At, Day, Line, Many, Or, Prose, Reference, Word};

/// Everybody beyond the organisation who may meet data.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vendor {
    legal_name: Line,
    /// The name that people know.
    short_name: Option<Line>,
    relation: At<Word<Relation>>,
    /// What the document itself calls it, where that is something else.
    stated_as: Option<Prose>,
    /// For which of our roles it works.
    #[serde(default)]
    serves: Many<At<Word<Role>>>,
    stage: At<Word<Stage>>,
    /// What it does for us.
    purpose: Prose,
    /// Where the company is established or has its key places.
    established_in: At<Or<Many<At<Area>>>>,
    address: Option<At<Address>>,
    contact: At<Or<Contact>>,
    /// The company that owns it.
    parent: Option<Parent>,
    #[serde(default)]
    processes_in: Vec<At<ProcessingPlace>>,
    /// Countries from which its people reach data that lies elsewhere.
    #[serde(default)]
    accessed_from: Many<At<Area>>,
    /// What we send it; `[]` for nothing. Without the key it is not stated.
    receives: Option<Vec<At<Reference>>>,
    /// What it learns anyway, such as an IP address; `[]` for nothing.
    can_see: Option<Vec<At<Reference>>>,
    /// What it keeps and how long.
    #[serde(default)]
    keeps: Vec<At<Keeps>>,
    used: Used,
    training: Option<At<Or<Word<Training>>>>,
    /// What allows transfers, per regime; `[]` where there is no transfer.
    transfer: Option<Vec<At<Transfer>>>,
    #[serde(default)]
    certifications: Vec<Certification>,
    contract: Option<At<Contract>>,
    /// The page that lists its own subprocessors.
    own_subprocessors: Option<Line>,
    /// Its privacy policy.
    policy_url: Option<Line>,
    /// A remark that pages print.
    note: Option<Prose>,
    announced: Option<At<Or<Day>>>,
    effective: Option<At<Or<Day>>>,
    ended: Option<At<Or<Day>>>,
    reviewed: Option<At<Or<Day>>>,
}

/// The company that owns a vendor.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Parent {
    name: Line,
    country: At<Area>,
}

/// Where it processes, for which data and under which conditions.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProcessingPlace {
    countries: At<Or<Many<At<Area>>>>,
    /// The vendor's own name for the region.
    provider_region: Option<Line>,
    /// City or building.
    place: Option<Prose>,
    /// The data that is meant; without it, all that it gets.
    #[serde(default)]
    data: Many<At<Reference>>,
    /// Data in words, where the categories are finer than the document.
    kind: Option<Prose>,
    /// Who chooses among the countries.
    chosen_by: Option<Prose>,
    plan: Option<Prose>,
    /// Whether it must be asked for.
    #[serde(default)]
    on_request: bool,
    condition: Option<Prose>,
}

/// What a vendor keeps.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Keeps {
    data: At<Reference>,
    /// A window, `nothing` or `not-stated`.
    keep: At<Reference>,
}

/// When it is used.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Used {
    when: At<Or<Word<UsedWhen>>>,
    condition: Option<Prose>,
}

/// What allows a transfer under one regime.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Transfer {
    regime: At<Word<Regime>>,
    mechanism: At<Or<Word<Mechanism>>>,
    checked: Option<At<Day>>,
    fallback: Option<At<Word<Mechanism>>>,
    /// What applies beside it, such as an addendum.
    #[serde(default)]
    in_addition: Many<At<Word<Mechanism>>>,
    /// The data that is meant; without it, all that it gets.
    #[serde(default)]
    data: Many<At<Reference>>,
    note: Option<Prose>,
}

/// A certification or audit report.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certification {
    scheme: Line,
    /// Type or level, such as `Type II`.
    level: Option<Line>,
    scope: Option<Prose>,
    valid_until: Option<At<Day>>,
    /// Where it can be checked.
    evidence: Option<Line>,
}

/// The contract with it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Contract {
    /// Where its data processing terms stand, or words about them.
    dpa: Option<At<Or<String>>>,
    signed: Option<At<Day>>,
    /// Whether the same duties are passed on (GDPR Article 28(4)).
    flow_down: Option<At<bool>>,
}

impl Vendor {
    pub(crate) fn lower(&self, context: &mut Context, id: &str, origin: Origin) -> model::Vendor {
        let address = self
            .address
            .as_ref()
            .and_then(|address| address.value().lower(context, &address.origin()));
        model::Vendor {
            id: Id::new(id),
            legal_name: self.legal_name.clone().located(),
            short_name: self.short_name.clone().map(At::located),
            relation: word(&self.relation),
            stated_as: context.maybe_text(self.stated_as.as_ref()),
            serves: words(&self.serves),
            stage: word(&self.stage),
            purpose: context.text(&self.purpose),
            established_in: context
                .stated(&self.established_in, |context, areas, _| {
                    Some(context.areas(&areas.0))
                })
                .unwrap_or_else(|| {
                    model::Located::new(Stated::NotStated, self.established_in.origin())
                }),
            address,
            contact: context
                .stated(&self.contact, |context, contact, at| {
                    contact.lower(context, at)
                })
                .unwrap_or_else(|| model::Located::new(Stated::NotStated, self.contact.origin())),
            parent: self.parent.as_ref().and_then(|parent| {
                Some(model::Parent {
                    name: parent.name.clone().located(),
                    country: context.area(&parent.country)?,
                })
            }),
            processes_in: self
                .processes_in
                .iter()
                .map(|place| lower_place(context, place))
                .collect(),
            accessed_from: context.areas(&self.accessed_from.0),
            receives: self.receives.as_ref().map(|list| context.refer_all(list)),
            can_see: self.can_see.as_ref().map(|list| context.refer_all(list)),
            keeps: self
                .keeps
                .iter()
                .filter_map(|keeps| {
                    let data = context.refer(&keeps.value().data);
                    let keep = keep(context, &keeps.value().keep);
                    Some(model::VendorKeeps {
                        origin: keeps.origin(),
                        data: data?,
                        keep: keep?,
                    })
                })
                .collect(),
            used: model::Used {
                when: context.stated_word(&self.used.when),
                condition: context.maybe_text(self.used.condition.as_ref()),
            },
            training: self
                .training
                .as_ref()
                .map(|training| context.stated_word(training)),
            transfer: self.transfer.as_ref().map(|list| {
                list.iter()
                    .map(|transfer| lower_transfer(context, transfer))
                    .collect()
            }),
            certifications: self
                .certifications
                .iter()
                .map(|certification| model::Certification {
                    scheme: certification.scheme.clone().located(),
                    level: certification.level.clone().map(At::located),
                    scope: context.maybe_text(certification.scope.as_ref()),
                    valid_until: context.maybe_day(certification.valid_until.as_ref()),
                    evidence: certification.evidence.clone().map(At::located),
                })
                .collect(),
            contract: self.contract.as_ref().map(|contract| model::Contract {
                origin: contract.origin(),
                dpa: contract
                    .value()
                    .dpa
                    .as_ref()
                    .map(|dpa| context.stated_line(dpa)),
                signed: context.maybe_day(contract.value().signed.as_ref()),
                flow_down: contract.value().flow_down.clone().map(At::located),
            }),
            own_subprocessors: self.own_subprocessors.clone().map(At::located),
            policy_url: self.policy_url.clone().map(At::located),
            note: context.maybe_text(self.note.as_ref()),
            announced: self
                .announced
                .as_ref()
                .and_then(|day| context.stated_day(day)),
            effective: self
                .effective
                .as_ref()
                .and_then(|day| context.stated_day(day)),
            ended: self.ended.as_ref().and_then(|day| context.stated_day(day)),
            reviewed: self
                .reviewed
                .as_ref()
                .and_then(|day| context.stated_day(day)),
            origin,
        }
    }
}

fn lower_transfer(context: &mut Context, declared: &At<Transfer>) -> model::Transfer {
    let transfer = declared.value();
    model::Transfer {
        origin: declared.origin(),
        regime: word(&transfer.regime),
        mechanism: context.stated_word(&transfer.mechanism),
        checked: context.maybe_day(transfer.checked.as_ref()),
        fallback: transfer.fallback.as_ref().map(word),
        in_addition: words(&transfer.in_addition),
        data: context.refer_all(&transfer.data.0),
        note: context.maybe_text(transfer.note.as_ref()),
    }
}

fn lower_place(context: &mut Context, declared: &At<ProcessingPlace>) -> model::ProcessingPlace {
    let place = declared.value();
    model::ProcessingPlace {
        origin: declared.origin(),
        countries: context
            .stated(&place.countries, |context, areas, _| {
                Some(context.areas(&areas.0))
            })
            .unwrap_or_else(|| Located::new(Stated::NotStated, place.countries.origin())),
        provider_region: place.provider_region.clone().map(At::located),
        place: context.maybe_text(place.place.as_ref()),
        data: context.refer_all(&place.data.0),
        kind: context.maybe_text(place.kind.as_ref()),
        chosen_by: context.maybe_text(place.chosen_by.as_ref()),
        plan: context.maybe_text(place.plan.as_ref()),
        on_request: place.on_request,
        condition: context.maybe_text(place.condition.as_ref()),
    }
}
