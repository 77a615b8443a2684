//! Pools: connections, and the calls that wait for one.

use std::cell::Cell;
use std::ffi::{c_int, c_void};

use super::hooks::Hooks;
use super::request::{ByPool as RequestsByPool, Request};
use crate::base::Base;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::ds::users::{Used, Users};
use crate::http::{Client, Conn, Failed, Watcher, timeout_of};

/// A pool. Opaque to C programs.
#[repr(C)]
pub struct evrpc_pool {
    /// First, as for servers of calls.
    hooks: Hooks,
    base: Option<Base>,
    /// How many seconds a call may take; 0 or less for any time.
    timeout: Cell<c_int>,
    members: List<Member, ByPool>,
    /// Calls that wait for a connection.
    pub(super) waiting: List<Request, RequestsByPool>,
    /// Calls that have one, and those that were not made yet.
    pub(super) others: List<Request, RequestsByPool>,
    /// The program, and those who use it.
    users: Users,
    is_freed: Cell<bool>,
    is_scheduling: Cell<bool>,
}

pub(crate) type Pool = Handle<evrpc_pool>;

/// A connection in a pool.
struct Membership {
    pool: Pool,
    conn: Conn,
    conn_watcher: Watcher,
    link: Link<Member>,
}

type Member = Handle<Membership>;

struct ByPool;
impl Linked<Member> for ByPool {
    fn link(element: &Member) -> &Link<Member> {
        &element.link
    }
}

impl Used for evrpc_pool {
    fn users(&self) -> &Users {
        &self.users
    }
}

impl Pool {
    pub(crate) fn new(base: Option<Base>) -> Result<Self, Failed> {
        Ok(Handle::make(evrpc_pool {
            hooks: Hooks::new(),
            base,
            timeout: Cell::new(-1),
            members: List::new(),
            waiting: List::new(),
            others: List::new(),
            users: Users::new(),
            is_freed: Cell::new(false),
            is_scheduling: Cell::new(false),
        })?)
    }

    /// Frees the pool with its connections. Its calls are forgotten.
    pub(crate) fn free(self) {
        if self.is_freed.replace(true) {
            return;
        }
        for list in [&self.waiting, &self.others] {
            while let Some(request) = list.pop_front() {
                request.forget();
            }
        }
        while let Some(member) = self.members.first() {
            let conn = member.conn;
            member.leave();
            conn.free();
        }
        self.hooks.clear();
        self.drop_user();
    }

    pub(super) fn is_freed(self) -> bool {
        self.is_freed.get()
    }

    pub(super) fn hooks(self) -> Handle<Hooks> {
        // SAFETY: they are its first part.
        unsafe { self.first_part() }
    }

    pub(super) fn base(self) -> Option<Base> {
        self.base
    }

    pub(super) fn timeout(self) -> c_int {
        self.timeout.get()
    }

    fn member(self, conn: Conn) -> Option<Member> {
        self.members.iter().find(|member| member.conn == conn)
    }

    /// Adds a connection, which is the pool's from then on, and has it carry the calls that wait.
    pub(crate) fn add(self, client: Client) -> Result<(), Failed> {
        let conn = client.conn();
        if self.is_freed() || conn.is_freed() || self.member(conn).is_some() {
            return Err(Failed);
        }
        let member = Handle::make(Membership {
            pool: self,
            conn,
            conn_watcher: Watcher::new(conn_gone),
            link: Link::new(),
        })?;
        conn.watchers()
            .add(&member.conn_watcher, member.as_ptr().cast());
        self.members.push_back(member);
        if let Some(base) = self.base {
            // One that has a base keeps it.
            let _ = client.set_base(base);
        }
        if !client.has_times() {
            self.apply_timeout(conn);
        }
        self.schedule();
        Ok(())
    }

    /// Takes a connection away, which is the program's again.
    pub(crate) fn remove(self, conn: Conn) {
        if let Some(member) = self.member(conn) {
            member.leave();
        }
    }

    pub(crate) fn set_timeout(self, seconds: c_int) {
        self.timeout.set(seconds);
        self.members
            .iter()
            .for_each(|member| self.apply_timeout(member.conn));
    }

    fn apply_timeout(self, conn: Conn) {
        let seconds = self.timeout.get();
        conn.set_timeouts((seconds >= 0).then(|| timeout_of(seconds)));
    }

    /// Starts calls that wait while there are connections with nothing to do.
    pub(super) fn schedule(self) {
        // Calls that fail within it leave the next ones to it, however many there are.
        if self.is_scheduling.replace(true) {
            return;
        }
        let _using = self.enter();
        while let Some((request, conn)) = self.next() {
            self.waiting.remove(request);
            self.others.push_back(request);
            request.start(self, conn);
        }
        self.is_scheduling.set(false);
    }

    fn next(self) -> Option<(Request, Conn)> {
        if self.is_freed() {
            return None;
        }
        self.waiting.first().zip(self.idle())
    }

    /// The first connection with nothing to do.
    fn idle(self) -> Option<Conn> {
        let mut conns = self.members.iter().map(|member| member.conn);
        conns.find(|conn| conn.client().is_some_and(Client::is_idle))
    }
}

impl Member {
    fn leave(self) {
        self.conn.watchers().remove(&self.conn_watcher);
        self.pool.members.remove(self);
        // SAFETY: nobody else knows it.
        unsafe { self.dispose() };
    }
}

fn conn_gone(member: *mut c_void) {
    // SAFETY: the watcher's argument is what it is part of.
    if let Some(member) = unsafe { Member::from_ptr(member.cast()) } {
        member.leave();
    }
}
