//! Servers of calls: what is served, and under which path.

use std::cell::Cell;
use std::ffi::{c_int, c_void};
use std::ptr;

use super::hooks::Hooks;
use super::path_of;
use crate::buffer::evbuffer;
use crate::ds::handle::Handle;
use crate::ds::list::{Link, Linked, List};
use crate::ds::users::{Used, Users};
use crate::ffi::keyvalq_struct::TailqEntry;
use crate::ffi::rpc_struct::evrpc;
use crate::http::{Failed, PathError, Server, Watcher};
use crate::rt::mm;
use crate::rt::text::{self, Text};

/// A server of calls. Opaque to C programs.
#[repr(C)]
pub struct evrpc_base {
    /// First, as for pools.
    hooks: Hooks,
    /// None when it has been freed.
    http: Cell<Option<Server>>,
    http_watcher: Watcher,
    services: List<Service, ByBase>,
    is_freed: Cell<bool>,
    /// The program, the services, and those who use it.
    users: Users,
}

impl Used for evrpc_base {
    fn users(&self) -> &Users {
        &self.users
    }
}

pub(crate) type RpcBase = Handle<evrpc_base>;

/// What is called to serve a call.
pub(super) type ServeFunction = unsafe extern "C" fn(*mut super::evrpc_req_generic, *mut c_void);

/// The functions of the structs of a call, and who serves it.
pub(crate) struct Functions {
    pub(crate) request_new: Option<unsafe extern "C" fn(*mut c_void) -> *mut c_void>,
    pub(crate) request_new_arg: *mut c_void,
    pub(crate) request_free: Option<unsafe extern "C" fn(*mut c_void)>,
    pub(crate) request_unmarshal: Option<unsafe extern "C" fn(*mut c_void, *mut evbuffer) -> c_int>,
    pub(crate) reply_new: Option<unsafe extern "C" fn(*mut c_void) -> *mut c_void>,
    pub(crate) reply_new_arg: *mut c_void,
    pub(crate) reply_free: Option<unsafe extern "C" fn(*mut c_void)>,
    pub(crate) reply_complete: Option<unsafe extern "C" fn(*mut c_void) -> c_int>,
    pub(crate) reply_marshal: Option<unsafe extern "C" fn(*mut evbuffer, *mut c_void)>,
}

/// A call that is served, or was while one of its kind is under way.
pub(super) struct Served {
    /// The program's view of it, which is the library's.
    rpc: *mut evrpc,
    base: RpcBase,
    path: Text,
    is_registered: Cell<bool>,
    /// Whether the path leads to it, and not to another one of the same name.
    has_path: Cell<bool>,
    /// The server while it is registered, and calls under way.
    users: Cell<u32>,
    link: Link<Service>,
}

pub(super) type Service = Handle<Served>;

struct ByBase;
impl Linked<Service> for ByBase {
    fn link(element: &Service) -> &Link<Service> {
        &element.link
    }
}

impl RpcBase {
    pub(crate) fn new(http: Server) -> Result<Self, Failed> {
        let base = Handle::make(evrpc_base {
            hooks: Hooks::new(),
            http: Cell::new(Some(http)),
            http_watcher: Watcher::new(http_gone),
            services: List::new(),
            is_freed: Cell::new(false),
            users: Users::new(),
        })?;
        http.watchers()
            .add(&base.http_watcher, base.as_ptr().cast());
        Ok(base)
    }

    /// Serves nothing any more. Paused calls are given up; those that the program has may still be answered.
    pub(crate) fn free(self) {
        if self.is_freed.replace(true) {
            return;
        }
        self.hooks.clear();
        while let Some(service) = self.services.first() {
            service.unregister();
        }
        self.hooks().give_up_paused();
        if let Some(http) = self.http.take() {
            http.watchers().remove(&self.http_watcher);
        }
        self.drop_user();
    }

    pub(super) fn is_freed(self) -> bool {
        self.is_freed.get()
    }

    pub(super) fn hooks(self) -> Handle<Hooks> {
        // SAFETY: they are its first part.
        unsafe { self.first_part() }
    }

