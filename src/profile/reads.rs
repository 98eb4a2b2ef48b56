//! Which paths of a profile a program can look at.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::{MAX_DEPTH, PARAMETERS};
use crate::sorted::sort_by;

/// The index of a node; the root is `NodeId::ROOT`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeId(pub u32);

impl NodeId {
    /// The profile itself.
    pub const ROOT: NodeId = NodeId(0);
}

/// One field in the tree of paths. Arrays are no step of a path: a node stands for the field in
/// every item alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadNode {
    /// The field's name.
    pub name: Box<str>,
    /// The fields below it that are read, in the order of their names.
    pub children: Vec<NodeId>,
    /// Whether all that is below it is read, known or not.
    pub whole: bool,
    /// Whether it is used item by item; only for printing.
    pub items: bool,
}

/// A tree of the paths that a program can look at. What is not in it need not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reads {
    // INVARIANT: not empty; every child has a larger index than its parent; the children of a node
    // have different names and are in their order.
    nodes: Vec<ReadNode>,
    // INVARIANT: how many nodes are above each node; at most `DEEPEST`.
    depths: Vec<u8>,
    // INVARIANT: of each node the signs of its children's names.
    signs: Vec<u64>,
}

/// The fields below a node, to be found by their names.
#[derive(Clone, Copy)]
pub struct Fields<'r> {
    reads: &'r Reads,
    children: &'r [NodeId],
    signs: u64,
}

/// Up to so many names are looked at one by one.
const FEW: usize = 8;

/// One bit of 64 that depends on a name: where it is missing in the signs of some names, this is
/// none of them.
#[inline(always)]
fn sign(name: &[u8]) -> u64 {
    let ends = (name.first(), name.last());
    let (first, last) = (ends.0.copied().unwrap_or(0), ends.1.copied().unwrap_or(0));
    let mixed = (name.len() as u8) ^ first.wrapping_mul(5) ^ last.wrapping_mul(11);
    1 << (mixed & 63)
}

impl<'r> Fields<'r> {
    /// How many there are.
    #[must_use]
    pub const fn len(self) -> usize {
        self.children.len()
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.children.is_empty()
    }

    /// Their names, in order.
    pub fn names(self) -> impl ExactSizeIterator<Item = &'r str> {
        self.children.iter().map(move |child| self.reads.name(*child))
    }

    /// The position of the field of this name among them, and its node.
    #[inline(always)]
    #[must_use]
    pub fn find(self, name: &[u8]) -> Option<(usize, NodeId)> {
        if self.signs & sign(name) == 0 { None } else { self.search(name) }
    }

    fn search(self, name: &[u8]) -> Option<(usize, NodeId)> {
        let named = |child: &NodeId| self.reads.name(*child).as_bytes();
        let at = match self.children.len() {
            ..=FEW => self.children.iter().position(|child| named(child) == name)?,
            _ => self.children.binary_search_by(|child| named(child).cmp(name)).ok()?,
        };
        self.children.get(at).map(|child| (at, *child))
    }
}

/// Profiles are not nested so deep that there could be anything below a node of this depth.
const DEEPEST: u8 = MAX_DEPTH as u8 + 1;

impl Default for Reads {
    fn default() -> Reads {
        Reads { nodes: vec![node("")], depths: vec![0], signs: vec![0] }
    }
}

impl Reads {
    /// A tree from its nodes; none when they do not form one.
    #[must_use]
    pub fn from_nodes(nodes: Vec<ReadNode>) -> Option<Reads> {
        let mut depths = vec![0_u8; nodes.len()];
        for (index, node) in nodes.iter().enumerate() {
            let below = depths.get(index).filter(|depth| **depth < DEEPEST).map(|depth| depth + 1);
            for child in &node.children {
                let depth = depths.get_mut(child.0 as usize)?;
                if child.0 as usize <= index || *depth > 0 {
                    return None;
                }
                *depth = below?;
            }
        }
        let attached = depths.iter().skip(1).all(|depth| *depth > 0);
        let name = |id: &NodeId| nodes.get(id.0 as usize).map(|node| &node.name);
        let mut children = nodes.iter().map(|node| &node.children);
        let sorted = children.all(|all| all.is_sorted_by(|left, right| name(left) < name(right)));
        if !attached || !sorted || nodes.is_empty() {
            return None;
        }
        let signs = |node: &ReadNode| {
            let names = node.children.iter().filter_map(name);
            names.fold(0, |signs, name| signs | sign(name.as_bytes()))
        };
        let signs = nodes.iter().map(signs).collect();
        Some(Reads { nodes, depths, signs })
    }

    /// The field below a node, added when it is new; the node itself where no profile has fields
    /// any more. Linear in the fields of the node.
    pub fn child(&mut self, parent: NodeId, name: &str) -> NodeId {
        match self.search(parent, name) {
            Ok(found) => found,
            Err(at) => self.insert(parent, at, name),
        }
    }

