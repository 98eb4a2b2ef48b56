//! Calls: `x.f(a)` and `f(x, a)` alike.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::expression::article;
use super::typed::{Node, Typed};
use super::{Checker, Reference};
use crate::bytecode::Constant;
use crate::diagnostic::{Code, Diagnostic};
use crate::functions::{self, Body, Function};
use crate::span::Span;
use crate::syntax::ast::{Expression, Name};
use crate::types::Type;

impl Checker {
    pub(super) fn call(
        &mut self,
        name: &Name,
        receiver: Option<&Expression>,
        arguments: &[Expression],
        span: Span,
    ) -> Typed {
        let all: Vec<&Expression> = receiver.into_iter().chain(arguments).collect();
        let Some(function) = functions::lookup(name) else {
            // The arguments may have mistakes of their own, but those of an item scope would be
            // judged in the wrong one; only the receiver is certain.
            if let Some(receiver) = receiver {
                self.expression(receiver);
            }
            return self.unknown_function(name);
        };
        if !self.count_fits(function, name, all.len(), receiver.is_some()) {
            return Typed::null(span);
        }
        match function.body {
            Body::Form(form) => return self.form(function, form, &all, span),
            Body::Entry => return self.misplaced_entry(name.span),
            Body::If | Body::InSegment | Body::Instances | Body::Native(_) => {}
        }
        let arguments: Vec<Typed> = all.into_iter().map(|tree| self.expression(tree)).collect();
        self.check_arguments(function, &arguments, span);
        match function.body {
            Body::If => conditional(arguments, span),
            Body::InSegment => self.in_segment(arguments, span),
            Body::Instances => self.instances(&arguments, span),
            Body::Native(_) | Body::Form(_) | Body::Entry => {
                if function.name == "date" {
                    self.check_date(&arguments, span);
                }
                let kind = returned(function, &arguments);
                Typed::new(Node::Call(function, arguments), span, kind)
            }
        }
    }

    fn count_fits(&mut self, function: &Function, name: &Name, given: usize, method: bool) -> bool {
        let (least, most) = function.arity();
        // A program counts arguments in a byte.
        let most = most.unwrap_or(usize::from(u8::MAX));
        if (least..=most).contains(&given) {
            return true;
        }
        // The receiver of `x.f(a)` is not what its author counts.
        let hidden = usize::from(method);
        let (least, most, given) =
            (least.saturating_sub(hidden), most.saturating_sub(hidden), given - hidden);
        let expected = match most {
            most if least == most => format!("{least}"),
            most if most > 100 => format!("{least} or more"),
            most => format!("{least} to {most}"),
        };
        let plural = if least == 1 && most == 1 { "" } else { "s" };
        let message = format!("`{}` takes {expected} argument{plural}, not {given}", function.name);
        self.complain(Diagnostic::new(Code::ArgumentCount, name.span, message).help(function.doc));
        false
    }

    /// Complains about arguments that the function can never take: for their type or, of a regular
    /// expression that stands in the text, for what it says.
    pub(super) fn check_arguments(&mut self, function: &Function, given: &[Typed], span: Span) {
        for (index, argument) in given.iter().enumerate() {
            let asked = function.param(index);
            // A receiver may be an array of what is asked for (decision A5).
            let lifted = index == 0 && argument.kind == Type::Array;
            if lifted || asked.accepts(argument.kind) {
                continue;
            }
            if asked == Type::Array && matches!(argument.node, Node::Chain(_)) {
                self.no_events(function, argument.span);
                continue;
            }
            let place = if argument.span == Span::default() { span } else { argument.span };
            self.wrong_argument(function, asked, argument.kind, place);
        }
        if matches!(function.name, "matches" | "regexGroup") {
            self.check_pattern(given);
        }
    }

    /// Complains about an argument of a type that the function cannot take.
    #[cold]
    pub(super) fn wrong_argument(
        &mut self,
        function: &Function,
        asked: Type,
        given: Type,
        place: Span,
    ) {
        let message =
            format!("`{}` takes {}, but this is {}", function.name, article(asked), article(given));
        let help = match (asked, given) {
            (Type::String, Type::Integer | Type::Double | Type::Number) => {
                "compare numbers with `=` or `>`"
            }
            _ => function.doc,
        };
        self.complain(Diagnostic::new(Code::ArgumentType, place, message).help(help));
    }

    /// `chain(…).filter(…)`
    #[cold]
    fn no_events(&mut self, function: &Function, place: Span) {
        let message = format!("`{}` takes an Array, but a chain is true or false", function.name);
        self.complain(
            Diagnostic::new(Code::ArgumentType, place, message)
                .help("put the condition into WHAT or WHERE of a step"),
        );
    }

    fn in_segment(&mut self, arguments: Vec<Typed>, span: Span) -> Typed {
        let mut arguments = arguments.into_iter();
        let id = arguments.next().unwrap_or_else(|| Typed::null(span));
        let namespace = arguments.next().unwrap_or_else(|| {
            let ups = Constant::String("ups".into());
            Typed::new(Node::Constant(ups), span, Type::String)
        });
        if let (Node::Constant(Constant::String(id)), Node::Constant(Constant::String(space))) =
            (&id.node, &namespace.node)
        {
            self.refers((**id).into(), (**space).into(), span);
        }
        Typed::new(Node::InSegment(Box::new([id, namespace])), span, Type::Boolean)
    }

    fn refers(&mut self, id: String, namespace: String, span: Span) {
        if self.known_segments.insert((id.clone(), namespace.clone())) {
            self.segments.push(Reference { id, namespace, span });
        }
    }

    /// A regular expression that stands in the text is read at once.
    fn check_pattern(&mut self, arguments: &[Typed]) {
        let Some(Typed { node: Node::Constant(Constant::String(pattern)), span, .. }) =
            arguments.get(1)
        else {
            return;
        };
        if let Some(flaw) = functions::flaw(pattern) {
            let message = format!("the regular expression cannot be used: {flaw}");
            self.complain(Diagnostic::new(Code::BadPattern, *span, message));
        }
    }

    fn check_date(&mut self, arguments: &[Typed], span: Span) {
        let number = |index: usize| match arguments.get(index).map(|argument| &argument.node) {
            Some(Node::Constant(Constant::Integer(value))) => Some(*value),
            _ => None,
        };
        let (Some(year), Some(month), Some(day)) = (number(0), number(1), number(2)) else {
            return;
        };
        if crate::value::day(year, month, day).is_none() {
            let message = format!("there is no day {year:04}-{month:02}-{day:02}");
            self.complain(Diagnostic::new(Code::InvalidDate, span, message));
        }
    }
}

fn conditional(arguments: Vec<Typed>, span: Span) -> Typed {
    let Ok(parts) = <Box<[Typed; 3]>>::try_from(arguments.into_boxed_slice()) else {
        return Typed::null(span);
    };
    let [_, then, otherwise] = &*parts;
    let kind = if then.kind == otherwise.kind { then.kind } else { Type::Any };
    Typed::new(Node::If(parts), span, kind)
}

/// What a call gives: of an array, what goes through it like a step of a path gives a list.
fn returned(function: &Function, arguments: &[Typed]) -> Type {
    let receiver = arguments.first().map_or(Type::Null, |receiver| receiver.kind);
    match receiver {
        Type::Any if function.steps => Type::Any,
        Type::Array if function.steps => Type::Array,
        _ => function.returns,
    }
}
