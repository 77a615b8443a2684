//! The domains in which names are searched (resolv.conf(5), "search" and "ndots").

use std::ffi::c_int;

use super::Resolver;
use super::name::{Name, NotAName};
use super::settings::Settings;
use crate::ds::vec::CellVec;

/// The search domains, in order.
pub(super) struct List {
    domains: CellVec<Name>,
}

impl List {
    pub(super) const fn new() -> Self {
        List {
            domains: CellVec::new(),
        }
    }
}

/// The names that may be meant by a name, one after the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
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
    /// Whether there are other candidates than the name itself.
    searches: bool,
}

impl Search {
    /// The name as it is, and nothing else.
    pub(super) const NONE: Self = Search {
        at: Candidate::Itself,
        itself_first: true,
        searches: false,
    };
}

impl Resolver {
    /// Begins to search for a name.
    pub(super) fn search_for(self, text: &[u8]) -> Search {
        let dots = text.iter().filter(|&&byte| byte == b'.').count();
        let any = self.search.domains.len() > 0;
        let enough = usize::try_from(self.settings().ndots).map_or(true, |ndots| dots >= ndots);
        let itself_first = enough || !any;
        Search {
            at: if itself_first {
                Candidate::Itself
            } else {
                Candidate::In(0)
            },
            itself_first,
            searches: any,
        }
    }

    /// Goes on to the next candidate.
    pub(super) fn search_on(self, search: Search) -> Option<Search> {
        if !search.searches {
            return None;
        }
        let next = match search.at {
            Candidate::Itself if search.itself_first => Candidate::In(0),
            Candidate::Itself => return None,
            Candidate::In(index) => Candidate::In(index + 1),
        };
        let at = match next {
            // The list may have become shorter meanwhile.
            Candidate::In(index) if index >= self.search.domains.len() => {
                if search.itself_first {
                    return None;
                }
                Candidate::Itself
            }
            next => next,
        };
        Some(Search { at, ..search })
    }

    /// The candidate that the search has come to.
    pub(super) fn candidate(self, name: &Name, search: Search) -> Result<Name, NotAName> {
        match search.at {
            Candidate::Itself => Ok(*name),
            Candidate::In(index) => match self.search.domains.get(index) {
                Some(domain) => name.in_domain(&domain),
                None => Err(NotAName),
            },
        }
    }

    /// Adds a search domain before the others; dots before its name do not matter. What is not a domain is
    /// left out, and so is what there is no memory for.
    pub(crate) fn add_search_domain(self, domain: &[u8]) {
        let _lock = self.lock();
        let dots = domain.iter().take_while(|&&byte| byte == b'.').count();
        if let Ok(domain) = Name::from_text(&domain[dots..]) {
            let _ = self.search.domains.insert(0, domain);
        }
    }

    /// The domain added first comes first.
    pub(super) fn reverse_search_domains(self) {
        self.search.domains.reverse();
    }

    /// Begins a new list. As in the original, the number of dots goes back to its default.
    pub(crate) fn clear_search_domains(self) {
        let _lock = self.lock();
        self.search.domains.clear();
        self.set_ndots(Settings::default().ndots);
    }

    pub(super) fn has_search_domains(self) -> bool {
        self.search.domains.len() > 0
    }

    pub(crate) fn set_ndots(self, ndots: c_int) {
        let _lock = self.lock();
        self.settings.set(Settings {
            ndots,
            ..self.settings()
        });
    }
}