    /// Serves calls of a name.
    pub(crate) fn register_functions(
        self,
        name: &[u8],
        functions: Functions,
        serve: Option<ServeFunction>,
        arg: *mut c_void,
    ) -> Result<(), Failed> {
        let uri = Text::new(name)?;
        let rpc = mm::boxed(evrpc {
            next: TailqEntry {
                tqe_next: ptr::null_mut(),
                tqe_prev: ptr::null_mut(),
            },
            uri: uri.as_ptr(),
            request_new: functions.request_new,
            request_new_arg: functions.request_new_arg,
            request_free: functions.request_free,
            request_unmarshal: functions.request_unmarshal,
            reply_new: functions.reply_new,
            reply_new_arg: functions.reply_new_arg,
            reply_free: functions.reply_free,
            reply_complete: functions.reply_complete,
            reply_marshal: functions.reply_marshal,
            cb: None,
            cb_arg: ptr::null_mut(),
            base: ptr::null_mut(),
        })?;
        // SAFETY: it was just made, and is complete.
        let registered = unsafe { self.register(rpc.as_ptr(), serve, arg) };
        match registered {
            // It goes with the struct.
            Ok(()) => drop(uri.into_raw()),
            // SAFETY: nobody else knows it.
            Err(_) => unsafe { mm::free(rpc.as_ptr().cast()) },
        }
        registered
    }

    /// Serves calls with the program's struct, which is the library's from then on; not if it fails.
    ///
    /// # Safety
    /// `rpc` and its name are memory that the library may free, and its functions are right for each other.
    pub(crate) unsafe fn register(
        self,
        rpc: *mut evrpc,
        serve: Option<ServeFunction>,
        arg: *mut c_void,
    ) -> Result<(), Failed> {
        // SAFETY: the caller's promise.
        let name = unsafe { text::bytes((*rpc).uri) }.ok_or(Failed)?;
        let path = path_of(name)?;
        let http = self.http.get().ok_or(Failed)?;
        let service = Handle::make(Served {
            rpc,
            base: self,
            path,
            is_registered: Cell::new(true),
            has_path: Cell::new(true),
            users: Cell::new(1),
            link: Link::new(),
        })?;
        let asked = Some(super::call::asked as _);
        match http.set_path(service.path.as_bytes(), asked, service.as_ptr().cast()) {
            Ok(()) => {}
            Err(PathError::Taken) => service.has_path.set(false),
            Err(PathError::NoMemory) => {
                // SAFETY: nobody else knows it.
                unsafe { service.dispose() };
                return Err(Failed);
            }
        }
        // SAFETY: the caller's promise.
        unsafe {
            (*rpc).cb = serve;
            (*rpc).cb_arg = arg;
            (*rpc).base = self.as_ptr();
        }
        self.add_user();
        self.services.push_back(service);
        Ok(())
    }

    /// Serves calls of a name no longer. Fails if there is none.
    pub(crate) fn unregister(self, name: &[u8]) -> Result<(), Failed> {
        let mut services = self.services.iter();
        let found = services.find(|service| service.name() == Some(name));
        found.ok_or(Failed)?.unregister();
        Ok(())
    }
}

impl Service {
    fn name<'a>(self) -> Option<&'a [u8]> {
        // SAFETY: the struct and its name live as long as the service.
        unsafe { text::bytes((*self.rpc).uri) }
    }

    pub(super) fn rpc(self) -> *mut evrpc {
        self.rpc
    }

    pub(super) fn base(self) -> RpcBase {
        self.base
    }

    /// Whether calls may still be given to the program.
    pub(super) fn is_registered(self) -> bool {
        self.is_registered.get()
    }

    fn unregister(self) {
        self.is_registered.set(false);
        self.base.services.remove(self);
        if self.has_path.get() {
            self.leave_path();
        }
        self.drop_user();
    }

    fn leave_path(self) {
        if let Some(http) = self.base.http.get() {
            http.remove_path(self.path.as_bytes());
        }
    }

    pub(super) fn add_user(self) {
        self.users.update(|users| users + 1);
    }

    pub(super) fn drop_user(self) {
        self.users.update(|users| users - 1);
        if self.users.get() > 0 {
            return;
        }
        let base = self.base;
        // SAFETY: the struct and its name are the library's, and nobody uses them any more.
        unsafe {
            mm::free((*self.rpc).uri.cast_mut().cast());
            mm::free(self.rpc.cast());
            self.dispose();
        }
        base.drop_user();
    }
}

fn http_gone(base: *mut c_void) {
    // SAFETY: the watcher's argument is what it is part of.
    if let Some(base) = unsafe { RpcBase::from_ptr(base.cast()) } {
        base.http.set(None);
    }
}
