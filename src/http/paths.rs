//! Functions for the requests of paths, and one for all others.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

use super::escape::{Plus, decode};
use super::request::{Req, RequestCallback};
use super::uri_object::Piece;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::rt::text::Text;

/// A function for the requests of a path.
pub(super) struct OnePath {
    path: Text,
    call: Function,
    link: Link<Path>,
}

/// A function with its argument.
pub(super) type Function = (RequestCallback, *mut c_void);
type Path = Handle<OnePath>;

pub(super) struct ByPaths;
impl Linked<Path> for ByPaths {
    fn link(element: &Path) -> &Link<Path> {
        &element.link
    }
}

/// The functions of a server.
pub(super) struct Paths {
    list: List<Path, ByPaths>,
    general: Cell<Function>,
}

/// Why a path has no function.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    Taken,
    NoMemory,
}

impl Paths {
    pub(super) const fn new() -> Self {
        Paths {
            list: List::new(),
            general: Cell::new((None, ptr::null_mut())),
        }
    }

    pub(super) fn set_general(&self, call: Function) {
        self.general.set(call);
    }

    /// Sets the function of a path. Fails if it has one.
    pub(super) fn set(&self, path: &[u8], call: Function) -> Result<(), PathError> {
        if self.find(path).is_some() {
            return Err(PathError::Taken);
        }
        let path = Text::new(path).map_err(|_| PathError::NoMemory)?;
        let link = Link::new();
        let entry = Handle::make(OnePath { path, call, link });
        self.list.push_back(entry.map_err(|_| PathError::NoMemory)?);
        Ok(())
    }

    /// Tells whether there was one.
    pub(super) fn remove(&self, path: &[u8]) -> bool {
        let found = self.find(path);
        if let Some(entry) = found {
            self.list.remove(entry);
            // SAFETY: nobody else knows it.
            unsafe { entry.dispose() };
        }
        found.is_some()
    }

    pub(super) fn clear(&self) {
        while let Some(entry) = self.list.pop_front() {
            // SAFETY: nobody else knows it.
            unsafe { entry.dispose() };
        }
    }

    fn find(&self, path: &[u8]) -> Option<Path> {
        self.list.iter().find(|entry| entry.path.as_bytes() == path)
    }

    /// The function for a request.
    pub(super) fn of(&self, req: Req) -> Function {
        self.of_path(req)
            .map_or_else(|| self.general.get(), |entry| entry.call)
    }

    fn of_path(&self, req: Req) -> Option<Path> {
        self.list.first()?;
        let path = req.uri_parts()?.bytes(Piece::Path)?;
        // Without memory it is none.
        let path = decode(path, Plus::Itself).ok()?;
        self.find(path.as_bytes())
    }
}
