//! The language of a text, by the words that every sentence has.

/// How much of a text is looked at.
const ENOUGH: usize = 8 * 1024;

/// The longest word that is looked up.
const LONGEST: usize = 12;

/// The languages that are told apart.
const LANGUAGES: [&str; 4] = ["en", "de", "fr", "es"];

/// The language of a text, of English, German, French and Spanish; none where the words do not settle it.
pub fn language(text: &str) -> Option<&'static str> {
    let mut votes = [0_u32; 4];
    let mut seen = 0_u32;
    let mut word = [0_u8; LONGEST];
    let mut length = 0;
    for byte in text.bytes().take(ENOUGH).chain([b' ']) {
        // Apostrophes divide words: `l'image`, `don't`.
        if byte.is_ascii_alphabetic() || byte >= 0x80 {
            if let Some(place) = word.get_mut(length) {
                *place = byte.to_ascii_lowercase();
            }
            length += 1;
            continue;
        }
        if length > 0 {
            seen += 1;
            let found = word
                .get(..length)
                .and_then(|word| std::str::from_utf8(word).ok());
            if let Some(vote) = found.and_then(speaks).and_then(|of| votes.get_mut(of)) {
                *vote += 1;
            }
        }
        length = 0;
    }
    let (best, most) = votes
        .iter()
        .copied()
        .enumerate()
        .max_by_key(|(_, votes)| *votes)?;
    let others: u32 = votes.iter().sum::<u32>() - most;
    // Two such words, more than all others have together, and one of every twelve: names and lists do not count.
    (most >= 2 && most > 2 * others && most * 12 >= seen)
        .then(|| LANGUAGES.get(best).copied())
        .flatten()
}

/// The language of which a word is typical.
fn speaks(word: &str) -> Option<usize> {
    Some(match word {
        "the" | "and" | "of" | "to" | "we" | "your" | "you" | "our" | "is" | "are" | "for"
        | "with" | "this" | "that" | "not" | "it" | "by" | "from" | "or" | "as" | "be" | "will"
        | "they" | "have" | "when" | "any" | "never" | "which" | "on" | "at" => 0,
        "der" | "die" | "das" | "und" | "wir" | "sie" | "ihre" | "ihrer" | "ihren" | "nicht"
        | "mit" | "den" | "dem" | "ein" | "eine" | "einer" | "ist" | "sind" | "werden" | "wird"
        | "auf" | "für" | "von" | "zu" | "oder" | "bei" | "nach" | "keine" | "auch" | "im"
        | "zur" | "zum" | "uns" | "unsere" => 1,
        "le" | "les" | "des" | "et" | "nous" | "vous" | "vos" | "votre" | "est" | "sont"
        | "une" | "dans" | "pour" | "par" | "sur" | "pas" | "qui" | "ne" | "ce" | "cette"
        | "aux" | "avec" | "du" | "au" | "ou" | "nos" | "notre" | "ces" => 2,
        "el" | "los" | "las" | "y" | "sus" | "su" | "una" | "del" | "por" | "con" | "para"
        | "más" | "sin" | "nuestro" | "nuestra" | "nuestros" | "usted" | "son" | "está"
        | "como" | "al" | "lo" | "ni" | "nunca" | "tus" | "tu" | "se" => 3,
        _ => return None,
    })
}
