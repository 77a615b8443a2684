//! Who looks addresses up, and hears what was found.

use std::ffi::{c_int, c_void};
use std::ptr;

use super::addrinfo::List;
use super::log::dns_warn;
use crate::bufferevent::Bev;
use crate::ffi::dns::evdns_getaddrinfo_cb;

/// Who asked.
#[derive(Clone, Copy)]
pub(crate) enum Asker {
    Program(evdns_getaddrinfo_cb, *mut c_void),
    /// A bufferevent that is to be connected, to whichever address answers first if they race: then it
    /// is told of addresses as they come. It stays until it is told that there are no more.
    Bufferevent {
        bev: Bev,
        races: bool,
    },
}

impl Asker {
    pub(super) fn tell(self, result: Result<List, c_int>) {
        match self {
            Asker::Program(Some(callback), arg) => {
                let (error, list) = match result {
                    Ok(list) => (0, list.into_raw()),
                    Err(error) => (error, ptr::null_mut()),
                };
                // SAFETY: the program vouched for its callback, and gets the list for its own.
                unsafe { callback(error, list, arg) };
            }
            Asker::Program(None, _) => {}
            Asker::Bufferevent { bev, races } => bev.name_looked_up(&result, races),
        }
    }

    /// There is no resolver.
    pub(crate) fn no_resolver(self) {
        dns_warn!("Call to getaddrinfo_async with no evdns_base configured.");
        self.tell(Err(libc::EAI_FAIL));
    }

    /// There will be no result.
    pub(super) fn dropped(self) {
        if let Asker::Bufferevent { bev, .. } = self {
            bev.look_up_dropped();
        }
    }

    /// Who hears of addresses before all are known.
    pub(super) fn racer(self) -> Option<Bev> {
        match self {
            Asker::Bufferevent { bev, races: true } => Some(bev),
            _ => None,
        }
    }
}
