//! The whole of what a workspace declares.

use std::collections::HashMap;
use std::ops::Index;

use crate::duration::Duration;
use crate::{
    Activity, Audience, Changes, DataCategory, DeviceStorage, Id, Organisation, Page, Promise, Ref,
    Rights, SecurityMeasure, Settings, Tool, Vendor, Window,
};

/// A workspace whose every reference holds. Built in two steps: the nouns that others refer to are announced by id
/// and given a [`Ref`], then each is stored.
#[derive(Clone, Debug)]
pub struct Policy {
    /// `candor.yaml`.
    pub settings: Settings,
    /// Who answers for the data.
    pub organisation: Organisation,
    /// Whom the notice covers.
    pub audience: Option<Audience>,
    /// What is stored on the visitor's device.
    pub device_storage: Vec<DeviceStorage>,
    /// Public promises.
    pub promises: Vec<Promise>,
    /// Rights and channels.
    pub rights: Option<Rights>,
    /// Technical and organisational measures.
    pub security: Vec<SecurityMeasure>,
    /// Notices and versions.
    pub changes: Option<Changes>,
    /// Pages in prose.
    pub pages: Vec<Page>,
    nouns: Nouns,
}

/// The nouns that can be referred to. Every list is in the order of announcement, so a [`Ref`] is an index.
#[derive(Clone, Debug, Default)]
pub struct Nouns {
    data: Vec<DataCategory>,
    windows: Vec<Window>,
    vendors: Vec<Vendor>,
    tools: Vec<Tool>,
    activities: Vec<Activity>,
    /// Ids of the kinds whose ids are unique in the whole workspace.
    data_by_id: HashMap<Id, Ref<DataCategory>>,
    windows_by_id: HashMap<Id, Ref<Window>>,
    vendors_by_id: HashMap<Id, Ref<Vendor>>,
    tools_by_id: HashMap<Id, Ref<Tool>>,
}

/// A noun that is stored in a policy.
pub trait Noun: Sized {
    /// The list of its kind.
    fn list(nouns: &Nouns) -> &Vec<Self>;
}

macro_rules! nouns {
    ($($noun:ident in $list:ident),+ $(,)?) => {$(
        impl Noun for $noun {
            fn list(nouns: &Nouns) -> &Vec<Self> { &nouns.$list }
        }
        impl Index<Ref<$noun>> for Policy {
            type Output = $noun;
            fn index(&self, reference: Ref<$noun>) -> &$noun { &self.nouns.$list[reference.index()] }
        }
    )+};
}
nouns!(DataCategory in data, Window in windows, Vendor in vendors, Tool in tools, Activity in activities);

impl Nouns {
    /// Stores the nouns. References must have been made by [`Nouns::reference`] for the same order; where two nouns of
    /// a kind share an id, which the caller reports as a fault, the later one is found by it.
    pub fn store(
        data: Vec<DataCategory>,
        windows: Vec<Window>,
        vendors: Vec<Vendor>,
        tools: Vec<Tool>,
        activities: Vec<Activity>,
    ) -> Self {
        fn by_id<T>(list: &[T], id: impl Fn(&T) -> &Id) -> HashMap<Id, Ref<T>> {
            list.iter()
                .enumerate()
                .map(|(index, noun)| (id(noun).clone(), Ref::new(index)))
                .collect()
        }
        Self {
            data_by_id: by_id(&data, |noun| &noun.id),
            windows_by_id: by_id(&windows, |noun| &noun.id),
            vendors_by_id: by_id(&vendors, |noun| &noun.id),
            tools_by_id: by_id(&tools, |noun| &noun.id),
            data,
            windows,
            vendors,
            tools,
            activities,
        }
    }

    /// The reference to the noun that will stand at `index` of its list.
    pub fn reference<T: Noun>(index: usize) -> Ref<T> {
        Ref::new(index)
    }
}

/// The parts of a policy that nothing refers to.
#[derive(Clone, Debug)]
pub struct Parts {
    /// `candor.yaml`.
    pub settings: Settings,
    /// Who answers for the data.
    pub organisation: Organisation,
    /// Whom the notice covers.
    pub audience: Option<Audience>,
    /// What is stored on the visitor's device.
    pub device_storage: Vec<DeviceStorage>,
    /// Public promises.
    pub promises: Vec<Promise>,
    /// Rights and channels.
    pub rights: Option<Rights>,
    /// Technical and organisational measures.
    pub security: Vec<SecurityMeasure>,
    /// Notices and versions.
    pub changes: Option<Changes>,
    /// Pages in prose.
    pub pages: Vec<Page>,
}

