//! The domains in which names are searched (resolv.conf(5), "search" and "ndots").

use std::cell::Cell;
use std::ffi::c_int;

use super::name::{Name, NotAName};
use super::settings::Settings;
use super::{Failed, Resolver};
use crate::ds::handle::Handle;
use crate::ds::vec::CellVec;

/// Search domains, in order. A list that was begun anew stays as long as requests search in it.
pub(super) struct Domains {
    names: CellVec<Name>,
    /// The resolver, and requests.
    users: Cell<u32>,
}

/// A handle on a list, which its users share.
pub(super) type DomainList = Handle<Domains>;

impl DomainList {
    fn new_list() -> Result<Self, Failed> {
        Ok(Handle::make(Domains {
            names: CellVec::new(),
            users: Cell::new(1),
        })?)
    }

    fn retain(self) {
        self.users.set(self.users.get() + 1);
    }

    fn release(self) {
        self.users.set(self.users.get() - 1);
        if self.users.get() == 0 {
            // SAFETY: this was the last user.
            unsafe { self.dispose() };
        }
    }
}

/// The names that may be meant by a name, one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Candidate {
    /// The name as it is.
    Itself,
    /// In the search domain of this index.
    In(usize),
}

/// How far the search for a name has come.
#[derive(Clone, Copy)]
pub(super) struct Search {
    at: Candidate,
    /// Whether the name itself comes before the domains.
    itself_first: bool,
    /// Where it is searched, if at all.
    domains: Option<DomainList>,
}

impl Search {
    /// The name as it is, and nothing else.
    pub(super) const NONE: Self = Search {
        at: Candidate::Itself,
        itself_first: true,
        domains: None,
    };

    /// The name as it is, if that is what the search begins with.
    pub(super) fn for_itself(self) -> Option<Self> {
        self.itself_first.then_some(Self::NONE)
    }

    /// A request searches.
    pub(super) fn begin(self) {
        if let Some(domains) = self.domains {
            domains.retain();
        }
    }

    /// A request has ended.
    pub(super) fn end(self) {
        if let Some(domains) = self.domains {
            domains.release();
        }
    }

    /// Goes on to the next candidate.
    fn next(self) -> Option<Self> {
        let index = match self.at {
            Candidate::Itself if self.itself_first => 0,
            Candidate::Itself => return None,
            Candidate::In(index) => index + 1,
        };
        let at = if index < self.domains?.names.len() {
            Candidate::In(index)
        } else if self.itself_first {
            return None;
        } else {
            Candidate::Itself
        };
        Some(Search { at, ..self })
    }

    /// Makes a name the candidate that the search has come to.
    fn apply(self, name: &mut Name) -> Result<(), NotAName> {
        if let (Candidate::In(index), Some(domains)) = (self.at, self.domains) {
            let domain = domains.names.get(index).ok_or(NotAName)?;
            *name = name.in_domain(&domain)?;
        }
        Ok(())
    }

    /// Makes a name the candidate that the search has come to, or the next one that is a name.
    pub(super) fn find(self, name: &mut Name) -> Option<Self> {
        let mut searches = std::iter::successors(Some(self), |search| search.next());
        searches.find(|search| search.apply(name).is_ok())
    }

    /// The same for the next candidate.
    pub(super) fn find_next(self, name: &mut Name) -> Option<Self> {
        self.next()?.find(name)
    }
}

impl Resolver {
    /// Begins to search for a name.
    pub(super) fn search_for(self, text: &[u8]) -> Search {
        let domains = self.search.get().filter(|domains| domains.names.len() > 0);
        let dots = text.iter().filter(|&&byte| byte == b'.').count();
        let enough = usize::try_from(self.settings().ndots).map_or(true, |ndots| dots >= ndots);
        let itself_first = enough || domains.is_none();
        Search {
            at: if itself_first {
                Candidate::Itself
            } else {
                Candidate::In(0)
            },
            itself_first,
            domains,
        }
    }

    /// Adds a search domain before the others; dots before its name do not matter. What is not a domain is
    /// left out, and so is what there is no memory for.
    pub(crate) fn add_search_domain(self, domain: &[u8]) {
        let _lock = self.lock();
        let dots = domain.iter().take_while(|&&byte| byte == b'.').count();
        let Ok(domain) = Name::from_text(&domain[dots..]) else {
            return;
        };
        let list = self.search.get().or_else(|| DomainList::new_list().ok());
        if let Some(list) = list {
            self.search.set(Some(list));
            let _ = list.names.insert(0, domain);
        }
    }

    /// The domain added first comes first.
    pub(super) fn reverse_search_domains(self) {
        if let Some(list) = self.search.get() {
            list.names.reverse();
        }
    }

    /// Begins a new list. As in the original, the number of dots goes back to its default.
    pub(crate) fn clear_search_domains(self) {
        let _lock = self.lock();
        if let Some(list) = self.search.take() {
            list.release();
        }
        self.set_ndots(Settings::default().ndots);
    }

    pub(super) fn has_search_domains(self) -> bool {
        self.search.get().is_some_and(|list| list.names.len() > 0)
    }

    pub(crate) fn set_ndots(self, ndots: c_int) {
        let _lock = self.lock();
        self.settings.set(Settings {
            ndots,
            ..self.settings()
        });
    }
}
