//! Lengths in words.

use super::{Duration, Unit};

/// Singular and plural of a unit in a language.
fn unit_words(unit: Unit, language: &str) -> (&'static str, &'static str) {
    match (language, unit) {
        ("de", Unit::Second) => ("Sekunde", "Sekunden"),
        ("de", Unit::Minute) => ("Minute", "Minuten"),
        ("de", Unit::Hour) => ("Stunde", "Stunden"),
        ("de", Unit::Day) => ("Tag", "Tage"),
        ("de", Unit::BusinessDay) => (
            "Werktag (Montag bis Freitag)",
            "Werktage (Montag bis Freitag)",
        ),
        ("de", Unit::Week) => ("Woche", "Wochen"),
        ("de", Unit::Month) => ("Monat", "Monate"),
        ("de", Unit::Year) => ("Jahr", "Jahre"),
        ("fr", Unit::Second) => ("seconde", "secondes"),
        ("fr", Unit::Minute) => ("minute", "minutes"),
        ("fr", Unit::Hour) => ("heure", "heures"),
        ("fr", Unit::Day) => ("jour", "jours"),
        ("fr", Unit::BusinessDay) => ("jour ouvré", "jours ouvrés"),
        ("fr", Unit::Week) => ("semaine", "semaines"),
        ("fr", Unit::Month) => ("mois", "mois"),
        ("fr", Unit::Year) => ("an", "ans"),
        ("es", Unit::Second) => ("segundo", "segundos"),
        ("es", Unit::Minute) => ("minuto", "minutos"),
        ("es", Unit::Hour) => ("hora", "horas"),
        ("es", Unit::Day) => ("día", "días"),
        ("es", Unit::BusinessDay) => ("día hábil", "días hábiles"),
        ("es", Unit::Week) => ("semana", "semanas"),
        ("es", Unit::Month) => ("mes", "meses"),
        ("es", Unit::Year) => ("año", "años"),
        (_, Unit::Second) => ("second", "seconds"),
        (_, Unit::Minute) => ("minute", "minutes"),
        (_, Unit::Hour) => ("hour", "hours"),
        (_, Unit::Day) => ("day", "days"),
        (_, Unit::BusinessDay) => ("business day", "business days"),
        (_, Unit::Week) => ("week", "weeks"),
        (_, Unit::Month) => ("month", "months"),
        (_, Unit::Year) => ("year", "years"),
    }
}

/// The length, its parts separated by spaces.
pub(super) fn words(duration: &Duration, language: &str) -> String {
    let parts: Vec<String> = duration
        .parts()
        .iter()
        .map(|(amount, unit)| {
            let (one, many) = unit_words(*unit, language);
            format!("{amount} {}", if *amount == 1 { one } else { many })
        })
        .collect();
    parts.join(" ")
}
