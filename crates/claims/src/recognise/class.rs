//! The classes of words that frames are written in; every language's lexicon fills the same ones.

macro_rules! classes {
    ($($name:ident: $words:literal,)*) => {
        /// A class of words.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[allow(clippy::upper_case_acronyms, reason = "they are written so in lexicons and frames")]
        #[repr(u8)]
        pub(super) enum Class {
            $(#[doc = $words] $name,)*
        }

        const ALL: &[(&str, Class)] = &[$((stringify!($name), Class::$name)),*];
    };
}

classes! {
    NEG: "Negates what follows: not, never.",
    NODET: "Negates its noun and the verb that governs it: no, nothing, nobody.",
    WITHOUT: "Negates the noun or gerund that follows: without, instead of.",
    BUT: "Opens a clause of its own: but, while, because.",
    AND: "Joins: and, or.",
    SUBJ: "Opens a noun phrase that can be a subject: your, the, everything.",
    PRON: "A pronoun as subject: we, they, it.",
    IF: "Opens a condition: if, whether.",
    WHEN: "Opens a temporal clause: when, once.",
    UNLIKE: "Opens a comparison: unlike, compared to.",
    EXCEPT: "Limits a statement: except, unless, other than.",
    HEDGE: "Weakens a statement: usually, by default.",
    ABSOLUTE: "Strengthens a statement: ever, all, always.",
    MAY: "A possibility: may, might, could.",
    MODAL: "What a user is allowed or asked to do: can, should, must.",
    YOU: "The user: you.",
    ME: "The user in the first person, as in labels and questions: my.",
    SELF: "The speaker: we, our, us.",
    OTHER: "Another party as agent: other sites, competitors.",
    VENDOR: "A named other party.",
    REPORT: "A verb of reporting: claim, promise, say.",
    PLEASE: "Opens advice: please, make sure.",
    BARE: "The bare form of a verb that advice starts with.",
    STAFF: "People at work, who are trained too.",
    FILE: "What a visitor works on: file, photo.",
    RESULT: "What a tool makes: result, output.",
    DATA: "What is known about people: data, information.",
    PERSONAL: "Marks data as personal.",
    LOG: "Records of use: log, telemetry.",
    THING: "Any object in general: anything, them.",
    UPLOAD: "Upload in any form.",
    SEND: "Verbs of sending.",
    LEAVE: "Verbs of leaving.",
    TOUCH: "Verbs of reaching a place.",
    SEE: "Verbs of seeing and receiving.",
    STAY: "Verbs of staying.",
    PROCESS: "Verbs of processing and working.",
    DO: "Verbs so general that they need a local place right behind: run, work, happen.",
    IN: "Prepositions of a place: in, on, inside.",
    DEVICE: "Where the visitor is: device, browser.",
    LOCAL: "Means processing on the device by itself: locally, client-side.",
    SERVER: "Where the speaker is: server, cloud.",
    STORE: "Verbs of storing.",
    COPY: "A copy or storage as a noun.",
    DISK: "A lasting medium: disk, database.",
    MEMORY: "A fleeting medium: memory, RAM.",
    ONLY: "Only, solely.",
    DELETE: "Verbs of deletion.",
    EXPIRE: "Verbs of expiry.",
    AVAILABLE: "Available, valid.",
    IMMEDIATE: "At once.",
    DONE: "An end that a deletion can follow at once: processing, download.",
    AFTER: "After, upon.",
    RETENTION: "Retention or lifetime as a noun.",
    SHARE: "Verbs of sharing.",
    GIVE: "Verbs of giving that need a recipient or an object.",
    RECIPIENT: "Others: third party, anyone.",
    SELL: "Verbs of selling.",
    TRAIN: "Verbs and nouns of training.",
    MODEL: "Models and AI.",
    USE: "Verbs of use.",
    ANON: "Anonymous in any form.",
    IDENTIFY: "Verbs of identification.",
    IDENTITY: "Who somebody is: person, identity.",
    LINK: "Verbs of linking.",
    COLLECT: "Verbs of collecting.",
    USAGE: "Use as an object: statistics, usage, visits.",
    ENC: "Encryption in any form.",
    TLS: "Encryption of a connection by its name.",
    E2E: "End-to-end.",
    TRANSIT: "On the way.",
    REST: "At rest.",
    HOST: "Verbs and nouns of hosting and being located.",
    PLACE: "A country or region.",
    OUTSIDE: "Outside of a place.",
    LAW: "What makes a place a matter of law and seat.",
    ACCOUNT: "Account, registration, sign-up.",
    NEED: "Verbs of need.",
    CREATE: "Verbs of making an account.",
    COOKIE: "Cookies of any kind.",
    TRACKER: "Trackers and tracking cookies, as nouns.",
    TRACK: "Verbs of tracking.",
    DNT: "The signal Do Not Track.",
    FREE: "As the end of a compound: free, less.",
    RESPOND: "Verbs of response.",
    REQUEST: "Requests of data subjects.",
    SUPPORT: "What makes a response one of customer support.",
    BREACH: "Incidents.",
    NOTIFY: "Verbs and nouns of notice.",
    BEFORE: "Before, in advance.",
    CHANGE: "What is announced: change, new subprocessor.",
    EFFECT: "Take effect.",
    NUM: "A number.",
    TEEN: "A number that a least age can be: from 10 to 21.",
    UNIT: "A unit of time.",
    ART: "A word for one before a unit: a, an.",
    EACH: "Each, every, before a unit.",
    TPREP: "Prepositions of a length of time.",
    PAST: "Looks back: past, last.",
    DUR: "A length of time.",
    QUOTA: "What makes a length of time a quota or an offer: trial, per.",
    ATMOST: "At most, within.",
    ATLEAST: "At least.",
    AGENUM: "A least age.",
    AGEPREP: "Words before an age: under, over, at least.",
    AGEWORD: "Words about age: children, old.",
    OLDER: "Or older.",
    TO: "To, as a direction.",
    PRODUCT: "What makes encryption or anonymity a function of a tool, not a promise.",
    COMMA: "A comma.",
    COLON: "A colon.",
    STOP: "The end of a sentence or of a clause.",
    OPEN: "An opening bracket.",
    CLOSE: "A closing bracket.",
    QUOTE: "A quotation mark.",
    OPTIONAL: "Optional.",
    ASK: "Verbs of asking.",
    SET: "Verbs of setting cookies.",
    STAYPUT: "Staying where it is, as a whole phrase.",
    OFFER: "What follows a length of time that is an offer: trial.",
    UNTIL: "Until.",
    ABOUT: "About, roughly.",
    FAIL: "A fault while a program runs: could not be, failed to.",
    PLUS: "A plus behind a number.",
    BUY: "Verbs of buying.",
    PRIVATE: "Means that nobody else gets it, as a whole phrase.",
    TOWARD: "With or to, before a recipient.",
    DEAL: "What runs out or is handled without being data: order, licence, invitation.",
    LIMIT: "Makes a denial one of size, number or format: larger than, at once.",
    LONG: "Longer than needed, or for ever: to deny it denies no storage.",
    COPULA: "Forms of to be.",
    PARTICIPLE: "Participles that can follow their noun without a verb: uploaded, shared.",
    ASSURE: "What nobody can give: a guarantee, evidence.",
    SECURE: "Safe and secure, which nothing is.",
    UNABLE: "Cannot.",
    YOURS: "Says that a thing is the visitor's: your.",
    READER: "The pronoun for the reader, whose own verb follows: you.",
    HAVE: "The auxiliary of a perfect: have.",
    OR: "Or, between two lengths of time that are no sum.",
    WITH: "With, before a negated noun.",
    NE: "The first part of a French negation.",
    QUE: "Behind the first part of a French negation: only.",
    GOVERN: "Prepositions that govern the pronoun behind them: about, for.",
    NOR: "Joins one lack to another: nor.",
    WILL: "What follows from a lack: will.",
    COULD: "Tells of a failed attempt: could.",
    MEAN: "What an expression means, as a legend says it.",
    AVOID: "Verbs of advice wherever they stand: avoid.",
    FOR: "Opens advice with the case for which it is: for sensitive pictures, ...",
    ORDER: "Forms that are an order only before the polite pronoun: German löschen.",
    POLITE: "The polite pronoun that makes the verb before it an order: German Sie.",
    LEADS: "May stand before the verb of advice: do, always.",
    FILLER: "May stand between a number and its unit: full, calendar.",
    GENERAL: "Data of any sort.",
    IP: "An address on the network.",
    YES: "An answer that affirms its question.",
    NO: "An answer that denies its question.",
    IDIOM: "Phrases in which the words do not mean what they mean alone: keep track.",
    PROHIBIT: "Forbids something to others: must not.",
    PAID: "In exchange for money, which makes sharing a sale.",
    BELOW: "Before an age, behind the people of that age: anyone under.",
    REL: "Opens a relative clause: that, which.",
    RECORD: "Papers that are kept, but not what a tool works on: contracts, letters.",
    VOID: "Denies by itself what stands before it: does not take place, is ruled out.",
    LACKS: "Says by itself that what it names is missing: cookieless, as a guest.",
    CANCEL: "Ends a contract, of which notice is given.",
    XMIT: "Verbs that send over a line and nothing else: transmit, sync.",
    BEHAVIOUR: "What somebody does, as an object: clicks, browsing habits, the pages you visit.",
    KNOW: "Verbs of knowing: know, learn.",
    KEY: "The key to something encrypted.",
    DECRYPT: "Verbs of decryption.",
    PLATFORM: "What programs run on: a system, a runtime.",
    PARTIAL: "Denies that something is so in all cases, and leaves open in which: not all, not always.",
    OUTLIVE: "Verbs of lasting beyond: outlive, survive.",
    ADVERT: "Other purposes, to which a denial is limited.",
    CONTAIN: "Verbs of containing and telling: contain, reveal.",
    UNAGED: "What has an age or a number that is no limit for people: version, ticket.",
    OUGHT: "What is asked of somebody: must be, should be.",
    SITED: "Says where a thing is, data or not: located.",
    PURGE: "Verbs of deletion that only data undergoes: purge, auto-delete.",
    TRUNCATE: "Makes an address or a name unusable: truncated, hashed, stripped of.",
    OFF: "Not in use unless asked for: off, disabled, opt-in.",
    INSIDE: "Prepositions of lying in a country: in, within.",
    SITE: "Nouns for the place of servers and data: server location.",
    REPLY: "Verbs of reply, which nothing but a question or a request gets: answer, reply.",
    HOSTED: "Verbs of hosting, which only what is on a server undergoes: hosted.",
    GENERIC: "Opens a sentence about things in general: a, it is possible.",
    DEFINE: "Tells what a word means: define, refer to.",
    STATUTE: "Laws and what they are called: an act, COPPA.",
    EXTEND: "What adds to a length of time: extended by.",
    CRAFT: "Words of those who build programs: package, endpoint, parameter.",
    REHEARSE: "What those who build programs do with them first: run, build, test.",
    LOAD: "The verb that is an upload with its second part: German laden.",
    UP: "That second part: German hoch.",
    VIA: "By means of: over, via.",
    WHERE: "Opens a case at the head of a sentence: where you have agreed.",
}

impl Class {
    /// The class with a name in a lexicon or a frame.
    pub(super) fn named(name: &str) -> Option<Class> {
        ALL.iter()
            .find(|(known, _)| *known == name)
            .map(|(_, class)| *class)
    }

    /// All classes in the order of their numbers.
    pub(super) fn every() -> impl Iterator<Item = Class> {
        ALL.iter().map(|(_, class)| *class)
    }

    /// The class as a set.
    pub(super) const fn set(self) -> Classes {
        let bit = 1 << (self as u32 % u128::BITS);
        if (self as u32) < u128::BITS {
            Classes([bit, 0])
        } else {
            Classes([0, bit])
        }
    }
}

/// The places of the bits that are set.
pub(super) fn ones<const WORDS: usize>(words: [u128; WORDS]) -> impl Iterator<Item = usize> {
    words.into_iter().enumerate().flat_map(|(at, word)| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(at * u128::BITS as usize + bit)
        })
    })
}

