//! URIs, queries, lists of headers, and the encoding of texts.

use std::ffi::{c_char, c_int, c_uint};
use std::ptr;
use std::slice;

use super::super::keyvalq_struct::evkeyvalq;
use super::super::util::ev_ssize_t;
use super::super::{status, text};
use super::evhttp_uri;
use crate::ds::handle::Handle;
use crate::http::{
    Failed, Headers, Piece, Plus, QueryFlags, Uri, UriFlags, decode, encode, escape_html,
    parse_query,
};
use crate::rt::mm::OutOfMemory;
use crate::rt::text::Text;

/// The flags of a URI that a program gives; unknown ones are ignored.
fn uri_flags(flags: c_uint) -> UriFlags {
    UriFlags::from_bits_truncate(flags)
}

/// # Safety
/// `uri` is NULL or a URI that was not freed.
unsafe fn handle(uri: *const evhttp_uri) -> Option<Uri> {
    // SAFETY: the caller's promise.
    unsafe { Handle::from_ptr(uri.cast_mut()) }
}

fn new_text(text: Option<Result<Text, OutOfMemory>>) -> *mut c_char {
    match text {
        Some(Ok(text)) => text.into_raw(),
        _ => ptr::null_mut(),
    }
}

/// Takes a URI apart, as RFC 3986 says. It may be relative. Returns NULL if it is none. Free the result with
/// evhttp_uri_free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_parse(source_uri: *const c_char) -> *mut evhttp_uri {
    // SAFETY: as for the function itself.
    unsafe { evhttp_uri_parse_with_flags(source_uri, 0) }
}

/// As evhttp_uri_parse(), with EVHTTP_URI_ flags.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_parse_with_flags(
    source_uri: *const c_char,
    flags: c_uint,
) -> *mut evhttp_uri {
    // SAFETY: the string comes from the program, which vouches for it.
    let source = unsafe { text(source_uri) };
    let uri = source.and_then(|text| Uri::parse(text.to_bytes(), uri_flags(flags)).ok());
    uri.map_or(ptr::null_mut(), Uri::as_ptr)
}

/// Makes a URI without parts. NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn evhttp_uri_new() -> *mut evhttp_uri {
    Uri::new().map_or(ptr::null_mut(), Uri::as_ptr)
}

/// Frees a URI. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_free(uri: *mut evhttp_uri) {
    // SAFETY: the pointer comes from the program, which gives it up.
    if let Some(uri) = unsafe { handle(uri) } {
        uri.free();
    }
}

/// Sets the EVHTTP_URI_ flags that what is set from now on is checked with.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_flags(uri: *mut evhttp_uri, flags: c_uint) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(uri) = unsafe { handle(uri) } {
        uri.set_flags(uri_flags(flags));
    }
}

/// # Safety
/// As for the functions that call it.
unsafe fn piece(uri: *const evhttp_uri, which: Piece) -> *const c_char {
    // SAFETY: the caller's promise.
    unsafe { handle(uri) }.map_or(ptr::null(), |uri| uri.piece(which))
}

/// # Safety
/// As for the functions that call it.
unsafe fn set_piece(uri: *mut evhttp_uri, which: Piece, value: *const c_char) -> c_int {
    // SAFETY: the caller's promise.
    let (uri, value) = unsafe { (handle(uri), text(value)) };
    let value = value.map(|text| text.to_bytes());
    status(uri.ok_or(Failed).and_then(|uri| uri.set(which, value)))
}

/// The scheme of a URI, such as "http", or NULL. What these functions return is the URI's, until the part is set anew.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_scheme(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::Scheme) }
}

/// What is before the @ of a URI, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_userinfo(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::Userinfo) }
}

/// The host of a URI, or NULL. It is "" if there is an authority without a host, as in "file:///etc". An IPv6 address has
/// its brackets, unless the URI has EVHTTP_URI_HOST_STRIP_BRACKETS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_host(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::Host) }
}

/// The path of the UNIX socket that a URI names, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_unixsocket(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::UnixSocket) }
}

/// The port of a URI, or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_port(uri: *const evhttp_uri) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { handle(uri) }.map_or(-1, Uri::port)
}

/// The path of a URI, which may be "". NULL if the URI was not parsed and has none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_path(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::Path) }
}

/// What is behind the question mark of a URI, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_query(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::Query) }
}

/// What is behind the # of a URI, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_get_fragment(uri: *const evhttp_uri) -> *const c_char {
    // SAFETY: the pointer comes from the program, which vouches for it.
    unsafe { piece(uri, Piece::Fragment) }
}

