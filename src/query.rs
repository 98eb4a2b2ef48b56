//! One query: compiled once, evaluated on many profiles.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::format;
#[cfg(feature = "compile")]
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value as Json;

use crate::bytecode::{Program, decode};
#[cfg(feature = "compile")]
use crate::check::Options;
#[cfg(feature = "compile")]
use crate::diagnostic::arrange;
use crate::diagnostic::{Code, Diagnostic};
use crate::explain::{Explanation, Recorder};
use crate::functions::{Patterns, Scratch};
use crate::limits::Limits;
use crate::plan::{Failed, Plan, simple};
use crate::profile::{Beside, Lookback, NodeId, PARAMETERS, Profile, Reader};
use crate::span::Span;
use crate::value::{Arena, Memo, Meter, Value, size_within, to_json};
use crate::vm::{self, OutOfFuel, Trace};

/// A compiled query.
#[derive(Clone, Debug)]
pub struct Query {
    program: Program,
    diagnostics: Vec<Diagnostic>,
    limits: Limits,
    lookback: Lookback,
    // For `matches`; a query of a set is evaluated by the set's.
    plan: Option<Box<Plan>>,
}

/// Queries are the same when their programs and settings are; plans follow from the programs.
impl PartialEq for Query {
    fn eq(&self, other: &Query) -> bool {
        self.program == other.program
            && self.diagnostics == other.diagnostics
            && self.limits == other.limits
            && self.lookback == other.lookback
    }
}

/// What one evaluation looks at: JSON texts and the time.
#[derive(Clone, Copy, Debug)]
pub struct Input<'j> {
    /// The merged profile.
    pub profile: &'j [u8],
    /// Its events, an array; instead of the profile's own `xEvent`.
    pub events: Option<&'j [u8]>,
    /// The incoming event, an object; joins the events.
    pub event: Option<&'j [u8]>,
    /// The stored memberships; instead of the profile's own `segmentMembership`.
    pub membership: Option<&'j [u8]>,
    /// Other parameters: an object with the keys `$2`, `@{…}` and the URIs of `modelInstances`.
    pub parameters: Option<&'j [u8]>,
    /// The execution time in epoch ms.
    pub now: i64,
}

impl<'j> Input<'j> {
    /// A profile with its own events and memberships.
    #[must_use]
    pub const fn new(profile: &'j [u8], now: i64) -> Input<'j> {
        Input { profile, events: None, event: None, membership: None, parameters: None, now }
    }

    /// Reads what the paths of `reader` need. Linear in the texts.
    ///
    /// # Errors
    /// Text that is not JSON of the right shape.
    pub fn read<'a>(&self, reader: &Reader<'_, 'a>) -> Result<Profile<'a>, Diagnostic>
    where
        'j: 'a,
    {
        let read = |name: &str, text: Option<&'j [u8]>| match text {
            Some(text) => reader.read(reader.field(name), text).map(Some),
            None => Ok(None),
        };
        let root = reader.read(Some(NodeId::ROOT), self.profile)?;
        let beside = Beside {
            events: read("xEvent", self.events)?,
            event: read("xEvent", self.event)?,
            membership: read("segmentMembership", self.membership)?,
            parameters: read(PARAMETERS, self.parameters)?,
        };
        reader.profile(root, beside, self.now)
    }
}

/// Memory that evaluations share: after the first few an evaluation allocates nothing.
#[derive(Debug, Default)]
pub struct Evaluator {
    arena: Arena,
    meter: Meter,
    patterns: Patterns,
}

/// More than this is given back after an evaluation, in bytes.
const KEPT: usize = 1 << 20;

impl Evaluator {
    /// An evaluator without memory yet.
    #[must_use]
    pub fn new() -> Evaluator {
        Evaluator::default()
    }

    /// What an evaluation uses, its arena empty. A large profile does not keep its memory for ever.
    pub fn scratch(&mut self) -> Scratch<'_> {
        if self.arena.allocated_bytes() > KEPT {
            self.arena = Arena::new();
        } else {
            self.arena.reset();
        }
        let memo = self.arena.alloc(Memo::default());
        Scratch { arena: &self.arena, meter: &self.meter, patterns: &self.patterns, memo }
    }
}

