//! The memory of a process and of all its descendants, as the system tells it.

use std::collections::BTreeMap;

/// Proportional memory in KiB of a process and its descendants together, and how many they are. A process that has gone
/// in the meantime counts nothing.
pub(super) fn memory(root: u32) -> (u64, usize) {
    let mut children: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    for process in entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()) {
        if let Some(parent) = parent(process) {
            children.entry(parent).or_default().push(process);
        }
    }
    let (mut kib, mut count) = (0, 0);
    let mut waiting = vec![root];
    while let Some(process) = waiting.pop() {
        kib += share(process).unwrap_or(0);
        count += 1;
        waiting.extend(children.get(&process).into_iter().flatten());
    }
    (kib, count)
}

fn parent(process: u32) -> Option<u32> {
    let status = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name may hold anything; what follows its last bracket does not.
    let (_, rest) = status.rsplit_once(") ")?;
    rest.split(' ').nth(1)?.parse().ok()
}

/// What a process has for itself, and its share of what it has with others.
fn share(process: u32) -> Option<u64> {
    let rollup = std::fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:"))?;
    line.trim().split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    #[test]
    fn a_child_counts_with_its_parent() {
        let mut child = Command::new("sleep").arg("30").spawn().unwrap();
        let (kib, count) = super::memory(std::process::id());
        let (own, _) = super::memory(child.id());
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(count >= 2 && kib > own && own > 0, "{kib} {count} {own}");
    }
}
