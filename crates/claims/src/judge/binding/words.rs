//! Words of bound text that say where work is done, and whether something is denied, in the four languages.

use candor_model::vocabulary::ToolLocation;

const HERE: &[&str] = &[
    "browser",
    "device",
    "local",
    "lokal",
    "gerät",
    "navigateur",
    "appareil",
    "navegador",
    "dispositivo",
];
const AWAY: &[&str] = &[
    "server",
    "cloud",
    "serveur",
    "servidor",
    "nube",
    "nuage",
    "upload",
    "hochgeladen",
    "téléversé",
    "subid",
];
const MEMORY: &[&str] = &["memory", "ram", "arbeitsspeicher", "mémoire", "memoria"];
const NOT: &[&str] = &[
    "no", "not", "never", "none", "without", "nicht", "nie", "niemals", "kein", "keine", "keinen",
    "ohne", "ne", "n", "pas", "jamais", "aucun", "aucune", "sans", "nunca", "sin", "ningún",
    "ninguna", "cannot", "t",
];

/// Whether a text contains one of these variants, whatever the case and the white space.
pub(super) fn says(text: &str, variants: &[&str]) -> bool {
    let text = folded(text);
    variants.iter().any(|variant| {
        let variant = folded(variant);
        !variant.is_empty() && text.contains(&variant)
    })
}

fn folded(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ").trim_end_matches(['.', '!']).to_owned()
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether a text has a word that begins with one of these stems.
fn speaks_of(text: &str, stems: &[&str]) -> bool {
    words(text)
        .iter()
        .any(|word| stems.iter().any(|stem| word.starts_with(stem)))
}

pub(super) fn names_memory(text: &str) -> bool {
    words(text)
        .iter()
        .any(|word| MEMORY.contains(&word.as_str()))
}

/// Whether a text denies something.
pub(super) fn denies(text: &str) -> bool {
    words(text).iter().any(|word| NOT.contains(&word.as_str()))
}

/// Whether a denial stands shortly before a word that begins with one of these stems.
fn denies_of(text: &str, stems: &[&str]) -> bool {
    const REACH: usize = 5;
    let words = words(text);
    words.iter().enumerate().any(|(at, word)| {
        let before = words.get(at.saturating_sub(REACH)..at).unwrap_or_default();
        stems.iter().any(|stem| word.starts_with(stem))
            && before.iter().any(|word| NOT.contains(&word.as_str()))
    })
}

/// Why a text does not say where a tool works; nothing where it does.
pub(super) fn place_differs(text: &str, location: ToolLocation) -> Option<String> {
    let (here, away) = (speaks_of(text, HERE), speaks_of(text, AWAY));
    let (not_here, not_away) = (denies_of(text, HERE), denies_of(text, AWAY));
    let fits = match location {
        ToolLocation::Local => (here || away) && !not_here && (!away || not_away),
        ToolLocation::Server => away && !not_away && (!here || not_here),
        ToolLocation::Hybrid => here && away && !not_here && !not_away,
    };
    let declared = match location {
        ToolLocation::Local => "in the visitor's browser",
        ToolLocation::Server => "on a server",
        ToolLocation::Hybrid => "partly in the browser and partly on a server",
    };
    (!fits)
        .then(|| format!("the text does not say that the tool works {declared}, which is declared"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_told_apart_in_four_languages() {
        use ToolLocation::{Hybrid, Local, Server};
        for (text, location) in [
            ("Your picture stays in your browser", Local),
            ("It is never sent to a server", Local),
            ("Das Bild bleibt auf Ihrem Gerät", Local),
            ("L'image n'est pas envoyée à un serveur", Local),
            ("La imagen se procesa en nuestros servidores", Server),
            ("Not in your browser, but on our servers", Server),
            (
                "Small pictures in your browser, large ones on our servers",
                Hybrid,
            ),
        ] {
            assert_eq!(place_differs(text, location), None, "{text}");
            for other in [Local, Server, Hybrid] {
                if other != location {
                    assert!(place_differs(text, other).is_some(), "{text}: {other}");
                }
            }
        }
    }

    #[test]
    fn words_are_found_whatever_their_case() {
        assert!(says("Hosted by NIMBUS  Cloud.", &["Nimbus Cloud"]));
        assert!(!says("Hosted by Nimbus", &["Nimbus Cloud"]));
        assert!(denies("Sie brauchen kein Konto") && !denies("Sie brauchen ein Konto"));
    }
}