/// Sets the scheme of a URI, or takes it away, if it is NULL. Returns -1 for what cannot be a scheme, and leaves it as it
/// is then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_scheme(
    uri: *mut evhttp_uri,
    scheme: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::Scheme, scheme) }
}

/// Sets what is before the @ of a URI, as evhttp_uri_set_scheme() does the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_userinfo(
    uri: *mut evhttp_uri,
    userinfo: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::Userinfo, userinfo) }
}

/// Sets the host of a URI, as evhttp_uri_set_scheme() does the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_host(uri: *mut evhttp_uri, host: *const c_char) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::Host, host) }
}

/// Sets the path of a UNIX socket in a URI, as evhttp_uri_set_scheme() does the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_unixsocket(
    uri: *mut evhttp_uri,
    unixsocket: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::UnixSocket, unixsocket) }
}

/// Sets the port of a URI; -1 for none. Returns -1 for smaller numbers.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_port(uri: *mut evhttp_uri, port: c_int) -> c_int {
    // SAFETY: the pointer comes from the program, which vouches for it.
    let uri = unsafe { handle(uri) };
    status(uri.ok_or(Failed).and_then(|uri| uri.set_port(port)))
}

/// Sets the path of a URI, as evhttp_uri_set_scheme() does the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_path(uri: *mut evhttp_uri, path: *const c_char) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::Path, path) }
}

/// Sets what is behind the question mark of a URI, as evhttp_uri_set_scheme() does the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_query(uri: *mut evhttp_uri, query: *const c_char) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::Query, query) }
}

/// Sets what is behind the # of a URI, as evhttp_uri_set_scheme() does the scheme.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_set_fragment(
    uri: *mut evhttp_uri,
    fragment: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    unsafe { set_piece(uri, Piece::Fragment, fragment) }
}

/// Puts the parts of a URI together in `buf`, which has `limit` bytes. Returns `buf`, or NULL if there is no room.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uri_join(
    uri: *mut evhttp_uri,
    buf: *mut c_char,
    limit: usize,
) -> *mut c_char {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (uri, room) = unsafe {
        if buf.is_null() || limit == 0 {
            return ptr::null_mut();
        }
        buf.cast::<u8>().write_bytes(0, limit);
        (
            handle(uri),
            slice::from_raw_parts_mut(buf.cast::<u8>(), limit),
        )
    };
    match uri.map(|uri| uri.join(room)) {
        Some(Ok(())) => buf,
        _ => ptr::null_mut(),
    }
}

/// Encodes a string for a URI: all but letters, digits and "-._~" becomes %XX. NULL without memory. Free the
/// result with free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_encode_uri(str_: *const c_char) -> *mut c_char {
    // SAFETY: as for the function itself.
    unsafe { evhttp_uriencode(str_, -1, 0) }
}

/// As evhttp_encode_uri(), for `size` bytes, or up to the NUL if that is negative; a space becomes +, if
/// `space_to_plus` is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uriencode(
    str_: *const c_char,
    size: ev_ssize_t,
    space_to_plus: c_int,
) -> *mut c_char {
    // SAFETY: the string comes from the program, which vouches for it, and for its length.
    let bytes = unsafe {
        match usize::try_from(size) {
            Ok(size) if !str_.is_null() => Some(slice::from_raw_parts(str_.cast::<u8>(), size)),
            Ok(_) => None,
            Err(_) => text(str_).map(|text| text.to_bytes()),
        }
    };
    new_text(bytes.map(|bytes| encode(bytes, space_to_plus != 0)))
}

/// Decodes %XX, and + behind the first question mark. Better use evhttp_uridecode(), and parse before decoding. Free
/// the result with free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_decode_uri(uri: *const c_char) -> *mut c_char {
    // SAFETY: the string comes from the program, which vouches for it.
    let source = unsafe { text(uri) };
    new_text(source.map(|text| decode(text.to_bytes(), Plus::SpaceInQuery)))
}

/// Decodes %XX, and + to a space, if `decode_plus` is set. The result may have NULs; its length is stored in
/// `size_out`, which may be NULL. Free it with free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_uridecode(
    uri: *const c_char,
    decode_plus: c_int,
    size_out: *mut usize,
) -> *mut c_char {
    let plus = if decode_plus != 0 {
        Plus::Space
    } else {
        Plus::Itself
    };
    // SAFETY: the string comes from the program, which vouches for it.
    let source = unsafe { text(uri) };
    let decoded = source.map(|text| decode(text.to_bytes(), plus));
    if let Some(Ok(text)) = &decoded
        && !size_out.is_null()
    {
        // SAFETY: the program vouches for the pointer.
        unsafe { size_out.write(text.as_bytes().len()) };
    }
    new_text(decoded)
}

