//! What a host has written for the next call.

use alloc::vec::Vec;

/// Which input a slot is for; its number is its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The profile, JSON.
    Profile,
    /// Its events, a JSON array; instead of the profile's own.
    Events,
    /// The incoming event, a JSON object.
    Event,
    /// The stored memberships, a JSON object; instead of the profile's own.
    Membership,
    /// What the rules refer to besides, a JSON object.
    Parameters,
    /// An artifact to load, or the id of an audience to explain.
    Argument,
    /// Values as [`Projected`](crate::profile::Projected) reads them, instead of JSON in the first
    /// slots.
    Stream,
}

/// How many there are.
const COUNT: usize = 7;

/// The most bytes that a slot takes: a request is smaller, and a mistaken length must not take all
/// memory.
pub(super) const MOST: usize = 64 << 20;

/// A buffer that has grown beyond this is given back after the call, in bytes.
const KEPT: usize = 1 << 20;

/// The slots of one host.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    slots: [Input; COUNT],
    // Where in its slot the stream of the next call begins.
    stream: Option<usize>,
}

/// One buffer, kept from call to call.
#[derive(Debug, Default)]
struct Input {
    // INVARIANT: at least as long as `given`.
    bytes: Vec<u8>,
    given: Option<usize>,
}

impl Inputs {
    /// Room for `length` bytes. None for a slot that there is not, or more than there is room for.
    ///
    /// What was written before stays when the new length is not greater: a host may ask for room
    /// for the longest that a text can be, write, and then say how long it was. The room for streams
    /// lasts until 0 is asked for.
    pub(super) fn put(&mut self, slot: u32, length: usize) -> Option<*const u8> {
        let input = self.slots.get_mut(slot as usize)?;
        if length > MOST {
            return None;
        }
        if length == 0 && slot == Slot::Stream as u32 {
            input.bytes = Vec::new();
        }
        if let Some(missing @ 1..) = length.checked_sub(input.bytes.len()) {
            input.bytes.try_reserve(missing).ok()?;
            input.bytes.resize(length, 0);
        }
        input.given = Some(length);
        Some(input.bytes.as_ptr())
    }

    /// What was put into a slot.
    pub(super) fn get(&self, slot: Slot) -> Option<&[u8]> {
        let input = self.slots.get(slot as usize)?;
        input.bytes.get(..input.given?)
    }

    /// What was put into a slot, which has nothing after that.
    pub(super) fn take(&mut self, slot: Slot) -> Option<Vec<u8>> {
        let input = self.slots.get_mut(slot as usize)?;
        let given = input.given.take()?;
        let mut bytes = core::mem::take(&mut input.bytes);
        bytes.truncate(given);
        Some(bytes)
    }

    /// The stream that begins there is an input of the next call.
    pub(super) const fn project(&mut self, from: usize) {
        self.stream = Some(from);
    }

    /// The stream of this call: a byte with a bit for each slot that it is instead of, the lowest
    /// for the first; and the values of these slots.
    pub(super) fn stream(&self) -> Option<(u8, &[u8])> {
        let [.., stream] = &self.slots;
        let (held, values) = stream.bytes.get(self.stream?..)?.split_first()?;
        Some((*held, values))
    }

    /// Nothing is put any more.
    pub(super) fn clear(&mut self) {
        self.stream = None;
        let [inputs @ .., _] = &mut self.slots;
        for input in inputs {
            input.given = None;
            if input.bytes.len() > KEPT {
                input.bytes = Vec::new();
            }
        }
    }

    /// Puts and writes at once, for a host in the same program.
    pub(super) fn give(&mut self, slot: Slot, bytes: &[u8]) -> bool {
        let there = self.put(slot as u32, bytes.len()).is_some();
        let input = self.slots.get_mut(slot as usize).filter(|_| there);
        let place = input.and_then(|input| input.bytes.get_mut(..bytes.len()));
        place.map(|place| place.copy_from_slice(bytes)).is_some()
    }
}
