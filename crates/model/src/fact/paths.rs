//! Every path that has a fact, so that a wrong one can be answered with the one that was probably meant.

use super::notice;
use crate::Policy;

impl Policy {
    /// Every path that names a fact of this policy.
    pub fn fact_paths(&self) -> Vec<String> {
        let names = ["organisation.legal_name", "organisation.trading_name"];
        let mut paths = Vec::from(names.map(str::to_owned));
        for window in self.windows() {
            let base = format!("window.{}", window.id.in_template());
            let details = ["", ".maximum", ".keep", ".worst_case", ".copies"];
            paths.extend(details.map(|detail| format!("{base}{detail}")));
        }
        for tool in self.tools() {
            let base = format!("tool.{}", tool.id.in_template());
            let details = [".name", ".summary", ".location", ".level", ".account"];
            paths.extend(details.map(|detail| format!("{base}{detail}")));
        }
        for activity in self.activities() {
            let name = self.activity_name(activity).replace('-', "_");
            paths.push(format!("activity.{name}.places"));
        }
        for vendor in self.vendors() {
            let base = format!("vendor.{}", vendor.id.in_template());
            let details = [".name", ".legal_name", ".purpose", ".places"];
            paths.extend(details.map(|detail| format!("{base}{detail}")));
        }
        for category in self.data() {
            let base = format!("data.{}", category.id.in_template());
            let fields = category.fields.iter();
            paths.extend(fields.map(|field| format!("{base}.fields.{}", field.name.in_template())));
            paths.extend([".label", ".never"].map(|detail| format!("{base}{detail}")));
        }
        let items = self.device_storage.iter();
        let names = items.map(crate::DeviceStorage::in_template);
        paths.extend(names.map(|name| format!("device.{name}.stays")));
        let promises = self.promises.iter();
        paths.extend(promises.map(|promise| format!("promise.{}", promise.id.in_template())));
        paths.extend(["rights.answer_within", "audience.minimum_age"].map(str::to_owned));
        let notices = ["policy", "subprocessors"].into_iter();
        let stated = notices.filter(|name| notice(name, self).is_some());
        paths.extend(stated.map(|name| format!("notice.{name}")));
        paths.retain(|path| self.fact(path).is_some());
        paths
    }
}