/// A set of classes. Two words hold all that a class of one byte can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Classes([u128; 2]);

impl Classes {
    /// How many classes there can be.
    pub(super) const MOST: usize = 2 * u128::BITS as usize;

    /// The classes that negate.
    pub(super) const NEGATIONS: Classes = Classes::of(&[Class::NEG, Class::NODET, Class::WITHOUT]);

    /// The classes of the set by their numbers.
    pub(super) fn members(self) -> impl Iterator<Item = usize> {
        ones(self.0)
    }

    /// These classes.
    pub(super) const fn of(classes: &[Class]) -> Classes {
        let mut set = Classes::empty();
        let mut rest = classes;
        while let [first, others @ ..] = rest {
            set = set.or(first.set());
            rest = others;
        }
        set
    }

    /// No class.
    pub(super) const fn empty() -> Classes {
        Classes([0; 2])
    }

    /// The classes of either set.
    pub(super) const fn or(self, other: Classes) -> Classes {
        Classes([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    /// The classes of both sets.
    pub(super) const fn and(self, other: Classes) -> Classes {
        Classes([self.0[0] & other.0[0], self.0[1] & other.0[1]])
    }

    /// The classes of this set that are not in the other.
    pub(super) const fn without(self, other: Classes) -> Classes {
        Classes([self.0[0] & !other.0[0], self.0[1] & !other.0[1]])
    }

    /// Whether the sets share a class.
    pub(super) const fn meets(self, other: Classes) -> bool {
        (self.0[0] & other.0[0]) | (self.0[1] & other.0[1]) != 0
    }

    /// Whether a class is in the set.
    pub(super) const fn has(self, class: Class) -> bool {
        self.meets(class.set())
    }

    /// Whether no class is in the set.
    pub(super) const fn is_empty(self) -> bool {
        self.0[0] | self.0[1] == 0
    }
}
