//! The crate `cel`, programs compiled once.

use cel::{Context, Program, Value};
use serde_json::Value as Json;

use crate::Engine;
use crate::case::Case;

pub struct Cel {
    programs: Vec<Program>,
    /// Has the functions; each profile is a variable of a scope inside.
    functions: &'static Context<'static, 'static>,
    texts: &'static [String],
    read: Vec<Context<'static, 'static>>,
}

impl Cel {
    pub fn new(case: &'static Case) -> Cel {
        let functions: &'static Context = Box::leak(Box::new(Context::default()));
        let programs = case.rules.iter().map(|rule| Program::compile(&rule.cel).unwrap()).collect();
        let read = case.profiles.iter().map(|text| scope(functions, text)).collect();
        Cel { programs, functions, texts: &case.profiles, read }
    }
}

fn scope(functions: &'static Context<'static, 'static>, text: &str) -> Context<'static, 'static> {
    let profile: Json = serde_json::from_str(text).unwrap();
    let mut scope = functions.new_inner_scope();
    scope.add_variable("p", profile).unwrap();
    scope
}

impl Engine for Cel {
    fn inputs(&self) -> &'static [&'static str] {
        &["read", "bytes"]
    }

    fn evaluate(&mut self, input: &str, profile: usize, found: &mut Vec<usize>) {
        let fresh;
        let context = if input == "bytes" {
            fresh = scope(self.functions, &self.texts[profile]);
            &fresh
        } else {
            &self.read[profile]
        };
        for (number, program) in self.programs.iter().enumerate() {
            if matches!(program.execute(context), Ok(Value::Bool(true))) {
                found.push(number);
            }
        }
    }
}
