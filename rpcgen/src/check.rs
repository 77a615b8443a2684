//! What has to be right about a file as a whole, so that what is made of it compiles.

use std::collections::HashMap;

use crate::error::{Result, wrong};
use crate::model::{File, Kind, Presence, Struct};

pub(crate) fn check(file: &File) -> Result<()> {
    no_field_twice(file)?;
    structs_are_known(file)?;
    names_of_structs(file)?;
    names_differ(file)
}

fn no_field_twice(file: &File) -> Result<()> {
    for each in &file.structs {
        let mut names = HashMap::new();
        let mut tags = HashMap::new();
        for field in &each.fields {
            if let Some(line) = names.insert(&field.name, field.line) {
                let text = format!("there is a field '{}' already, in line {line}", field.name);
                return wrong(field.line, text);
            }
            if let Some(name) = tags.insert(field.tag, &field.name) {
                let text = format!("'{name}' has the tag {} already", field.tag);
                return wrong(field.line, text);
            }
        }
    }
    Ok(())
}

/// A struct that is not here can only be in a header that another file was made into.
fn structs_are_known(file: &File) -> Result<()> {
    if file.directives.iter().any(|text| includes(text)) {
        return Ok(());
    }
    for field in file.structs.iter().flat_map(|each| &each.fields) {
        if let Kind::Struct(name) = &field.kind
            && !file.defines(name)
        {
            let text = format!(
                "expected the name of a struct, '{name}' is none here, and nothing is included"
            );
            return wrong(field.line, text);
        }
    }
    Ok(())
}

fn includes(directive: &str) -> bool {
    let name = directive.trim_start_matches('#').trim_start();
    name.starts_with("include")
}

/// Fields may have any name, since each name in C that is made of it is longer.
fn names_of_structs(file: &File) -> Result<()> {
    for each in &file.structs {
        if KEYWORDS.contains(&each.name.as_str()) {
            let text = format!("'{}' is a reserved word of C or C++", each.name);
            return wrong(each.line, text);
        }
        if OF_LIBRARY.contains(&each.name.as_str()) {
            let text = format!(
                "functions of 'struct {}' would be called as libevent's are",
                each.name
            );
            return wrong(each.line, text);
        }
    }
    Ok(())
}

/// Different things may lead to the same name in C, such as the fields a_b of x and b of x_a.
fn names_differ(file: &File) -> Result<()> {
    let mut owners: HashMap<String, String> = HashMap::new();
    for each in &file.structs {
        let owner = format!("struct {}", each.name);
        for name in names_of(each) {
            claim(&mut owners, name, owner.clone(), each.line)?;
        }
        for field in &each.fields {
            let mut names = vec![field.tag_name(each)];
            let prefix = format!("{}_{}", each.name, field.name);
            names.extend(["assign", "get"].map(|what| format!("{prefix}_{what}")));
            if field.presence == Presence::Array {
                names.push(format!("{prefix}_add"));
            }
            for name in names {
                let owner = format!("field {} of struct {}", field.name, each.name);
                claim(&mut owners, name, owner, field.line)?;
            }
        }
    }
    Ok(())
}

/// The names that a struct itself has in C.
fn names_of(each: &Struct) -> Vec<String> {
    let name = &each.name;
    let functions = [
        "new",
        "new_with_arg",
        "free",
        "clear",
        "marshal",
        "unmarshal",
        "complete",
    ];
    let mut names: Vec<_> = functions
        .iter()
        .map(|what| format!("{name}_{what}"))
        .collect();
    // Enums share the names of structs.
    names.extend([
        format!("struct {name}"),
        format!("struct {name}_access_"),
        format!("struct {}_", name.to_lowercase()),
        format!("{}_MAX_TAGS", each.upper_name()),
    ]);
    names
}

fn claim(
    owners: &mut HashMap<String, String>,
    name: String,
    owner: String,
    line: usize,
) -> Result<()> {
    match owners.get(&name) {
        Some(other) if *other == owner => wrong(line, format!("there is a {owner} already")),
        Some(other) => wrong(
            line,
            format!("{owner} and {other} would both be '{name}' in C"),
        ),
        None => {
            owners.insert(name, owner);
            Ok(())
        }
    }
}

/// evtag_marshal_string() and the like, or event_new(): such a function would be used instead of the library's.
const OF_LIBRARY: &[&str] = &[
    "buffer",
    "bufferevent",
    "evbuffer",
    "evconnlistener",
    "evdns_base",
    "event",
    "event_base",
    "event_config",
    "evhttp",
    "evhttp_bound_socket",
    "evhttp_connection",
    "evhttp_request",
    "evhttp_uri",
    "evrpc",
    "evrpc_pool",
    "evtimer",
    "evsignal",
    "fixed",
    "header",
    "int64",
    "string",
    "timeval",
];

/// Those of C99 and C++20.
const KEYWORDS: &[&str] = &[
    "_Bool",
    "_Complex",
    "_Imaginary",
    "alignas",
    "alignof",
    "and",
    "and_eq",
    "asm",
    "auto",
    "bitand",
    "bitor",
    "bool",
    "break",
    "case",
    "catch",
    "char",
    "char16_t",
    "char32_t",
    "char8_t",
    "class",
    "co_await",
    "co_return",
    "co_yield",
    "compl",
    "concept",
    "const",
    "const_cast",
    "consteval",
    "constexpr",
    "constinit",
    "continue",
    "decltype",
    "default",
    "delete",
    "do",
    "double",
    "dynamic_cast",
    "else",
    "enum",
    "explicit",
    "export",
    "extern",
    "false",
    "float",
    "for",
    "friend",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "mutable",
    "namespace",
    "new",
    "noexcept",
    "not",
    "not_eq",
    "nullptr",
    "operator",
    "or",
    "or_eq",
    "private",
    "protected",
    "public",
    "register",
    "reinterpret_cast",
    "requires",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "static_assert",
    "static_cast",
    "struct",
    "switch",
    "template",
    "this",
    "thread_local",
    "throw",
    "true",
    "try",
    "typedef",
    "typeid",
    "typename",
    "union",
    "unsigned",
    "using",
    "virtual",
    "void",
    "volatile",
    "wchar_t",
    "while",
    "xor",
    "xor_eq",
];
