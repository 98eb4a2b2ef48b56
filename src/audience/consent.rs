//! Consent as PQL: from settings to the text of what keeps a profile out (edge.md 3).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::words::words;

/// What of a profile's consents keeps it out of audiences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// What the general opt-out means for definitions that ask to respect it.
    pub opt_out: OptOut,
    /// What the audiences are used for; who denies one of these is in none of the set.
    pub purposes: Vec<Purpose>,
    /// Whether a choice that is missing, pending or unknown is a denial.
    pub strict: bool,
}

/// What becomes of definitions with `dataGovernancePolicy.excludeOptOut` (edge.md 3.1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OptOut {
    /// They keep out who has opted out.
    #[default]
    Policy,
    /// They keep out who has not opted in.
    OptIn,
    /// They are treated like all others.
    Ignore,
}

words! {
    /// What data may be used for: the choices of `consents` (edge.md 3.2).
    Purpose {
        Collect "collect", Share "share", AdId "adID", PersonalizeContent "personalize.content",
        MarketingAny "marketing.any", MarketingEmail "marketing.email",
        MarketingPush "marketing.push", MarketingSms "marketing.sms",
        MarketingWhatsApp "marketing.whatsApp", MarketingCall "marketing.call",
        MarketingFax "marketing.fax", MarketingCommercialEmail "marketing.commercialEmail",
        MarketingPostalMail "marketing.postalMail",
    }
}

/// PQL that is true of the profiles that are to be kept out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConsentGuards {
    /// For definitions with `excludeOptOut`.
    pub opt_out: Option<String>,
    /// For all definitions.
    pub purposes: Option<String>,
}

impl Consent {
    /// The guards that these settings ask for.
    #[must_use]
    pub fn guards(&self) -> ConsentGuards {
        let opt_out = match self.opt_out {
            OptOut::Policy => Some(of_latest(&counts("out"))),
            OptOut::OptIn => Some(of_latest(&format!("not {} or {}", counts("in"), counts("out")))),
            OptOut::Ignore => None,
        };
        ConsentGuards { opt_out, purposes: denial(&self.purposes, self.strict) }
    }

    /// PQL that is true of the profiles that deny none of the purposes, to be joined to a rule.
    #[must_use]
    pub fn predicate(purposes: &[Purpose], strict: bool) -> String {
        denial(purposes, strict).map_or_else(|| "true".into(), |denial| format!("not ({denial})"))
    }
}

impl Purpose {
    /// The purpose of this name, as it stands below `consents`.
    #[must_use]
    pub fn named(name: &str) -> Option<Purpose> {
        Purpose::ALL.iter().copied().find(|purpose| purpose.text() == name)
    }

    /// Whether a choice for all marketing counts as well.
    fn is_channel(self) -> bool {
        self != Purpose::MarketingAny && self.text().starts_with("marketing.")
    }

    fn path(self) -> String {
        format!("consents.{}.val", self.text())
    }

    /// PQL: the choice is no, by the profile or by default.
    fn refused(self) -> String {
        format!(r#"{} in ["n", "dn"]"#, self.path())
    }

    /// PQL: nobody knows the choice.
    fn open(self) -> String {
        format!(r#"({0} in ["u", "p"] or {0}.isNull())"#, self.path())
    }
}

/// PQL: one of the purposes is denied. A channel of marketing is denied by its own choice or by
/// that for all of marketing; where nothing is said of it, what is said of all counts.
fn denial(purposes: &[Purpose], strict: bool) -> Option<String> {
    let mut terms: Vec<String> = Vec::new();
    let mut add = |term: String| {
        if !terms.contains(&term) {
            terms.push(term);
        }
    };
    for purpose in purposes {
        let general = purpose.is_channel().then_some(Purpose::MarketingAny);
        general.into_iter().for_each(|general| add(general.refused()));
        add(purpose.refused());
        match general {
            Some(general) if strict => add(format!("{} and {}", purpose.open(), general.open())),
            None if strict => add(purpose.open()),
            _ => {}
        }
    }
    (!terms.is_empty()).then(|| terms.join(" or "))
}

/// The entries about the general opt-out.
const ENTRIES: &str = r#"optOutConsentLevel.privacyOptOuts[optOutType = "general_opt_out"]"#;

/// PQL with the name `LATEST` for the time of the latest entry.
fn of_latest(body: &str) -> String {
    format!("let LATEST = {ENTRIES}.topN(timestamp, 1).head().timestamp in {body}")
}

/// PQL: an entry has this value, and none that is known to be later took its place. So an entry
/// without a time always counts, and of equally late ones all do.
fn counts(value: &str) -> String {
    format!(r#"{ENTRIES}.exists(optOutValue = "{value}" and not (timestamp < LATEST))"#)
}
