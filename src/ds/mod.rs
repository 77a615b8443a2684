//! Containers whose elements may change while callbacks run: interior mutability throughout, no
//! reference to an element is ever handed out, and growing can fail. And handles on such elements.

pub(crate) mod handle;
pub(crate) mod list;
pub(crate) mod ptr_map;
pub(crate) mod timer_heap;
pub(crate) mod users;
pub(crate) mod vec;
