//! How a set keeps memberships and whom consent keeps out, as JavaScript says it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use wasm_bindgen::prelude::{JsValue, wasm_bindgen};

use super::convert::misuse;
use super::given::given;
use super::options::settings;
use crate::audience::{Consent, Evaluation, OptOut, Purpose, Settings, Statuses};
use crate::diagnostic::Code;

given! {
    pub(super) struct JsMembership {
        statuses "statuses": JsStatuses,
        // Absent and null are different here: the default, and for ever.
        keep_exited "keepExited": JsValue,
    }
}

given! {
    enum JsStatuses { Three "three", Two "two" }
}

given! {
    pub(super) struct JsConsent {
        opt_out "optOut": JsOptOut,
        purposes "purposes": Vec<String>,
        strict "strict": bool,
    }
}

given! {
    enum JsOptOut { Policy "policy", OptIn "opt-in", Ignore "ignore" }
}

given! {
    struct Strictness {
        strict "strict": bool,
    }
}

impl JsMembership {
    /// The settings of a set that takes such definitions.
    pub(super) fn settings(self, evaluation: Evaluation) -> Result<Settings, JsValue> {
        let statuses = match self.statuses {
            JsStatuses::Three => Statuses::Three,
            JsStatuses::Two => Statuses::Two,
        };
        let keep_exited = match self.keep_exited {
            given if given.is_undefined() => Settings::DEFAULT.keep_exited,
            given if given.is_null() => None,
            given => Some(days(&given)?),
        };
        Ok(Settings { evaluation, statuses, keep_exited })
    }
}

fn days(given: &JsValue) -> Result<u32, JsValue> {
    let days = given.as_f64().filter(|days| f64::from(*days as u32) == *days);
    days.map(|days| days as u32).ok_or_else(|| {
        misuse(Code::BadDefinition, "`keepExited` is a whole number of days, or null for ever")
    })
}

impl JsConsent {
    pub(super) fn consent(self) -> Result<Consent, JsValue> {
        let opt_out = match self.opt_out {
            JsOptOut::Policy => OptOut::Policy,
            JsOptOut::OptIn => OptOut::OptIn,
            JsOptOut::Ignore => OptOut::Ignore,
        };
        Ok(Consent { opt_out, purposes: purposes(&self.purposes)?, strict: self.strict })
    }
}

fn purposes(names: &[String]) -> Result<Vec<Purpose>, JsValue> {
    names.iter().map(|name| Purpose::named(name).ok_or_else(|| unknown(name))).collect()
}

#[cold]
fn unknown(name: &str) -> JsValue {
    let known: Vec<&str> = Purpose::ALL.iter().map(|purpose| purpose.text()).collect();
    let message = format!("`{name}` is no purpose of consent; there are {}", known.join(", "));
    misuse(Code::BadDefinition, &message)
}

/// PQL that is true of the profiles that deny none of the purposes.
#[wasm_bindgen(js_name = consentPredicate)]
pub fn consent_predicate(names: Vec<String>, options: JsValue) -> Result<String, JsValue> {
    let Strictness { strict } = settings(&options)?;
    Ok(Consent::predicate(&purposes(&names)?, strict))
}
