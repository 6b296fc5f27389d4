use candor_claims::Element;

use super::{read, source, texts, unit};

#[test]
fn json_keeps_keys_and_resolves_escapes() {
    let text = r#"{
  // the hero of the page
  "home": {"hero": "Files <b>never</b> leave\nyour \"device\"", "count": 3, "list": ["One.", "Two \ud83d\udd12."]},
  "faq": [{"q": "Do you keep files?", "a": "No {{name}}, never."}],
  "faq2Question": "An account?", "faq2Answer": "None.",
  "rest": "J\u00e4hrlich",
}"#;
    let page = read("locales/de/common.json", text);
    assert_eq!(page.language.as_deref(), Some("de"));
    let hero = unit(&page, "Files never leave\nyour \"device\"");
    assert_eq!(hero.key_path.as_deref(), Some("home.hero"));
    assert_eq!(hero.element, Element::Message);
    assert_eq!(hero.language.as_deref(), Some("de"));
    assert_eq!(source(hero, text, "never leave"), "never</b> leave");
    assert_eq!(source(hero, text, "\"device\""), "\\\"device\\\"");
    let locked = unit(&page, "Two 🔒.");
    assert_eq!(locked.key_path.as_deref(), Some("home.list.1"));
    assert_eq!(source(locked, text, "🔒"), "\\ud83d\\udd12");
    let answer = unit(&page, "No {{name}}, never.");
    assert_eq!(answer.question.as_deref(), Some("Do you keep files?"));
    assert_eq!(answer.key_path.as_deref(), Some("faq.0.a"));
    assert_eq!(
        unit(&page, "None.").question.as_deref(),
        Some("An account?")
    );
    let rest = unit(&page, "Jährlich");
    assert_eq!(
        (rest.key_path.as_deref(), rest.question.as_deref()),
        (Some("rest"), None)
    );
    assert_eq!(source(rest, text, "ä"), "\\u00e4");
}

#[test]
fn broken_json_is_read_as_far_as_it_goes() {
    let text = "{\"a\": \"first, \n \"b\": \"Second one.\", ]]}} \"c\": \"third\\";
    let page = read("en.json", text);
    assert!(texts(&page).contains(&"Second one."));
}

#[test]
fn yaml_keeps_every_style_in_its_place() {
    let text = "en:\n  plain: We never store files.\n  single: 'It''s yours'\n  double: \"Tab\\tand \\u00e9 \\\"x\\\"\"\n  \
        folded: >-\n    One long\n    sentence here.\n\n    Second.\n  literal: |\n    Line one\n    line two\n  \
        many:\n    - first item\n    - 'second item'\n  wrapped: goes on\n    in the next line\n";
    let page = read("config/messages.fr.yaml", text);
    assert_eq!(page.language.as_deref(), Some("fr"));
    let plain = unit(&page, "We never store files.");
    assert_eq!(plain.key_path.as_deref(), Some("en.plain"));
    assert_eq!(source(plain, text, "never store"), "never store");
    assert_eq!(
        source(unit(&page, "It's yours"), text, "'s yours"),
        "''s yours"
    );
    let double = unit(&page, "Tab\tand é \"x\"");
    assert_eq!(source(double, text, "é"), "\\u00e9");
    let folded = unit(&page, "One long sentence here.\nSecond.");
    assert_eq!(source(folded, text, "long sentence"), "long\n    sentence");
    assert_eq!(source(folded, text, "Second."), "Second.");
    assert_eq!(
        source(unit(&page, "Line one\nline two"), text, "line two"),
        "line two"
    );
    assert_eq!(
        unit(&page, "second item").key_path.as_deref(),
        Some("en.many.1")
    );
    let wrapped = unit(&page, "goes on in the next line");
    assert_eq!(source(wrapped, text, "on in"), "on\n    in");
}

#[test]
fn toml_reads_its_four_strings() {
    let text = "# top\nhello = \"Say \\\"no\\\" \\u00e9\"\n[hero.main]\ntitle = 'It stays, \"here\"'\nlong = \"\"\"\nFirst line.\n\
        Second.\"\"\"\nraw = '''No \\escape'''\nlist = [\"one thing\", \"two things\"]\nflag = true\n\
        inline = { a = \"first value\", b = \"second value\" }\n\"quoted key\" = \"under quotes\"\n";
    let page = read("i18n/es.toml", text);
    assert_eq!(page.language.as_deref(), Some("es"));
    assert_eq!(
        unit(&page, "Say \"no\" é").key_path.as_deref(),
        Some("hello")
    );
    let title = unit(&page, "It stays, \"here\"");
    assert_eq!(title.key_path.as_deref(), Some("hero.main.title"));
    assert_eq!(source(title, text, "stays"), "stays");
    unit(&page, "First line.\nSecond.");
    unit(&page, "No \\escape");
    unit(&page, "two things");
    unit(&page, "second value");
    let quoted = unit(&page, "under quotes");
    assert_eq!(quoted.key_path.as_deref(), Some("hero.main.quoted key"));
}

#[test]
fn one_file_may_hold_all_languages() {
    let page = read(
        "messages.json",
        r#"{"de": {"a": "Alles bleibt hier."}, "en": {"a": "It stays."}, "id": {"a": "No."}}"#,
    );
    assert_eq!(
        unit(&page, "Alles bleibt hier.").language.as_deref(),
        Some("de")
    );
    assert_eq!(unit(&page, "It stays.").language.as_deref(), Some("en"));
    assert_eq!(unit(&page, "No.").language, None);
}

#[test]
fn what_is_no_yaml_is_a_fault() {
    let page = read("a.yaml", "a: It stays.\nb: c: d\ne: Read again.\n");
    assert!(!page.faults.is_empty());
    unit(&page, "It stays.");
}

#[test]
fn the_path_states_the_language() {
    for (path, language) in [
        ("locales/de-AT/x.json", Some("de")),
        ("de.json", Some("de")),
        ("lang/pt_BR.yaml", Some("pt")),
        ("app_fr.arb", Some("fr")),
        ("es/privacy.html", Some("es")),
        ("docs/privacy.de.md", Some("de")),
        ("src/no.md", None),
        ("config.json", None),
    ] {
        assert_eq!(read(path, "").language.as_deref(), language, "{path}");
    }
}

#[test]
fn yaml_that_lies_too_deep_is_told() {
    let deep = 70;
    let open: String = (0..deep)
        .map(|level| format!("{}a:\n", " ".repeat(level)))
        .collect();
    let text = format!(
        "{open}{}b: We never store files.\nc: It stays.\n",
        " ".repeat(deep)
    );
    let page = read("a.yaml", &text);
    let told = page
        .faults
        .iter()
        .any(|fault| text[fault.range.clone()].contains("We never store files."));
    let read = texts(&page).contains(&"We never store files.");
    assert!(told && !read, "{:?}", page.faults);
}

#[test]
fn json5_reads_single_quotes_and_bare_keys() {
    let text = "{\n  // top\n  hero: {title: 'It\\'s \"here\"', 'sub-title': \"Let's stay\"},\n  list: ['one thing', +1, .5],\n\
        \n  long: 'goes on \\\nhere',\n}";
    let page = read("en.json5", text);
    let title = unit(&page, "It's \"here\"");
    assert_eq!(title.key_path.as_deref(), Some("hero.title"));
    assert_eq!(source(title, text, "here"), "here");
    assert_eq!(
        unit(&page, "Let's stay").key_path.as_deref(),
        Some("hero.sub-title")
    );
    assert_eq!(unit(&page, "one thing").key_path.as_deref(), Some("list.0"));
    unit(&page, "goes on  here");
}
