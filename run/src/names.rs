//! Which libraries are libevent, by their names.

/// The name that most programs ask for; that of the library itself here.
pub(crate) const MAIN: &str = "libevent-2.1.so.7";
/// The file that the library is.
pub(crate) const FILE: &str = "libevent_rs.so";
/// The names that only lead to it.
pub(crate) const SHIMS: [&str; 3] = [
    "libevent_core-2.1.so.7",
    "libevent_extra-2.1.so.7",
    "libevent_pthreads-2.1.so.7",
];

const ABI: &str = "-2.1.so.7";

/// Function names of libevent begin like this.
const PREFIXES: [&str; 15] = [
    "_bufferevent_",
    "bufferevent_",
    "ev_token_bucket_",
    "evbuffer_",
    "evconnlistener_",
    "evdns_",
    "event_",
    "evhttp_",
    "evrpc_",
    "evtag_",
    "evthread_",
    "evtimer_",
    "evutil_",
    "evwatch_",
    "evws_",
];

/// `libevent.so`, `libevent_core-2.1.so.7` and so on, but not `libeventlog.so`.
pub(crate) fn is_libevent(library: &str) -> bool {
    library
        .strip_prefix("libevent")
        .is_some_and(|rest| rest.starts_with(['-', '_', '.']))
}

/// A libevent for programs that were compiled for another version of it.
pub(crate) fn is_other_abi(library: &str) -> bool {
    let Some((version, number)) = library.split_once(".so.") else {
        return false;
    };
    // A file may have more numbers behind its name: libevent-2.1.so.7.0.1.
    let number = number.split('.').next().unwrap_or_default();
    is_libevent(library) && !format!("{version}.so.{number}").ends_with(ABI)
}

/// A function's name that looks like libevent's.
pub(crate) fn has_prefix(function: &str) -> bool {
    PREFIXES.iter().any(|prefix| function.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries() {
        for library in [MAIN, FILE, "libevent_openssl-2.1.so.7", "libevent.so"] {
            assert!(is_libevent(library) && !is_other_abi(library), "{library}");
        }
        assert!(!is_other_abi("libevent-2.1.so.7.0.1"));
        for library in [
            "libevent-2.0.so.5",
            "libevent-1.4.so.2",
            "libevent_core-2.2.so.1",
            "libevent-2.1.so.6",
            "libevent-2.1.so.70",
        ] {
            assert!(is_libevent(library) && is_other_abi(library), "{library}");
        }
        for library in ["libeventlog-2.0.so.5", "libev.so.4", "libc.so.6", ""] {
            assert!(!is_libevent(library) && !is_other_abi(library), "{library}");
        }
    }

    #[test]
    fn functions() {
        assert!(has_prefix("event_base_new") && has_prefix("evtag_init"));
        assert!(!has_prefix("eventfd") && !has_prefix("my_event_new"));
    }
}
