//! Number words from 0 to 99, made by the rule of each language, in folded spelling with spaces for hyphens.

use super::language::Language;

const EN: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const EN_TENS: [&str; 8] = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
];

const DE: [&str; 20] = [
    "null", "eins", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn",
    "elf", "zwolf", "dreizehn", "vierzehn", "funfzehn", "sechzehn", "siebzehn", "achtzehn",
    "neunzehn",
];
const DE_TENS: [&str; 8] = [
    "zwanzig", "dreissig", "vierzig", "funfzig", "sechzig", "siebzig", "achtzig", "neunzig",
];

const FR: [&str; 20] = [
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze",
    "douze", "treize", "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf",
];
const FR_TENS: [&str; 5] = ["vingt", "trente", "quarante", "cinquante", "soixante"];

const ES: [&str; 30] = [
    "cero",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
    "quince",
    "dieciseis",
    "diecisiete",
    "dieciocho",
    "diecinueve",
    "veinte",
    "veintiuno",
    "veintidos",
    "veintitres",
    "veinticuatro",
    "veinticinco",
    "veintiseis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
];
const ES_TENS: [&str; 7] = [
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
];

fn at<'w>(words: &[&'w str], index: usize) -> &'w str {
    words.get(index).copied().unwrap_or_default()
}

/// Every spelling of every number that is an entry of its own; a bare "one" is an article in the other languages.
pub(super) fn words(language: Language) -> Vec<(String, u32)> {
    let spell = match language {
        Language::En => english,
        Language::De => german,
        Language::Fr => french,
        Language::Es => spanish,
    };
    (0..100_u32)
        .flat_map(|number| {
            let index = number as usize;
            spell(index).into_iter().map(move |word| (word, number))
        })
        .chain(
            hundred(language)
                .iter()
                .map(|word| ((*word).to_owned(), 100)),
        )
        .collect()
}

const fn hundred(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &["hundred", "a hundred", "one hundred"],
        Language::De => &["hundert", "einhundert"],
        Language::Fr => &["cent"],
        Language::Es => &["cien"],
    }
}

fn english(number: usize) -> Vec<String> {
    if number < 20 {
        return vec![at(&EN, number).to_owned()];
    }
    let tens = at(&EN_TENS, number / 10 - 2);
    match number % 10 {
        0 => vec![tens.to_owned()],
        ones => {
            let ones = at(&EN, ones);
            vec![format!("{tens} {ones}"), format!("{tens}{ones}")]
        }
    }
}

fn german(number: usize) -> Vec<String> {
    if number < 20 {
        return vec![at(&DE, number).to_owned()];
    }
    let tens = at(&DE_TENS, number / 10 - 2);
    match number % 10 {
        0 => vec![tens.to_owned()],
        1 => vec![format!("einund{tens}")],
        ones => vec![format!("{}und{tens}", at(&DE, ones))],
    }
}

fn french(number: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut add = |tens: &str, ones: usize, and: bool| {
        let ones_word = at(&FR, ones);
        match ones {
            0 => found.push(tens.to_owned()),
            1 | 11 if and => {
                found.push(format!("{tens} et {ones_word}"));
                if ones == 1 {
                    found.push(format!("{tens} et une"));
                }
                found.push(format!("{tens} {ones_word}"));
            }
            1 => {
                found.push(format!("{tens} un"));
                found.push(format!("{tens} une"));
            }
            _ => found.push(format!("{tens} {ones_word}")),
        }
    };
    match number {
        // "un" is an article too, which the lexicon knows.
        1 => {}
        0..20 => return vec![at(&FR, number).to_owned()],
        20..70 => add(at(&FR_TENS, number / 10 - 2), number % 10, true),
        70..80 => {
            add("soixante", number - 60, true);
            // Belgium and Switzerland count on in tens.
            add("septante", number - 70, true);
        }
        80 => {
            add("quatre vingts", 0, false);
            add("quatre vingt", 0, false);
            add("huitante", 0, false);
        }
        _ => {
            add("quatre vingt", number - 80, false);
            if number < 90 {
                add("huitante", number - 80, true);
            } else {
                add("nonante", number - 90, true);
            }
        }
    }
    found
}

fn spanish(number: usize) -> Vec<String> {
    match number {
        21 => vec![
            "veintiuno".to_owned(),
            "veintiun".to_owned(),
            "veintiuna".to_owned(),
        ],
        0..30 => vec![at(&ES, number).to_owned()],
        _ => {
            let tens = at(&ES_TENS, number / 10 - 3);
            match number % 10 {
                0 => vec![tens.to_owned()],
                1 => ["uno", "un", "una"]
                    .map(|one| format!("{tens} y {one}"))
                    .to_vec(),
                ones => vec![format!("{tens} y {}", at(&ES, ones))],
            }
        }
    }
}
