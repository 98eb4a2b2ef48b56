//! The crate `wirefilter-engine`, filters compiled to closures over numbered fields.

use serde_json::Value as Json;
use wirefilter::{ExecutionContext, Filter, Scheme, Type};

use crate::Engine;
use crate::case::{Case, at};

/// The fields that the medium predicates look at.
const FIELDS: &[(&str, Type)] = &[
    ("homeAddress.countryCode", Type::Bytes),
    ("person.birthYear", Type::Int),
    ("loyalty.tier", Type::Bytes),
    ("loyalty.points", Type::Int),
    ("personalEmail.address", Type::Bytes),
    ("consents.marketing.email.val", Type::Bytes),
];

pub struct Wirefilter {
    filters: Vec<Filter<'static>>,
    read: Vec<ExecutionContext<'static>>,
}

impl Wirefilter {
    pub fn new(case: &'static Case) -> Wirefilter {
        let fields = FIELDS.iter().map(|(path, kind)| ((*path).to_owned(), *kind));
        let scheme: &'static Scheme = Box::leak(Box::new(Scheme::try_from_iter(fields).unwrap()));
        let source = |rule: &'static crate::case::Rule| rule.wirefilter.as_deref().unwrap();
        let filter = |rule| scheme.parse(source(rule)).unwrap().compile();
        let filters = case.rules.iter().map(filter).collect();
        let profiles = case.profiles.iter().map(|text| serde_json::from_str(text).unwrap());
        let read = profiles.map(|it: Json| context(scheme, Box::leak(Box::new(it)))).collect();
        Wirefilter { filters, read }
    }
}

fn context<'j>(scheme: &'static Scheme, profile: &'j Json) -> ExecutionContext<'j> {
    let mut context = ExecutionContext::new(scheme);
    for (path, _) in FIELDS {
        match at(profile, path) {
            Json::String(text) => context.set_field_value(path, text.as_str()).unwrap(),
            Json::Number(it) => context.set_field_value(path, it.as_i64().unwrap() as i32).unwrap(),
            other => panic!("no field can be {other}"),
        }
    }
    context
}

impl Engine for Wirefilter {
    fn inputs(&self) -> &'static [&'static str] {
        &["read"]
    }

    fn evaluate(&mut self, _: &str, profile: usize, found: &mut Vec<usize>) {
        let context = &self.read[profile];
        for (number, filter) in self.filters.iter().enumerate() {
            if filter.execute(context).unwrap() {
                found.push(number);
            }
        }
    }
}
