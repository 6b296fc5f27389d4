//! Who answers for the data, in which roles, and whom the notice covers.

use candor_model::{Located, Representative, Stated};

use super::Site;
use crate::view::{Block, Cell, Section};

impl Site<'_> {
    pub(crate) fn organisation(&self) -> Section {
        let speaker = &self.speaker;
        let organisation = &self.policy().organisation;
        let mut facts = Vec::new();
        let legal = speaker.stated(&organisation.legal_name.value, Clone::clone);
        self.fact(
            &mut facts,
            "legal-name",
            vec![Cell {
                fact: Some("organisation.legal_name".to_owned()),
                ..legal
            }],
        );
        if let Some(name) = &organisation.trading_name {
            self.fact(
                &mut facts,
                "trading-name",
                vec![Cell::text(name.value.as_str())],
            );
        }
        self.fact(
            &mut facts,
            "address",
            vec![match &organisation.address.value {
                Stated::Known(address) => speaker.address(address),
                open => speaker.stated(open, |_| String::new()),
            }],
        );
        self.fact(
            &mut facts,
            "contact",
            match &organisation.contact.value {
                Stated::Known(contact) => speaker.contact(contact),
                open => vec![speaker.stated(open, |_| String::new())],
            },
        );
        for (key, office) in [
            ("dpo", &organisation.data_protection_officer),
            ("eu-representative", &organisation.eu_representative),
            ("uk-representative", &organisation.uk_representative),
        ] {
            self.fact(&mut facts, key, self.office(office));
        }
        self.fact(&mut facts, "authority", self.authority());
        let dpf = speaker.stated(
            &organisation.data_privacy_framework.value,
            |parts| match parts {
                None => speaker.say("not-applicable"),
                Some(parts) => speaker.words(parts),
            },
        );
        self.fact(&mut facts, "dpf", vec![dpf]);
        let disclosed = organisation
            .disclosed_to_authorities_when
            .iter()
            .map(|when| Cell::text(speaker.word(when.value)))
            .collect();
        self.fact(&mut facts, "disclosed-when", disclosed);
        let mut section = Section::new("organisation", speaker.say("organisation"));
        section.facts(facts);
        section
    }

    /// The authority for complaints.
    pub(crate) fn authority(&self) -> Vec<Cell> {
        vec![
            match &self.policy().organisation.supervisory_authority.value {
                Stated::Known(authority) => match &authority.url {
                    Some(url) => Cell::link(authority.name.value.as_str(), url),
                    None => Cell::text(authority.name.value.as_str()),
                },
                open => self.speaker.stated(open, |_| String::new()),
            },
        ]
    }

    fn office(&self, office: &Located<Representative>) -> Vec<Cell> {
        let speaker = &self.speaker;
        match &office.value {
            Representative::NotApplicable => vec![Cell::text(speaker.say("not-applicable"))],
            Representative::NotStated => vec![Cell::open(speaker.say("not-stated"))],
            Representative::None { reason } => {
                let mut text = speaker.say("there-is-none");
                if let Some(reason) = reason {
                    text.push_str(&format!(": {}", speaker.text(reason)));
                }
                vec![Cell::text(text)]
            }
            Representative::Named {
                contact,
                address,
                required,
            } => {
                let mut cells = speaker.contact(contact);
                cells.extend(address.iter().map(|address| speaker.address(address)));
                if let Some(required) = required {
                    let key = if *required {
                        "required-by-law-yes"
                    } else {
                        "required-by-law-no"
                    };
                    cells.push(Cell::text(speaker.say(key)));
                }
                cells
            }
        }
    }

    pub(crate) fn roles(&self) -> Section {
        let speaker = &self.speaker;
        let mut section = Section::new("roles", speaker.say("roles"));
        let mut cells = Vec::new();
        let roles = self.policy().organisation.roles.known();
        for statement in roles.into_iter().flatten() {
            let role = speaker.word(statement.role.value);
            let people = speaker.words(&statement.subjects);
            let mut parts =
                vec![speaker.fill("role-sentence", &[("role", &role), ("people", &people)])];
            parts.extend(
                statement
                    .scope
                    .iter()
                    .map(|scope| speaker.text(scope).to_owned()),
            );
            parts.extend(
                statement
                    .route_requests_to
                    .iter()
                    .map(|who| speaker.fill("route", &[("who", speaker.text(who))])),
            );
            if statement.assists {
                parts.push(speaker.say("assists"));
            }
            cells.push(Cell::text(parts.join("; ")));
        }
        if cells.is_empty() {
            cells.push(Cell::open(speaker.say("not-stated")));
        }
        section.blocks.push(Block::List { cells });
        section
    }

    pub(crate) fn audience(&self) -> Option<Section> {
        let speaker = &self.speaker;
        let audience = self.policy().audience.as_ref()?;
        let mut facts = Vec::new();
        self.fact(
            &mut facts,
            "covers",
            vec![Cell::text(speaker.words(&audience.covers))],
        );
        let not_covered = audience
            .does_not_cover
            .iter()
            .map(|people| {
                Cell::text(format!(
                    "{}: {}",
                    speaker.word(people.who.value),
                    speaker.text(&people.because)
                ))
            })
            .collect();
        self.fact(&mut facts, "does-not-cover", not_covered);
        let age = speaker.stated(&audience.minimum_age.value, |age| {
            speaker.fill("years", &[("n", &age.to_string())])
        });
        self.fact(
            &mut facts,
            "minimum-age",
            vec![Cell {
                fact: Some("audience.minimum_age".to_owned()),
                ..age
            }],
        );
        if let Some(children) = &audience.children {
            let directed = speaker.stated(&children.directed_at.value, |yes| speaker.answer(*yes));
            self.fact(&mut facts, "directed-at-children", vec![directed]);
            let found = children
                .on_discovery
                .iter()
                .map(|act| Cell::text(speaker.phrases.word(&act.value)))
                .collect();
            self.fact(&mut facts, "on-discovery", found);
            self.fact(
                &mut facts,
                "children",
                children
                    .note
                    .iter()
                    .map(|note| Cell::text(speaker.text(note)))
                    .collect(),
            );
        }
        let mut section = Section::new("audience", speaker.say("audience"));
        section.facts(facts);
        Some(section)
    }
}
