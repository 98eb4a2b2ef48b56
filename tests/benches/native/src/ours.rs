//! The crate as its users have it.

use pql_edge::audience::{AudienceSet, Definition, Evaluation};
use pql_edge::profile::{Profile, Reader};
use pql_edge::query::{Evaluator, Input, Query};

use crate::Engine;
use crate::case::Case;

enum Program {
    One(Query),
    Set(AudienceSet),
}

pub struct Ours {
    program: &'static Program,
    evaluator: Evaluator,
    inputs: Vec<Input<'static>>,
    /// The profiles as they are after reading.
    read: Vec<Profile<'static>>,
}

impl Ours {
    pub fn new(case: &'static Case) -> Ours {
        let program: &'static Program = Box::leak(Box::new(compile(case)));
        let inputs: Vec<_> =
            case.profiles.iter().map(|text| Input::new(text.as_bytes(), case.now)).collect();
        let read = inputs.iter().map(|input| read(program, input)).collect();
        Ours { program, evaluator: Evaluator::new(), inputs, read }
    }
}

fn compile(case: &Case) -> Program {
    if case.single {
        return Program::One(Query::compile(&case.rules[0].pql).unwrap());
    }
    let definitions = Definition::all_from_text(&case.definitions);
    Program::Set(AudienceSet::compile(definitions, Evaluation::Any))
}

/// In an arena of its own, for as long as the program runs.
fn read(program: &'static Program, input: &Input<'static>) -> Profile<'static> {
    let evaluator: &'static mut Evaluator = Box::leak(Box::new(Evaluator::new()));
    let reads = match program {
        Program::One(query) => &query.program().parts().reads,
        Program::Set(set) => set.reads(),
    };
    input.read(&Reader::new(evaluator.scratch().arena, reads)).unwrap()
}

impl Engine for Ours {
    fn inputs(&self) -> &'static [&'static str] {
        &["read", "bytes"]
    }

    fn evaluate(&mut self, input: &str, profile: usize, found: &mut Vec<usize>) {
        match (self.program, input) {
            (Program::One(query), "bytes") => {
                if query.matches(&mut self.evaluator, &self.inputs[profile]).unwrap() {
                    found.push(0);
                }
            }
            (Program::One(query), _) => {
                let result = query.matches_on(self.read[profile], self.evaluator.scratch());
                if result.unwrap() {
                    found.push(0);
                }
            }
            (Program::Set(set), "bytes") => {
                let scratch = self.evaluator.scratch();
                let reader = Reader::new(scratch.arena, set.reads());
                let profile = self.inputs[profile].read(&reader).unwrap();
                collect(set.members(profile, scratch).unwrap(), found);
            }
            (Program::Set(set), _) => {
                let scratch = self.evaluator.scratch();
                collect(set.members(self.read[profile], scratch).unwrap(), found);
            }
        }
    }
}

/// The numbers of the bits that are set.
fn collect(members: &[u64], found: &mut Vec<usize>) {
    for (word, bits) in members.iter().enumerate() {
        let mut rest = *bits;
        while rest != 0 {
            found.push(word * 64 + rest.trailing_zeros() as usize);
            rest &= rest - 1;
        }
    }
}
