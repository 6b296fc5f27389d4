//! Where a vendor meets data, and what of that lies outside the area of a regime.

use candor_model::vocabulary::{Regime, Relation, Stage};
use candor_model::{Located, Territory, Vendor};

use crate::tables::adequacy::{self, Adequacy};

/// How a vendor is connected with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It processes there.
    Processes,
    /// Its people reach data from there.
    Accesses,
    /// The company is there.
    Established,
}

/// A place of a vendor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'p> {
    /// The country or area.
    pub(super) place: &'p Located<Territory>,
    /// What the vendor does there.
    pub(super) reach: Reach,
}

impl Place<'_> {
    /// What the vendor does where, such as `processes in the United States`.
    pub(super) fn words(&self) -> String {
        let verb = match self.reach {
            Reach::Processes => "processes",
            Reach::Accesses => "gives its people access",
            Reach::Established => "is established",
        };
        let name = self.place.value.name();
        let article = ["United", "European", "Netherlands"]
            .iter()
            .any(|start| name.starts_with(start));
        match self.place.value {
            Territory::Worldwide => format!("{verb} worldwide"),
            _ if article => format!("{verb} in the {name}"),
            _ => format!("{verb} in {name}"),
        }
    }
}

/// Whether the rules on transfers look at a vendor. Software that we run ourselves gets nothing. A vendor that gets only
/// the visitor's own request is reached by the visitor, not by us. A planned or removed one gets nothing today.
pub(super) fn is_judged(vendor: &Vendor) -> bool {
    let gets_data = !matches!(
        vendor.relation.value,
        Relation::SelfHosted | Relation::RequestOnly
    );
    gets_data
        && matches!(
            vendor.stage.value,
            Stage::Announced | Stage::Active | Stage::Ending
        )
}

/// Every stated place: where it processes, from where it reaches data, where it is established.
pub(super) fn places(vendor: &Vendor) -> Vec<Place<'_>> {
    let with = |reach| move |place| Place { place, reach };
    let processes = vendor
        .processes_in
        .iter()
        .flat_map(|place| place.stated_countries())
        .map(with(Reach::Processes));
    let accesses = vendor.accessed_from.iter().map(with(Reach::Accesses));
    let established = vendor
        .established_in
        .known()
        .into_iter()
        .flatten()
        .map(with(Reach::Established));
    processes.chain(accesses).chain(established).collect()
}

/// The places that need a mechanism under a regime: outside its area, and without an adequacy decision in the table.
pub(super) fn abroad(vendor: &Vendor, regime: Regime) -> Vec<Place<'_>> {
    places(vendor)
        .into_iter()
        .filter(|place| needs_mechanism(place.place.value, regime))
        .collect()
}

/// The United Kingdom's own list of adequate countries is not in a table yet. The area and the adequate countries of
/// the European Union are left alone under its law, which errs on the side of silence.
fn needs_mechanism(place: Territory, regime: Regime) -> bool {
    let at_home = place.is_within(Territory::Eea)
        || (regime == Regime::UkGdpr && Territory::parse("GB") == Some(place));
    !at_home && adequacy::of(place).is_none()
}

/// The first place whose adequacy rests on a row of the table, and that row.
pub(super) fn reliance(vendor: &Vendor) -> Option<(&Located<Territory>, &'static Adequacy)> {
    places(vendor)
        .into_iter()
        .find_map(|place| Some((place.place, adequacy::of(place.place.value)?)))
}
