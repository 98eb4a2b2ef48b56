//! Sets as bytes: compiled where there is time, loaded where there is none.

use alloc::format;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::order::order;
use super::settings::{Evaluation, Guards, Settings, Statuses};
use super::{Audience, AudienceSet};
use crate::bytecode::{self, Format, Program, Reader, Wire, write_count, write_number};
use crate::diagnostic::Diagnostic;
use crate::profile::Lookback;
use crate::query::Query;

/// A set as bytes.
const SET: Format = Format { magic: *b"PQLS", version: 3, name: "set of audiences" };

impl AudienceSet {
    /// The set as bytes: versioned, little-endian, checksummed, independent of where they lie. The
    /// same definitions and settings give the same bytes. What was left out is not in them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        self.settings().write(&mut body);
        let guards = self.guards();
        guards.opt_out.is_some().write(&mut body);
        guards.consent.is_some().write(&mut body);
        write_count(self.audiences().len(), &mut body);
        let mut text = Vec::new();
        for Audience { id, name, guarded, query } in self.audiences() {
            for part in [id, name] {
                write_count(part.len(), &mut body);
                text.extend_from_slice(part.as_bytes());
            }
            guarded.write(&mut body);
            query.lookback().write(&mut body);
        }
        write_count(text.len(), &mut body);
        body.append(&mut text);
        self.by_id().iter().for_each(|index| write_number(*index, &mut body));
        let queries = self.audiences().iter().map(|audience| &audience.query);
        let queries = queries.chain(&guards.opt_out).chain(&guards.consent);
        let programs: Vec<&Program> = queries.map(Query::program).collect();
        bytecode::write(&programs, &mut body);
        SET.seal(&body)
    }

    /// A set from what `to_bytes` gave. Linear in the bytes, but for the sorting of paths and
    /// constants.
    ///
    /// # Errors
    /// Bytes that are foreign, of another version, truncated or altered; programs that the verifier
    /// refuses, ids that stand twice or refer to each other in a circle.
    pub fn from_bytes(bytes: &[u8]) -> Result<AudienceSet, Diagnostic> {
        AudienceSet::from_vec(bytes.into())
    }

    /// The same where the bytes are nobody else's: the texts of the queries stay where they are.
    ///
    /// # Errors
    /// As `from_bytes`.
    pub fn from_vec(bytes: Vec<u8>) -> Result<AudienceSet, Diagnostic> {
        let bytes = Arc::new(bytes);
        let mut reader = Reader::new(SET.open(&bytes)?);
        let head = Head::read(&mut reader).ok_or_else(unreadable)?;
        head.checked()?;
        let bundle = bytecode::read(&mut reader, bytes.len(), SET)?;
        let guarded = head.about.iter().any(|about| about.guarded);
        let opt_out = head.about.len();
        let runs = |at| guarded || !head.opt_out || at != opt_out;
        let mut audiences = Vec::with_capacity(head.about.len());
        let mut programs = bundle.within(bytes.clone()).share(runs);
        for about in &head.about {
            audiences.push(about.audience(programs.next().ok_or_else(unreadable)?));
        }
        // They look at the profile alone.
        let mut guard = |is_there: bool| {
            let program = is_there.then(|| programs.next().ok_or_else(unreadable)).transpose()?;
            Ok::<_, Diagnostic>(program.map(|it| Query::restored(it, Lookback::Nothing)))
        };
        let guards = Guards { opt_out: guard(head.opt_out)?, consent: guard(head.consent)? };
        if programs.next().is_some() || reader.left() > 0 {
            return Err(SET.refuse("something follows its last audience"));
        }
        let found = order(&audiences);
        if let Some(circle) = found.circles.first() {
            return Err(SET.refuse(format!("it refers to itself: {}", circle.text)));
        }
        Ok(AudienceSet::new(audiences, head.by_id, found.order, head.settings, guards))
    }
}

#[cold]
fn unreadable() -> Diagnostic {
    SET.refuse("its tables cannot be read")
}

/// What stands before the programs.
struct Head<'b> {
    settings: Settings,
    opt_out: bool,
    consent: bool,
    about: Vec<About<'b>>,
    // Their indices in the order of their ids, to be looked up.
    by_id: Vec<u32>,
}

/// An audience without its program.
struct About<'b> {
    id: &'b str,
    name: &'b str,
    guarded: bool,
    lookback: Lookback,
}

impl<'b> Head<'b> {
    fn read(reader: &mut Reader<'b>) -> Option<Head<'b>> {
        let settings = Settings::read(reader)?;
        let (opt_out, consent) = (bool::read(reader)?, bool::read(reader)?);
        let about = reader.list(|reader| {
            let lengths = (reader.index()?, reader.index()?);
            Some((lengths, bool::read(reader)?, Lookback::read(reader)?))
        })?;
        let mut text = reader.text()?;
        let mut next = |length: u32| {
            let (part, rest) = text.split_at_checked(length as usize)?;
            text = rest;
            Some(part)
        };
        let about = about.into_iter().map(|((id, name), guarded, lookback)| {
            Some(About { id: next(id)?, name: next(name)?, guarded, lookback })
        });
        let about = about.collect::<Option<Vec<About<'b>>>>()?;
        let by_id = about.iter().map(|_| reader.index()).collect::<Option<Vec<u32>>>()?;
        text.is_empty().then_some(Head { settings, opt_out, consent, about, by_id })
    }

    /// The order of the ids, when it is one and no id stands twice.
    fn checked(&self) -> Result<(), Diagnostic> {
        let mut last = None;
        for index in &self.by_id {
            let next = self.about.get(*index as usize).ok_or_else(unreadable)?.id;
            match last.map(|last: &str| last.cmp(next)) {
                Some(Ordering::Equal) => {
                    return Err(SET.refuse(format!("the id `{next}` occurs twice")));
                }
                Some(Ordering::Greater) => return Err(unreadable()),
                Some(Ordering::Less) | None => last = Some(next),
            }
        }
        Ok(())
    }
}

impl About<'_> {
    fn audience(&self, program: Program) -> Audience {
        let query = Query::restored(program, self.lookback);
        Audience { id: self.id.into(), name: self.name.into(), query, guarded: self.guarded }
    }
}

impl Wire for Lookback {
    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Lookback::Nothing => out.push(0),
            Lookback::Within(reach) => {
                out.push(1);
                reach.write(out);
            }
            Lookback::Everything => out.push(2),
        }
    }

    fn read(reader: &mut Reader<'_>) -> Option<Lookback> {
        Some(match u8::read(reader)? {
            0 => Lookback::Nothing,
            1 => Lookback::Within(u64::read(reader)?),
            2 => Lookback::Everything,
            _ => return None,
        })
    }
}

impl Wire for Settings {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(self.evaluation == Evaluation::Any));
        out.push(u8::from(self.statuses == Statuses::Two));
        self.keep_exited.write(out);
    }

    fn read(reader: &mut Reader<'_>) -> Option<Settings> {
        let any = bool::read(reader)?;
        let two = bool::read(reader)?;
        Some(Settings {
            evaluation: if any { Evaluation::Any } else { Evaluation::Synchronous },
            statuses: if two { Statuses::Two } else { Statuses::Three },
            keep_exited: Option::read(reader)?,
        })
    }
}