/// Escapes the characters < > " ' & for HTML. Free the result with free().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_htmlescape(html: *const c_char) -> *mut c_char {
    // SAFETY: the string comes from the program, which vouches for it.
    let source = unsafe { text(html) };
    new_text(source.map(|text| escape_html(text.to_bytes())))
}

/// Sets up `headers` and stores the query's pairs of a whole URI there. Better use evhttp_parse_query_str(). Returns
/// -1, with nothing stored, if the URI or its query is malformed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_parse_query(uri: *const c_char, headers: *mut evkeyvalq) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (source, list) = unsafe { (text(uri), new_list(headers)) };
    let Some(list) = list else { return -1 };
    let uri = source.and_then(|text| Uri::parse(text.to_bytes(), UriFlags::empty()).ok());
    let Some(uri) = uri else { return -1 };
    // SAFETY: the URI holds the string, or it is NULL.
    let query = unsafe { text(uri.piece(Piece::Query)) };
    let query = query.map_or(&b""[..], |text| text.to_bytes());
    let parsed = parse_query(query, QueryFlags::empty(), list);
    uri.free();
    status(parsed)
}

/// Sets up `headers` and stores a query's pairs there, such as those of "a=b&c=d"; values are decoded. Returns -1,
/// with nothing stored, if a pair has no name or no equals sign. Free them with evhttp_clear_headers().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_parse_query_str(
    query: *const c_char,
    headers: *mut evkeyvalq,
) -> c_int {
    // SAFETY: as for the function itself.
    unsafe { evhttp_parse_query_str_flags(query, headers, 0) }
}

/// As evhttp_parse_query_str(), with EVHTTP_URI_QUERY_ flags.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_parse_query_str_flags(
    query: *const c_char,
    headers: *mut evkeyvalq,
    flags: c_uint,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (query, list) = unsafe { (text(query), new_list(headers)) };
    let (Some(query), Some(list)) = (query, list) else {
        return -1;
    };
    let flags = QueryFlags::from_bits_truncate(flags);
    status(parse_query(query.to_bytes(), flags, list))
}

/// # Safety
/// `headers` is NULL or writable.
unsafe fn new_list(headers: *mut evkeyvalq) -> Option<Headers> {
    // SAFETY: the caller's promise.
    ptr::NonNull::new(headers).map(|list| unsafe { Headers::set_up(list) })
}

/// The value of the first header of that name, letters of either case counting as one; or NULL. It is the list's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_find_header(
    headers: *const evkeyvalq,
    key: *const c_char,
) -> *const c_char {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (list, key) = unsafe { (Headers::from_ptr(headers), text(key)) };
    let found = list
        .zip(key)
        .and_then(|(list, key)| list.find(key.to_bytes()));
    // SAFETY: the entry is the list's.
    found.map_or(ptr::null(), |entry| unsafe { entry.as_ref() }.value)
}

/// Removes the first header of that name. Returns -1 if there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_remove_header(
    headers: *mut evkeyvalq,
    key: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (list, key) = unsafe { (Headers::from_ptr(headers), text(key)) };
    let removed = list
        .zip(key)
        .is_some_and(|(list, key)| list.remove(key.to_bytes()));
    if removed { 0 } else { -1 }
}

/// Adds a header, of which there may be others of that name. Returns -1, with nothing added, if the name has a line end,
/// or the value has one that is not followed by a space or a tab.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_add_header(
    headers: *mut evkeyvalq,
    key: *const c_char,
    value: *const c_char,
) -> c_int {
    // SAFETY: the pointers come from the program, which vouches for them.
    let (list, key, value) = unsafe { (Headers::from_ptr(headers), text(key), text(value)) };
    let (Some(list), Some(key), Some(value)) = (list, key, value) else {
        return -1;
    };
    status(list.add(key.to_bytes(), value.to_bytes()))
}

/// Removes and frees all headers of a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn evhttp_clear_headers(headers: *mut evkeyvalq) {
    // SAFETY: the pointer comes from the program, which vouches for it.
    if let Some(list) = unsafe { Headers::from_ptr(headers) } {
        list.clear();
    }
}
