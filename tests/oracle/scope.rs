//! What names mean where (pql.md 6).

use super::value::Value;

/// One frame of the names in reach, and the frames around it.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    frame: Frame<'a>,
    outer: Option<&'a Scope<'a>>,
}

#[derive(Clone, Copy)]
enum Frame<'a> {
    Root(&'a Value),
    Item(&'a Value),
    Variable(&'a str, &'a Value),
    /// A step of a chain: its label, the time of its event, and that event.
    Label(&'a str, &'a Value, &'a Value),
}

impl<'a> Scope<'a> {
    pub fn root(profile: &'a Value) -> Scope<'a> {
        Scope { frame: Frame::Root(profile), outer: None }
    }

    pub fn item(&'a self, item: &'a Value) -> Scope<'a> {
        Scope { frame: Frame::Item(item), outer: Some(self) }
    }

    pub fn variable(&'a self, name: &'a str, value: &'a Value) -> Scope<'a> {
        Scope { frame: Frame::Variable(name, value), outer: Some(self) }
    }

    pub fn label(&'a self, name: &'a str, time: &'a Value, event: &'a Value) -> Scope<'a> {
        Scope { frame: Frame::Label(name, time, event), outer: Some(self) }
    }

    /// A bare name: the innermost variable or label of that name, else a field of the current item.
    pub fn name(&self, name: &str) -> Value {
        match self.binding(name) {
            Some(Frame::Variable(_, value) | Frame::Label(_, value, _)) => value.clone(),
            _ => self.this().field(name),
        }
    }

    /// The event that a name stands for, where the innermost binding of it is a label.
    pub fn event_of_label(&self, name: &str) -> Option<&Value> {
        match self.binding(name)? {
            Frame::Label(_, _, event) => Some(event),
            _ => None,
        }
    }

    fn binding(&self, name: &str) -> Option<Frame<'_>> {
        self.frames().find(|frame| match frame {
            Frame::Variable(own, _) | Frame::Label(own, ..) => *own == name,
            Frame::Root(_) | Frame::Item(_) => false,
        })
    }

    /// The current item; the profile where there is none.
    pub fn this(&self) -> &Value {
        self.up(0)
    }

    /// The item so many item scopes out.
    pub fn up(&self, levels: u32) -> &Value {
        self.frames()
            .filter_map(|frame| match frame {
                Frame::Root(item) | Frame::Item(item) => Some(item),
                Frame::Variable(..) | Frame::Label(..) => None,
            })
            .nth(levels as usize)
            .expect("the checker refuses `^` beyond the profile")
    }

    pub fn profile(&self) -> &Value {
        let root = self.frames().find_map(|frame| match frame {
            Frame::Root(profile) => Some(profile),
            Frame::Item(_) | Frame::Variable(..) | Frame::Label(..) => None,
        });
        root.expect("every scope is inside the root scope")
    }

    fn frames(&self) -> impl Iterator<Item = Frame<'_>> {
        std::iter::successors(Some(self), |scope| scope.outer).map(|scope| scope.frame)
    }
}
