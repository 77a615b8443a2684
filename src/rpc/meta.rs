//! What hooks attach to a call: data by names, and the connection that they are told of.

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::NonNull;

use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::http::{Conn, Failed, Watcher};
use crate::rt::text::Text;

/// What is attached to a call. Opaque to C programs.
pub struct evrpc_hook_meta {
    data: List<Handle<Datum>, ByMeta>,
    conn: Cell<Option<Conn>>,
    conn_watcher: Watcher,
}

pub(super) type Meta = Handle<evrpc_hook_meta>;

struct Datum {
    key: Text,
    value: Text,
    link: Link<Handle<Datum>>,
}

struct ByMeta;
impl Linked<Handle<Datum>> for ByMeta {
    fn link(element: &Handle<Datum>) -> &Link<Handle<Datum>> {
        &element.link
    }
}

/// A call as its hooks have it. Calls of both sides begin with such a cell.
#[derive(Clone, Copy)]
pub(crate) struct Context(NonNull<Cell<Option<Meta>>>);

impl Context {
    /// # Safety
    /// `call` is null, or a call of either side that is not freed while this is used.
    pub(crate) unsafe fn from_ptr(call: *mut c_void) -> Option<Self> {
        NonNull::new(call).map(|call| Context(call.cast()))
    }

    fn cell<'a>(self) -> &'a Cell<Option<Meta>> {
        // SAFETY: the promise of `from_ptr`; nobody keeps the reference.
        unsafe { self.0.as_ref() }
    }

    fn meta(self) -> Result<Meta, Failed> {
        if let Some(meta) = self.cell().get() {
            return Ok(meta);
        }
        let meta = Handle::make(evrpc_hook_meta {
            data: List::new(),
            conn: Cell::new(None),
            conn_watcher: Watcher::new(conn_gone),
        })?;
        self.cell().set(Some(meta));
        Ok(meta)
    }

    /// Sets the connection that hooks are told of.
    pub(super) fn set_connection(self, conn: Option<Conn>) -> Result<(), Failed> {
        let meta = self.meta()?;
        meta.forget_connection();
        if let Some(conn) = conn.filter(|conn| !conn.is_freed()) {
            meta.conn.set(Some(conn));
            conn.watchers()
                .add(&meta.conn_watcher, meta.as_ptr().cast());
        }
        Ok(())
    }

    /// The connection, if hooks were told of one, and it is still there.
    pub(crate) fn connection(self) -> Option<Conn> {
        self.cell().get()?.conn.get()
    }

    /// Attaches a copy of data.
    pub(crate) fn add(self, key: &[u8], value: &[u8]) -> Result<(), Failed> {
        let meta = self.meta()?;
        let (key, value) = (Text::new(key)?, Text::new(value)?);
        let link = Link::new();
        meta.data
            .push_back(Handle::make(Datum { key, value, link })?);
        Ok(())
    }

    /// The data that was attached first under a name, and its length.
    pub(crate) fn find(self, key: &[u8]) -> Option<(*mut c_void, usize)> {
        let meta = self.cell().get()?;
        let datum = meta.data.iter().find(|datum| datum.key.as_bytes() == key)?;
        let value = &datum.value;
        Some((value.as_ptr().cast_mut().cast(), value.as_bytes().len()))
    }

    /// Frees what is attached.
    pub(super) fn clear(self) {
        let Some(meta) = self.cell().take() else {
            return;
        };
        meta.forget_connection();
        while let Some(datum) = meta.data.pop_front() {
            // SAFETY: nobody else knows it.
            unsafe { datum.dispose() };
        }
        // SAFETY: as above.
        unsafe { meta.dispose() };
    }
}

impl Meta {
    fn forget_connection(self) {
        if let Some(conn) = self.conn.take() {
            conn.watchers().remove(&self.conn_watcher);
        }
    }
}

fn conn_gone(meta: *mut c_void) {
    // SAFETY: the watcher's argument is what it is part of.
    if let Some(meta) = unsafe { Meta::from_ptr(meta.cast()) } {
        meta.conn.set(None);
    }
}
