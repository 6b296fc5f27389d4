//! Numbers and lengths of time in words: every number that people spell out reads back as itself.

use candor_claims::{Bound, Context, Kind, Language, recognise};
use proptest::prelude::*;

/// The number as a text of the language spells it, with its accents and hyphens.
fn spelled(language: Language, number: usize) -> String {
    match language {
        Language::En => english(number),
        Language::De => german(number),
        Language::Fr => french(number),
        Language::Es => spanish(number),
    }
}

fn english(number: usize) -> String {
    let ones = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
                seventeen eighteen nineteen";
    let tens = "- - twenty thirty forty fifty sixty seventy eighty ninety";
    match (number / 10, number % 10) {
        (0 | 1, _) => nth(ones, number),
        (ten, 0) => nth(tens, ten),
        (ten, one) => format!("{}-{}", nth(tens, ten), nth(ones, one)),
    }
}

fn german(number: usize) -> String {
    let ones = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn \
                siebzehn achtzehn neunzehn";
    let tens = "- - zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig";
    match (number / 10, number % 10) {
        (0 | 1, _) => nth(ones, number),
        (ten, 0) => nth(tens, ten),
        (ten, one) => format!("{}und{}", nth(ones, one), nth(tens, ten)),
    }
}

fn french(number: usize) -> String {
    let ones = "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept \
                dix-huit dix-neuf";
    let tens = "- - vingt trente quarante cinquante soixante";
    match number {
        0..=19 => nth(ones, number),
        80 => "quatre-vingts".to_owned(),
        81.. => format!("quatre-vingt-{}", nth(ones, number - 80)),
        71 => "soixante et onze".to_owned(),
        70.. => format!("soixante-{}", nth(ones, number - 60)),
        _ if number.is_multiple_of(10) => nth(tens, number / 10),
        _ if number % 10 == 1 => format!("{} et un", nth(tens, number / 10)),
        _ => format!("{}-{}", nth(tens, number / 10), nth(ones, number % 10)),
    }
}

fn spanish(number: usize) -> String {
    let ones = "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis \
                diecisiete dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco \
                veintiséis veintisiete veintiocho veintinueve";
    let tens = "- - - treinta cuarenta cincuenta sesenta setenta ochenta noventa";
    match (number / 10, number % 10) {
        (0..=2, _) => nth(ones, number),
        (ten, 0) => nth(tens, ten),
        (ten, one) => format!("{} y {}", nth(tens, ten), nth(ones, one)),
    }
}

fn nth(list: &str, index: usize) -> String {
    list.split_whitespace().nth(index).unwrap().to_owned()
}

/// The one length that a sentence states for what is kept.
fn length(language: Language, sentence: &str) -> Option<(String, Option<Bound>)> {
    let context = Context {
        language: Some(language),
        ..Context::default()
    };
    let claims = recognise(sentence, &context);
    let mut lengths = claims
        .into_iter()
        .filter(|claim| claim.kind == Kind::RetentionDuration);
    let only = lengths.next();
    assert!(lengths.next().is_none(), "two lengths in {sentence:?}");
    only.map(|claim| (claim.value.unwrap_or_default(), claim.bound))
}

fn sentence(language: Language, number: &str) -> String {
    match language {
        Language::En => format!("Uploads are deleted after {number} days."),
        Language::De => format!("Hochgeladene Dateien werden nach {number} Tagen gelöscht."),
        Language::Fr => format!("Les fichiers sont supprimés après {number} jours."),
        Language::Es => format!("Los archivos se eliminan después de {number} días."),
    }
}

#[test]
fn every_number_from_1_to_99_reads_back() {
    for language in Language::ALL {
        for number in 1..100 {
            for word in [spelled(language, number), number.to_string()] {
                let sentence = sentence(language, &word);
                let wanted = Some((format!("P{number}D"), Some(Bound::AtMost)));
                assert_eq!(length(language, &sentence), wanted, "{sentence}");
            }
        }
        let nothing = sentence(language, &spelled(language, 0));
        assert_eq!(length(language, &nothing), None, "{nothing}");
    }
}

proptest! {
    #[test]
    fn ranges_and_brackets_read_as_their_number(
        language in prop::sample::select(Language::ALL.to_vec()),
        low in 2_usize..99,
        more in 1_usize..60,
    ) {
        let high = (low + more).min(99);
        let bracket = format!("{} ({high})", spelled(language, high));
        let to = match language {
            Language::En => "to",
            Language::De => "bis",
            Language::Fr => "à",
            Language::Es => "a",
        };
        for number in [bracket, format!("{low}-{high}"), format!("{low} {to} {high}")] {
            let sentence = sentence(language, &number);
            prop_assert_eq!(length(language, &sentence).map(|found| found.0), Some(format!("P{high}D")), "{}", sentence);
        }
    }
}