impl Query {
    /// Compiles PQL text, or a `pql/json` tree written as text. Linear in the text.
    ///
    /// Of a tree all places are those of its canonical text, which is `source` of the query and
    /// what [`text_of`](crate::syntax::json::text_of) gives.
    ///
    /// # Errors
    /// Everything that is wrong with it, in the order of the text; warnings among it.
    #[cfg(feature = "compile")]
    pub fn compile(source: &str) -> Result<Query, Vec<Diagnostic>> {
        Query::compile_with(source, &Options::default())
    }

    /// Compiles PQL text as the options say.
    ///
    /// # Errors
    /// As `compile`.
    #[cfg(feature = "compile")]
    pub fn compile_with(source: &str, options: &Options<'_>) -> Result<Query, Vec<Diagnostic>> {
        let query = Query::compile_part(source, options)?;
        Ok(Query { program: query.program.alone(), ..query }.planned())
    }

    /// A query for a set, which has a plan and a tree of paths of its own.
    #[cfg(feature = "compile")]
    pub(crate) fn compile_part(
        source: &str,
        options: &Options<'_>,
    ) -> Result<Query, Vec<Diagnostic>> {
        let read = crate::syntax::json::text_of(source, &options.limits)?;
        let source = &*read.text;
        let (checked, mut diagnostics) = analyse(source, options);
        diagnostics.splice(0..0, read.diagnostics);
        if diagnostics.iter().any(Diagnostic::is_error) {
            return Err(diagnostics);
        }
        match crate::compile::compile_part(&checked, source) {
            Ok(program) => {
                let lookback = crate::check::lookback(&checked.tree);
                let limits = options.limits;
                Ok(Query { program, diagnostics, limits, lookback, plan: None })
            }
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                Err(diagnostics)
            }
        }
    }

    /// A query from what `to_bytes` gave. Linear in the bytes.
    ///
    /// # Errors
    /// Bytes that are not a program of this version, with the reason.
    pub fn from_bytes(bytes: &[u8]) -> Result<Query, Diagnostic> {
        let program = decode(bytes)?;
        // Its bytes do not say how far back it looks.
        let events = program.parts().reads.find(NodeId::ROOT, "xEvent").is_some();
        let whole = program.parts().reads.is_whole(NodeId::ROOT);
        let reach = if events || whole { Lookback::Everything } else { Lookback::Nothing };
        Ok(Query::restored(program, reach).planned())
    }

    /// A query from a verified program that looks so far back.
    pub(crate) const fn restored(program: Program, lookback: Lookback) -> Query {
        Query { program, diagnostics: Vec::new(), limits: Limits::DEFAULT, lookback, plan: None }
    }

    /// The program as bytes: the same query gives the same bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.program.to_bytes()
    }

    /// The program.
    #[must_use]
    pub const fn program(&self) -> &Program {
        &self.program
    }

    /// How far back it can look at events; of one that was loaded from its own bytes only whether
    /// it reads any.
    #[must_use]
    pub const fn lookback(&self) -> Lookback {
        self.lookback
    }

    /// Warnings and hints that came with it.
    #[must_use]
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The raw result as JSON.
    ///
    /// # Errors
    /// A profile that cannot be read, or an evaluation that takes too many steps.
    pub fn evaluate(
        &self,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<Json, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, self.program.parts().reads))?;
        self.run(profile, scratch, &mut ()).and_then(|value| self.result(value)).map(to_json)
    }

    /// The result as a segment takes it: coerced to a Boolean.
    ///
    /// # Errors
    /// As `evaluate`.
    pub fn matches(
        &self,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<bool, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, self.program.parts().reads))?;
        self.matches_on(profile, scratch)
    }

    /// The same on a profile that was read as for `run`.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn matches_on<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<bool, Diagnostic> {
        let Some(plan) = &self.plan else {
            return self.run(profile, scratch, &mut ()).map(Value::truth);
        };
        let root = (profile.root, self.program.parts().reads);
        let fuel = |_| self.limits.fuel;
        let answers = plan.evaluate(&self.program, root, scratch, &[], fuel, |_| profile);
        answers.map(|answers| answers.is_true(0)).map_err(|Failed { .. }| self.out_of_fuel())
    }

    fn planned(mut self) -> Query {
        self.plan = Some(Box::new(Plan::new(&self.program, &[0])));
        self
    }

    /// The tests that `matches` consists of, for a host that can do them itself
    /// (`plan::simple`). None when there is more to it, or when an evaluation may
    /// take so few steps that they have to be counted.
    #[must_use]
    pub fn simple(&self) -> Option<Json> {
        if self.limits.fuel < Limits::DEFAULT.fuel { None } else { simple(&self.program) }
    }

    /// The result with the value of every sub-expression.
    ///
    /// # Errors
    /// As `evaluate`.
    pub fn explain(
        &self,
        evaluator: &mut Evaluator,
        input: &Input<'_>,
    ) -> Result<Explanation, Diagnostic> {
        let scratch = evaluator.scratch();
        let profile = input.read(&Reader::new(scratch.arena, self.program.parts().reads))?;
        self.explain_on(profile, scratch)
    }

    /// Explains on a profile that was read as for `run`.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn explain_on<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
    ) -> Result<Explanation, Diagnostic> {
        let mut recorder = Recorder::new(&self.program);
        let result = self.run(profile, scratch, &mut recorder)?;
        Ok(recorder.explanation(result))
    }

    /// What its evaluations may take.
    #[must_use]
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Changes what its evaluations may take.
    #[must_use]
    pub const fn with_limits(mut self, limits: Limits) -> Query {
        self.limits = limits;
        self
    }

    /// Puts the same program in other tables in its place.
    #[cfg(feature = "compile")]
    pub(crate) fn set_program(&mut self, program: Program) {
        self.program = program;
    }

    pub(crate) const fn set_limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// A result that may go out: it is not larger than the limit `result`.
    ///
    /// # Errors
    /// A result of more values.
    pub fn result<'a>(&self, value: Value<'a>) -> Result<Value<'a>, Diagnostic> {
        let limit = self.limits.result;
        if size_within(value, limit).is_some() {
            return Ok(value);
        }
        let message = format!("the result has more than {limit} values, the limit `result`");
        Err(Diagnostic::new(Code::ResultTooLarge, Span::default(), message)
            .help("count, filter or group what it is made of"))
    }

    /// The text that it was compiled from.
    #[must_use]
    pub fn source(&self) -> Cow<'_, str> {
        self.program.source()
    }

    /// Evaluates on a profile that was read into `arena` with the paths of this query, or more.
    ///
    /// # Errors
    /// An evaluation that takes too many steps.
    pub fn run<'a>(
        &'a self,
        profile: Profile<'a>,
        scratch: Scratch<'a>,
        trace: &mut impl Trace<'a>,
    ) -> Result<Value<'a>, Diagnostic> {
        scratch.meter.fill(self.limits.fuel);
        vm::run(&self.program, profile, scratch, trace).map_err(|OutOfFuel| self.out_of_fuel())
    }

    /// What to say when an evaluation takes too many steps.
    #[cold]
    pub(crate) fn out_of_fuel(&self) -> Diagnostic {
        let fuel = self.limits.fuel;
        let message = format!("the evaluation takes more than {fuel} steps, the limit `fuel`");
        Diagnostic::new(Code::OutOfFuel, Span::default(), message)
            .help("narrow the arrays that its loops go through")
    }
}

