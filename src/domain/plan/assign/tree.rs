//! The basis of the network simplex: a spanning tree over groups, shelters and one root.
//!
//! The root stands for what is left over: a group's arc to it carries its unplaced people, its arc to a shelter the
//! places that stay free. So every arc has room without end, and the direction of a tree arc follows from its lower
//! node: up from a group, down to a shelter.

/// No node.
pub(super) const NONE: u32 = u32::MAX;

/// A node, and the arc from it to its parent.
#[derive(Clone, Copy, Debug)]
struct Node {
    parent: u32,
    child: u32,
    next: u32,
    before: u32,
    depth: u32,
    /// People on the arc to the parent.
    flow: i64,
    /// Its potential; the root's is 0. An arc costs `cost - potential(tail) + potential(head)`.
    potential: i64,
}

const NOTHING: Node = Node { parent: NONE, child: NONE, next: NONE, before: NONE, depth: 0, flow: 0, potential: 0 };

/// Groups are numbered first, then shelters, then the root.
#[derive(Clone, Debug)]
pub(super) struct Tree {
    nodes: Vec<Node>,
    groups: u32,
    walk: Vec<u32>,
}

impl Tree {
    /// No arcs yet.
    pub fn new(groups: usize, shelters: usize) -> Self {
        Self { nodes: vec![NOTHING; groups + shelters + 1], groups: groups as u32, walk: Vec::new() }
    }

    pub const fn root(&self) -> u32 {
        self.nodes.len() as u32 - 1
    }

    #[inline]
    fn node(&self, at: u32) -> &Node {
        self.nodes.get(at as usize).unwrap_or(&NOTHING)
    }

    #[inline]
    fn change(&mut self, at: u32, change: impl FnOnce(&mut Node)) {
        if let Some(node) = self.nodes.get_mut(at as usize) {
            change(node);
        }
    }

    #[inline]
    pub fn potential(&self, at: u32) -> i64 {
        self.node(at).potential
    }

    pub fn parent(&self, at: u32) -> u32 {
        self.node(at).parent
    }

    pub fn flow(&self, at: u32) -> i64 {
        self.node(at).flow
    }

    pub const fn is_group(&self, at: u32) -> bool {
        at < self.groups
    }

    /// Hangs a node that has no parent under another.
    pub fn hang(&mut self, at: u32, parent: u32, flow: i64) {
        let first = self.node(parent).child;
        self.change(first, |node| node.before = at);
        self.change(parent, |node| node.child = at);
        self.change(at, |node| {
            node.parent = parent;
            node.next = first;
            node.before = NONE;
            node.flow = flow;
        });
    }

    fn cut(&mut self, at: u32) {
        let Node { parent, next, before, .. } = *self.node(at);
        if before == NONE {
            self.change(parent, |node| node.child = next);
        } else {
            self.change(before, |node| node.next = next);
        }
        self.change(next, |node| node.before = before);
    }

    /// Sets depths and potentials from the root down, once all nodes hang. `cost` is that of an arc by its lower node
    /// and its parent.
    pub fn settle(&mut self, mut cost: impl FnMut(u32, u32) -> i64) {
        let mut walk = vec![self.root()];
        while let Some(at) = walk.pop() {
            let Node { depth, potential, mut child, .. } = *self.node(at);
            while child != NONE {
                let cost = cost(child, at);
                let own = if self.is_group(child) { potential + cost } else { potential - cost };
                self.change(child, |node| {
                    node.depth = depth + 1;
                    node.potential = own;
                });
                walk.push(child);
                child = self.node(child).next;
            }
        }
    }

    /// Takes an arc of negative reduced cost into the tree, and the arc out that its cycle empties first. Of several
    /// the last one along the cycle from its top leaves, so that the tree stays strongly feasible and the method ends
    /// (Cunningham 1976).
    pub fn pivot(&mut self, tail: u32, head: u32, cost: i64) {
        let (delta, out, by_tail) = self.leaving(tail, head);
        if delta != 0 {
            self.push(tail, head, delta);
        }
        let reduced = cost - self.potential(tail) + self.potential(head);
        let (lower, upper, shift) = if by_tail { (tail, head, reduced) } else { (head, tail, -reduced) };
        self.turn(lower, upper, delta, out);
        self.shift(lower, shift);
    }

    /// How many people can go round the cycle that an arc closes, the lower node of the arc that this empties, and
    /// whether that is on the tail's side.
    fn leaving(&self, tail: u32, head: u32) -> (i64, u32, bool) {
        let (mut low, mut high) = (tail, head);
        let (mut delta, mut out, mut by_tail) = (i64::MAX, NONE, false);
        // Up from the tail the flow runs against us: it empties arcs that point up, those of groups. Up from the
        // head it runs with us: it empties arcs that point down, those of shelters.
        while low != high {
            let (from_tail, from_head) = (self.node(low), self.node(high));
            if from_tail.depth >= from_head.depth {
                if self.is_group(low) && from_tail.flow < delta {
                    (delta, out, by_tail) = (from_tail.flow, low, true);
                }
                low = from_tail.parent;
            } else {
                if !self.is_group(high) && from_head.flow <= delta {
                    (delta, out, by_tail) = (from_head.flow, high, false);
                }
                high = from_head.parent;
            }
        }
        (delta, out, by_tail)
    }

    /// Sends people round the cycle.
    fn push(&mut self, tail: u32, head: u32, delta: i64) {
        let (mut low, mut high) = (tail, head);
        while low != high {
            let (from_tail, from_head) = (self.node(low), self.node(high));
            if from_tail.depth >= from_head.depth {
                let (parent, change) = (from_tail.parent, if self.is_group(low) { -delta } else { delta });
                self.change(low, |node| node.flow += change);
                low = parent;
            } else {
                let (parent, change) = (from_head.parent, if self.is_group(high) { delta } else { -delta });
                self.change(high, |node| node.flow += change);
                high = parent;
            }
        }
    }

    /// Hangs the part below the arc that leaves by its end of the arc that enters.
    fn turn(&mut self, lower: u32, upper: u32, delta: i64, out: u32) {
        let (mut at, mut parent, mut flow) = (lower, upper, delta);
        loop {
            let old = *self.node(at);
            self.cut(at);
            self.hang(at, parent, flow);
            if at == out || old.parent == NONE {
                return;
            }
            (parent, flow, at) = (at, old.flow, old.parent);
        }
    }

    fn shift(&mut self, top: u32, shift: i64) {
        let mut walk = std::mem::take(&mut self.walk);
        walk.push(top);
        while let Some(at) = walk.pop() {
            let depth = self.node(self.node(at).parent).depth + 1;
            let mut child = NONE;
            self.change(at, |node| {
                node.potential += shift;
                node.depth = depth;
                child = node.child;
            });
            while child != NONE {
                walk.push(child);
                child = self.node(child).next;
            }
        }
        self.walk = walk;
    }
}