    fn insert(&mut self, parent: NodeId, at: usize, name: &str) -> NodeId {
        let above = self.depths.get(parent.0 as usize).filter(|depth| **depth < DEEPEST);
        let Some(depth) = above.map(|depth| depth + 1) else {
            return parent;
        };
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node(name));
        self.depths.push(depth);
        self.signs.push(0);
        if let Some(signs) = self.signs.get_mut(parent.0 as usize) {
            *signs |= sign(name.as_bytes());
        }
        if let Some(parent) = self.nodes.get_mut(parent.0 as usize) {
            parent.children.insert(at, id);
        }
        id
    }

    /// Everything below a node is read.
    pub fn read_whole(&mut self, id: NodeId) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.whole = true;
        }
    }

    /// A node is used item by item.
    pub fn read_items(&mut self, id: NodeId) {
        if let Some(node) = self.nodes.get_mut(id.0 as usize) {
            node.items = true;
        }
    }

    /// The paths of several trees in one. Linear in their nodes, but for the sorting of names.
    #[must_use]
    pub fn joined<'r>(all: impl IntoIterator<Item = &'r Reads>) -> Reads {
        let mut reads = Reads::default();
        let roots: Vec<_> = all.into_iter().map(|reads| (reads, NodeId::ROOT)).collect();
        reads.join(NodeId::ROOT, &roots);
        reads
    }

    /// The field of this name below a node. Logarithmic in the fields of the node.
    #[must_use]
    pub fn find(&self, parent: NodeId, name: &str) -> Option<NodeId> {
        self.search(parent, name).ok()
    }

    /// The field of this name below a node, or where it belongs among the others.
    fn search(&self, parent: NodeId, name: &str) -> Result<NodeId, usize> {
        let children = self.children(parent);
        let at = children.binary_search_by(|child| self.name(*child).cmp(name))?;
        children.get(at).copied().ok_or(at)
    }

    /// Whether everything below a node is read.
    #[must_use]
    pub fn is_whole(&self, id: NodeId) -> bool {
        self.nodes.get(id.0 as usize).is_some_and(|node| node.whole)
    }

    /// The nodes, the root first.
    #[must_use]
    pub fn nodes(&self) -> &[ReadNode] {
        &self.nodes
    }

    /// The fields below a node.
    #[must_use]
    pub fn children(&self, id: NodeId) -> &[NodeId] {
        self.nodes.get(id.0 as usize).map_or(&[], |node| &node.children)
    }

    /// The same, to be found by their names.
    #[must_use]
    pub fn fields(&self, id: NodeId) -> Fields<'_> {
        let signs = self.signs.get(id.0 as usize).copied().unwrap_or(0);
        Fields { reads: self, children: self.children(id), signs }
    }

    /// The name of a node.
    #[must_use]
    pub fn name(&self, id: NodeId) -> &str {
        self.nodes.get(id.0 as usize).map_or("", |node| &node.name)
    }

    /// The name of a node, and whether everything below it is read.
    pub(super) fn name_and_whole(&self, id: NodeId) -> (&str, bool) {
        self.nodes.get(id.0 as usize).map_or(("", false), |node| (&node.name, node.whole))
    }

    /// Every path as text, sorted: `homeAddress.countryCode`, `xEvent[].eventType`; `this` for the
    /// whole profile.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        let mut out = Vec::new();
        self.collect(NodeId::ROOT, "", &mut out);
        sort_by(&mut out, Ord::cmp);
        out
    }

    fn collect(&self, id: NodeId, path: &str, out: &mut Vec<String>) {
        let Some(node) = self.nodes.get(id.0 as usize) else {
            return;
        };
        let root = id == NodeId::ROOT;
        if root && node.whole {
            out.push("this".into());
        } else if !root && (node.whole || node.children.is_empty()) {
            return out.push(path.into());
        }
        let items = if node.items { "[]" } else { "" };
        for child in &node.children {
            match self.name(*child) {
                // Other parameters have names of their own, like the fields of the profile.
                PARAMETERS if root => {
                    let all = self.children(*child);
                    all.iter().for_each(|child| self.collect(*child, self.name(*child), out));
                }
                _ if root && node.whole => {}
                name if root => self.collect(*child, name, out),
                name => self.collect(*child, &format!("{path}{items}.{name}"), out),
            }
        }
    }

    /// Makes a node without fields what these nodes of other trees are together.
    fn join<'r>(&mut self, id: NodeId, all: &[(&'r Reads, NodeId)]) {
        let nodes = all.iter().filter_map(|(reads, id)| reads.nodes.get(id.0 as usize));
        if let Some(own) = self.nodes.get_mut(id.0 as usize) {
            own.whole = nodes.clone().any(|node| node.whole);
            own.items = nodes.clone().any(|node| node.items);
        }
        let mut fields: Vec<(&'r Reads, NodeId)> = Vec::new();
        for (reads, id) in all {
            fields.extend(reads.children(*id).iter().map(|child| (*reads, *child)));
        }
        let name = |field: &(&'r Reads, NodeId)| field.0.name(field.1);
        sort_by(&mut fields, |left, right| name(left).cmp(name(right)));
        for same in fields.chunk_by(|left, right| name(left) == name(right)) {
            let last = self.children(id).len();
            let field = same.first().map_or(id, |first| self.insert(id, last, name(first)));
            self.join(field, same);
        }
    }
}

fn node(name: &str) -> ReadNode {
    ReadNode { name: name.into(), children: Vec::new(), whole: false, items: false }
}
