//! The headers that enforce a local tool, written for a server: the strictest policy under which a tool that works
//! wholly in the browser still runs.

use super::target::HeadersTarget;

/// The tools of a site that are to be confined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathRules {
    /// The site's origin, such as `https://darkroom.example`: patterns are absolute.
    pub origin: String,
    /// The tools.
    pub tools: Vec<ToolFiles>,
}

/// One tool: where it lies and what it loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToolFiles {
    /// Its folder, with a slash at both ends. Everything below gets the headers, worker scripts included.
    pub folder: String,
    /// Every URL path that it loads, its own page included.
    pub files: Vec<String>,
}

/// The policy of a local tool.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
    worker-src 'self'; connect-src 'none'; form-action 'none'; base-uri 'none'; frame-src 'none'; object-src 'none'";

/// Cloudflare Pages refuses a longer line, and a rule that is refused protects nothing.
const LONGEST_LINE: usize = 2_000;

/// Writes the headers.
///
/// # Errors
/// Says in plain words which origin or path cannot be written so that every server reads it alike.
pub fn export(target: HeadersTarget, rules: &PathRules) -> Result<String, String> {
    let host = rules
        .origin
        .strip_prefix("https://")
        .or_else(|| rules.origin.strip_prefix("http://"));
    if !host.is_some_and(|host| !host.is_empty() && host.chars().all(is_of_host)) {
        let origin = &rules.origin;
        return Err(format!(
            "`{origin}` is no origin; write one such as https://darkroom.example, without a path"
        ));
    }
    for tool in &rules.tools {
        if tool.folder.len() < 3 || !tool.folder.ends_with('/') {
            let folder = &tool.folder;
            return Err(format!(
                "`{folder}` is no folder of a tool; write one such as /tools/resize/"
            ));
        }
        for path in tool.files.iter().chain([&tool.folder]) {
            if !path.starts_with('/') || !path.chars().all(is_of_path) {
                return Err(format!(
                    "`{path}` cannot stand in every server's configuration; name it with letters, digits, - _ . and / only"
                ));
            }
        }
    }
    let text = match target {
        HeadersTarget::Netlify | HeadersTarget::Cloudflare => underscore(rules),
        HeadersTarget::Vercel => vercel(rules)?,
        HeadersTarget::Nginx => nginx(rules),
        HeadersTarget::Apache => apache(rules),
        HeadersTarget::Caddy => caddy(rules),
    };
    let is_long = |line: &str| line.len() > LONGEST_LINE;
    if target == HeadersTarget::Cloudflare && text.lines().any(is_long) {
        return Err(format!(
            "a header is longer than the {LONGEST_LINE} characters that Cloudflare Pages takes, so it would be dropped; bundle the tool into fewer files"
        ));
    }
    Ok(text)
}

fn is_of_host(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | ':')
}

fn is_of_path(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '/' | '.' | '-' | '_')
}

/// The headers of one tool.
fn headers(rules: &PathRules, tool: &ToolFiles) -> [(&'static str, String); 4] {
    let patterns: Vec<String> = tool
        .files
        .iter()
        // `\?` at the end of a pattern forbids a query; the string's own backslash is doubled.
        .map(|file| format!("\"{}{file}\\\\?\"", rules.origin))
        .collect();
    [
        ("Content-Security-Policy", POLICY.to_owned()),
        ("Connection-Allowlist", format!("({})", patterns.join(" "))),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
    ]
}

fn underscore(rules: &PathRules) -> String {
    let mut text = String::from(
        "# Headers of two rules that fit one path are joined: let no other rule send Connection-Allowlist to these.\n",
    );
    for tool in &rules.tools {
        text += &format!("{}*\n", tool.folder);
        for (name, value) in headers(rules, tool) {
            text += &format!("  {name}: {value}\n");
        }
    }
    text
}

fn vercel(rules: &PathRules) -> Result<String, String> {
    let tools = rules.tools.iter().map(|tool| {
        let list = headers(rules, tool)
            .map(|(key, value)| serde_json::json!({"key": key, "value": value}));
        // A dot would be read as any sign.
        let source = format!("{}(.*)", tool.folder.replace('.', "\\."));
        serde_json::json!({"source": source, "headers": list})
    });
    let tools: Vec<serde_json::Value> = tools.collect();
    serde_json::to_string_pretty(&serde_json::json!({"headers": tools}))
        .map(|text| text + "\n")
        .map_err(|error| error.to_string())
}

/// A value in double quotes, for servers in which a backslash escapes a quote and itself.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn nginx(rules: &PathRules) -> String {
    let mut text = String::from(
        "# Include in the server block. A location with an add_header of its own inherits none: repeat these there.\n",
    );
    for tool in &rules.tools {
        text += &format!("location ^~ {} {{\n", tool.folder);
        for (name, value) in headers(rules, tool) {
            text += &format!("    add_header {name} {} always;\n", quoted(&value));
        }
        text += "}\n";
    }
    text
}

fn apache(rules: &PathRules) -> String {
    let mut text = String::from("# Include in the virtual host; needs mod_headers.\n");
    for tool in &rules.tools {
        text += &format!("<Location \"{}\">\n", tool.folder);
        for (name, value) in headers(rules, tool) {
            text += &format!("    Header always set {name} {}\n", quoted(&value));
        }
        text += "</Location>\n";
    }
    text
}

fn caddy(rules: &PathRules) -> String {
    let mut text = String::from("# Write `import candor` in the site's block.\n(candor) {\n");
    for tool in &rules.tools {
        text += &format!("\theader {}* {{\n", tool.folder);
        for (name, value) in headers(rules, tool) {
            text += &format!("\t\t{name} `{value}`\n");
        }
        text += "\t}\n";
    }
    text + "}\n"
}