impl Policy {
    /// Joins the nouns and the rest.
    pub fn new(nouns: Nouns, parts: Parts) -> Self {
        let Parts {
            settings,
            organisation,
            audience,
            device_storage,
            promises,
            rights,
            security,
            changes,
            pages,
        } = parts;
        Self {
            settings,
            organisation,
            audience,
            device_storage,
            promises,
            rights,
            security,
            changes,
            pages,
            nouns,
        }
    }

    /// Every data category, the built-in ones included.
    pub fn data(&self) -> &[DataCategory] {
        &self.nouns.data
    }

    /// Every window.
    pub fn windows(&self) -> &[Window] {
        &self.nouns.windows
    }

    /// Every vendor.
    pub fn vendors(&self) -> &[Vendor] {
        &self.nouns.vendors
    }

    /// Every tool.
    pub fn tools(&self) -> &[Tool] {
        &self.nouns.tools
    }

    /// Every activity, of tools and on its own.
    pub fn activities(&self) -> &[Activity] {
        &self.nouns.activities
    }

    /// The references of one kind, in the order of its list.
    pub fn references<T: Noun>(&self) -> impl Iterator<Item = Ref<T>> + use<T> {
        (0..T::list(&self.nouns).len()).map(Ref::new)
    }

    /// The data category of that id.
    pub fn data_category(&self, id: &str) -> Option<&DataCategory> {
        self.nouns
            .data_by_id
            .get(&Id::new(id))
            .map(|reference| &self[*reference])
    }

    /// The window of that id.
    pub fn window(&self, id: &str) -> Option<&Window> {
        self.nouns
            .windows_by_id
            .get(&Id::new(id))
            .map(|reference| &self[*reference])
    }

    /// The vendor of that id.
    pub fn vendor(&self, id: &str) -> Option<&Vendor> {
        self.nouns
            .vendors_by_id
            .get(&Id::new(id))
            .map(|reference| &self[*reference])
    }

    /// The tool of that id.
    pub fn tool(&self, id: &str) -> Option<&Tool> {
        self.nouns
            .tools_by_id
            .get(&Id::new(id))
            .map(|reference| &self[*reference])
    }

    /// The longest time that any copy can exist after the start event: the window, the stages that follow it, and their
    /// longest-lived copies. Nothing where a stage has no stated maximum, or every use starts it again.
    pub fn longest_through_stages(&self, window: &Window) -> Option<Duration> {
        let mut total = window.longest_with_copies()?;
        let mut stage = window;
        // A chain has no more stages than there are windows; a ring of stages has no end.
        for _ in self.windows() {
            let Some(then) = &stage.then else {
                return Some(total);
            };
            // The copies of a stage are counted from its own end, so only its own length adds up.
            let own = match stage.maximum() {
                Some(own) if std::ptr::eq(stage, window) => own.clone(),
                Some(_) => total.clone(),
                None => return None,
            };
            stage = &self[then.value];
            let next = own.sum(&stage.longest_with_copies()?);
            if next.longest_seconds() > total.longest_seconds() {
                total = next;
            }
        }
        None
    }

    /// Whether a window counts from the end of another one.
    pub fn is_later_stage(&self, window: &Window) -> bool {
        self.windows().iter().any(|other| {
            let then = other.then.as_ref();
            then.is_some_and(|then| self[then.value].id == window.id)
        })
    }

    /// The activities of a tool.
    pub fn activities_of(&self, tool: &Tool) -> impl Iterator<Item = &Activity> {
        tool.activities.iter().map(|activity| &self[*activity])
    }

    /// What to call an activity in a message: `tool/activity`, or its id where it stands alone.
    pub fn activity_name(&self, activity: &Activity) -> String {
        match activity.tool {
            Some(tool) if self[tool].id == activity.id => activity.id.to_string(),
            Some(tool) => format!("{}/{}", self[tool].id, activity.id),
            None => activity.id.to_string(),
        }
    }
}