#[test]
fn lengths_in_english() {
    for (text, value, bound) in [
        ("Logs are kept for 24h.", "PT24H", Bound::Exactly),
        (
            "Our 24-hour retention covers every upload.",
            "PT24H",
            Bound::Exactly,
        ),
        ("Logs are kept for a fortnight.", "P14D", Bound::Exactly),
        ("Logs are kept for a month.", "P1M", Bound::Exactly),
        ("Logs are kept for up to a month.", "P1M", Bound::AtMost),
        (
            "Logs are deleted no later than 12 days after upload.",
            "P12D",
            Bound::AtMost,
        ),
        ("Logs are kept for at most 30 days.", "P30D", Bound::AtMost),
        (
            "Logs are kept for at least 30 days.",
            "P30D",
            Bound::AtLeast,
        ),
        ("Logs are kept for about 30 days.", "P30D", Bound::Exactly),
        (
            "Backups are overwritten every 90 days.",
            "P90D",
            Bound::AtMost,
        ),
        (
            "Logs are kept for 10 business days.",
            "10 business days",
            Bound::Exactly,
        ),
        (
            "Logs are kept for 1 year and 6 months.",
            "P1Y6M",
            Bound::Exactly,
        ),
        ("Logs are kept for 1.5 hours.", "PT90M", Bound::Exactly),
        ("Logs are kept for 2.5 days.", "PT60H", Bound::Exactly),
        ("Logs are kept for 1,000 days.", "P1000D", Bound::Exactly),
        (
            "Logs are kept for 7 days to 2 weeks.",
            "P14D",
            Bound::Exactly,
        ),
        ("Logs are kept for half an hour.", "PT30M", Bound::Exactly),
    ] {
        let wanted = Some((value.to_owned(), Some(bound)));
        assert_eq!(length(Language::En, text), wanted, "{text}");
        assert!(candor_model::Duration::parse(value).is_ok(), "{value}");
    }
}

#[test]
fn what_is_left_open_is_two_lengths_and_no_sum() {
    let context = Context {
        language: Some(Language::En),
        ..Context::default()
    };
    let claims = recognise("Logs are kept for a day or 24 hours.", &context);
    let lengths: Vec<_> = claims.iter().map(|claim| claim.value.as_deref()).collect();
    assert_eq!(lengths, [Some("P1D"), Some("PT24H")]);
}

#[test]
fn lengths_in_other_languages() {
    use Language::{De, Es, Fr};
    for (language, text, value) in [
        (
            De,
            "Protokolle werden anderthalb Stunden aufbewahrt.",
            "PT90M",
        ),
        (De, "Protokolle werden 1,5 Stunden aufbewahrt.", "PT90M"),
        (
            De,
            "Protokolle werden zehn Werktage aufbewahrt.",
            "10 business days",
        ),
        (
            De,
            "Protokolle werden ein Jahr und sechs Monate aufbewahrt.",
            "P1Y6M",
        ),
        (
            De,
            "Protokolle werden bis zu einem Monat aufbewahrt.",
            "P1M",
        ),
        (
            Fr,
            "Les journaux sont conservés un an et six mois.",
            "P1Y6M",
        ),
        (
            Fr,
            "Les journaux sont conservés dix jours ouvrés.",
            "10 business days",
        ),
        (Fr, "Les journaux sont conservés 1,5 heure.", "PT90M"),
        (Es, "Los registros se guardan un año y seis meses.", "P1Y6M"),
        (
            Es,
            "Los registros se guardan diez días hábiles.",
            "10 business days",
        ),
        (Es, "Los registros se guardan treinta y cinco días.", "P35D"),
    ] {
        assert_eq!(
            length(language, text).map(|found| found.0).as_deref(),
            Some(value),
            "{text}"
        );
    }
}

#[test]
fn vague_lengths_are_none() {
    for text in [
        "Logs are kept for a couple of days.",
        "Logs are deleted overnight.",
        "Logs are deleted after a few weeks.",
        "Logs are deleted shortly.",
        "Open 24/7, and logs are kept.",
    ] {
        assert_eq!(length(Language::En, text), None, "{text}");
    }
}
