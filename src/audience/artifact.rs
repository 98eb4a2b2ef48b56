//! Sets as bytes: compiled where there is time, loaded where there is none.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use super::order::order;
use super::settings::{Evaluation, Guards, Settings, Statuses};
use super::{Audience, AudienceSet};
use crate::bytecode::{Draft, Format, Program, Reader, Wire};
use crate::diagnostic::Diagnostic;
use crate::profile::Lookback;
use crate::query::Query;

/// A set as bytes.
const SET: Format = Format { magic: *b"PQLS", version: 1, name: "set of audiences" };

impl AudienceSet {
    /// The set as bytes: versioned, little-endian, checksummed, independent of where they lie. The
    /// same definitions and settings give the same bytes. What was left out is not in them.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut body = Vec::new();
        self.settings().write(&mut body);
        write_guard(self.guards().opt_out.as_ref(), &mut body);
        write_guard(self.guards().consent.as_ref(), &mut body);
        (self.audiences().len() as u32).write(&mut body);
        for audience in self.audiences() {
            audience.id.write(&mut body);
            audience.name.write(&mut body);
            audience.guarded.write(&mut body);
            audience.query.lookback().write(&mut body);
            audience.query.program().parts().write(&mut body);
        }
        SET.seal(&body)
    }

    /// A set from what `to_bytes` gave. Linear in the bytes, but for the sorting of ids.
    ///
    /// # Errors
    /// Bytes that are foreign, of another version, truncated or altered; programs that the verifier
    /// refuses, ids that stand twice or refer to each other in a circle.
    pub fn from_bytes(bytes: &[u8]) -> Result<AudienceSet, Diagnostic> {
        let mut reader = Reader::new(SET.open(bytes)?);
        let settings = Settings::read(&mut reader).ok_or_else(unreadable)?;
        let guards = Guards { opt_out: guard(&mut reader)?, consent: guard(&mut reader)? };
        let count = u32::read(&mut reader).ok_or_else(unreadable)? as usize;
        // Every audience takes a byte at least, so a hostile count cannot ask for memory.
        if count > reader.left() {
            return Err(unreadable());
        }
        let audiences = (0..count).map(|_| audience(&mut reader));
        let audiences = audiences.collect::<Result<Vec<Audience>, Diagnostic>>()?;
        if reader.left() > 0 {
            return Err(SET.refuse("something follows its last audience"));
        }
        let found = order(&audiences);
        if let Some(circle) = found.circles.first() {
            return Err(SET.refuse(format!("it refers to itself: {}", circle.text)));
        }
        let set = AudienceSet::new(audiences, found.order, settings, guards);
        match set.repeated() {
            None => Ok(set),
            Some(id) => Err(SET.refuse(format!("the id `{id}` occurs twice"))),
        }
    }
}

#[cold]
fn unreadable() -> Diagnostic {
    SET.refuse("its tables cannot be read")
}

fn write_guard(guard: Option<&Query>, out: &mut Vec<u8>) {
    guard.is_some().write(out);
    if let Some(query) = guard {
        query.program().parts().write(out);
    }
}

fn guard(reader: &mut Reader<'_>) -> Result<Option<Query>, Diagnostic> {
    if !bool::read(reader).ok_or_else(unreadable)? {
        return Ok(None);
    }
    // It looks at the profile alone.
    program(reader).map(|program| Some(Query::restored(program, Lookback::Nothing)))
}

fn audience(reader: &mut Reader<'_>) -> Result<Audience, Diagnostic> {
    let (id, name, guarded, lookback) = head(reader).ok_or_else(unreadable)?;
    let query = Query::restored(program(reader)?, lookback);
    Ok(Audience { id, name, query, guarded })
}

fn head(reader: &mut Reader<'_>) -> Option<(Box<str>, Box<str>, bool, Lookback)> {
    let (id, name) = (Box::read(reader)?, Box::read(reader)?);
    Some((id, name, bool::read(reader)?, Lookback::read(reader)?))
}

fn program(reader: &mut Reader<'_>) -> Result<Program, Diagnostic> {
    let draft = Draft::read(reader).ok_or_else(unreadable)?;
    Program::verify(draft).map_err(|flaw| SET.refuse(format!("{flaw}")))
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