/// Parses, checks and, when nothing is wrong, gives advice; all in the order of the text.
#[cfg(feature = "compile")]
#[must_use]
pub fn analyse(source: &str, options: &Options<'_>) -> (crate::check::Checked, Vec<Diagnostic>) {
    let parse = crate::syntax::parse_within(source, &options.limits);
    let mut checked = crate::check::check(&parse.tree, options);
    let mut diagnostics = parse.diagnostics;
    diagnostics.append(&mut checked.diagnostics);
    if !diagnostics.iter().any(Diagnostic::is_error) {
        diagnostics.append(&mut crate::check::lint(&parse.tree, &checked));
    }
    arrange(&mut diagnostics);
    (checked, diagnostics)
}

/// Canonical text of a query, which may be a `pql/json` tree written as text.
///
/// # Errors
/// Text or JSON that cannot be read.
#[cfg(feature = "compile")]
pub fn format(source: &str, width: usize) -> Result<String, Vec<Diagnostic>> {
    let read = crate::syntax::json::text_of(source, &Limits::DEFAULT)?;
    let crate::syntax::Parse { tree, mut diagnostics } = crate::syntax::parse(&read.text);
    if diagnostics.iter().any(Diagnostic::is_error) {
        arrange(&mut diagnostics);
        return Err(diagnostics);
    }
    Ok(crate::syntax::json::unmistakable(crate::syntax::print_within(&tree, width)))
}
