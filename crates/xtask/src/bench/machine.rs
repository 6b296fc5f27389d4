//! A description of the machine without names, dates or paths.

/// Processor, cores and memory in one line.
pub(crate) fn describe() -> Result<String, String> {
    let read =
        |path: &str| std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"));
    let cores = std::thread::available_parallelism().map_err(|error| format!("cores: {error}"))?;
    let (processors, memory) = (read("/proc/cpuinfo")?, read("/proc/meminfo")?);
    let model = field(&processors, "model name").unwrap_or("processor not named");
    let kib: u64 = field(&memory, "MemTotal")
        .and_then(|text| text.split(' ').next())
        .and_then(|number| number.parse().ok())
        .ok_or("the system does not tell its memory")?;
    Ok(format!(
        "{model}, {cores} cores, {} GiB of memory",
        kib.div_ceil(1024 * 1024)
    ))
}

fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    text.lines()
        .find_map(|line| line.strip_prefix(name)?.trim_start().strip_prefix(':'))
        .map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_by_their_name() {
        assert_eq!(
            field("a\t: 1\nMemTotal:  20 kB\n", "MemTotal"),
            Some("20 kB")
        );
        assert_eq!(field("model name\t: X 5\n", "model name"), Some("X 5"));
        assert_eq!(field("other: 1\n", "model name"), None);
    }
}
