//! The public headers in `include/` are made from `src/ffi/` and committed; this checks that they
//! are up to date. To write them anew: `UPDATE_HEADERS=1 cargo test --test headers`.
//!
//! cbindgen turns one source file at a time into declarations. What it cannot express (macros with
//! arguments, structs with anonymous members) comes from `src/ffi/parts/`. Around that go the
//! guard, the includes, `extern "C"` and forward declarations.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

struct Header {
    /// Below `include/`. The guard follows from it.
    name: &'static str,
    /// What it is about. Empty: the `//!` comment of the first source says it.
    doc: &'static str,
    includes: &'static [&'static str],
    /// Files below `src/ffi/` in order: Rust sources for cbindgen, `.h` parts to copy.
    body: &'static [&'static str],
}

#[rustfmt::skip]
const HEADERS: &[Header] = &[
    Header {
        name: "event2/event-config.h",
        doc: "How the library was built, as macros that programs test.",
        includes: &[],
        body: &["parts/event-config.h"],
    },
    Header {
        name: "event2/visibility.h",
        doc: "The macros that mark what the library exports.",
        includes: &["event2/event-config.h"],
        body: &["parts/visibility.h"],
    },
    Header {
        name: "event2/util.h",
        doc: "",
        includes: &[
            "event2/visibility.h", "errno.h", "netdb.h", "stdarg.h", "stddef.h", "stdint.h",
            "sys/socket.h", "sys/time.h", "sys/types.h", "time.h",
        ],
        body: &["parts/util_types.h", "util.rs", "parts/util_macros.h"],
    },
    Header {
        name: "event2/event.h",
        doc: "",
        includes: &["event2/visibility.h", "event2/util.h", "stdio.h", "sys/time.h", "sys/types.h"],
        body: &[
            "event.rs", "event/global.rs", "event/config.rs", "event/base.rs", "event/dispatch.rs",
            "event/events.rs", "parts/event_macros.h",
        ],
    },
    Header {
        name: "event2/event_compat.h",
        doc: "",
        includes: &["event2/visibility.h", "event2/util.h"],
        body: &["event_compat.rs", "parts/event_compat_macros.h"],
    },
    Header {
        name: "event2/event_struct.h",
        doc: "",
        includes: &["event2/util.h", "event2/keyvalq_struct.h"],
        body: &["parts/list_marks.h", "event_struct.rs", "parts/event_struct.h"],
    },
    Header {
        name: "event2/keyvalq_struct.h",
        doc: "",
        includes: &[],
        body: &["parts/tailq_marks.h", "keyvalq_struct.rs"],
    },
    Header {
        name: "event2/thread.h",
        doc: "",
        includes: &["event2/visibility.h"],
        body: &["thread.rs"],
    },
    Header {
        name: "event2/watch.h",
        doc: "",
        includes: &["event2/visibility.h"],
        body: &["watch.rs"],
    },
    Header {
        name: "event2/buffer.h",
        doc: "",
        includes: &["event2/visibility.h", "event2/util.h", "sys/uio.h"],
        body: &["parts/buffer.h", "buffer.rs", "buffer/bytes.rs", "buffer/transfer.rs"],
    },
    Header {
        name: "event2/buffer_compat.h",
        doc: "",
        includes: &["event2/buffer.h"],
        body: &["buffer_compat.rs", "parts/buffer_compat_macros.h"],
    },
    Header {
        name: "event2/bufferevent.h",
        doc: "",
        includes: &["event2/visibility.h", "event2/util.h"],
        body: &[
            "bufferevent.rs", "bufferevent/socket.rs", "bufferevent/limits.rs",
            "parts/bufferevent_macros.h",
        ],
    },
    Header {
        name: "event2/bufferevent_compat.h",
        doc: "",
        includes: &["event2/bufferevent.h"],
        body: &["bufferevent_compat.rs", "parts/bufferevent_compat_macros.h"],
    },
    Header {
        name: "event2/bufferevent_struct.h",
        doc: "",
        includes: &["event2/bufferevent.h", "event2/event_struct.h"],
        body: &["bufferevent_struct.rs"],
    },
    Header {
        name: "event2/bufferevent_ssl.h",
        doc: "",
        includes: &["event2/bufferevent.h", "event2/util.h"],
        body: &[
            "bufferevent_ssl.rs", "../../tls/core/src/flags.rs", "../../tls/openssl/src/ffi.rs",
            "../../tls/mbedtls/src/ffi.rs",
        ],
    },
    Header {
        name: "event2/bufferevent_tls.h",
        doc: "",
        includes: &["event2/bufferevent.h", "event2/bufferevent_ssl.h", "event2/util.h", "stddef.h"],
        body: &["bufferevent_tls.rs", "../../tls/core/src/context.rs"],
    },
    Header {
        name: "event2/bufferevent_connect.h",
        doc: "",
        includes: &["event2/bufferevent.h", "event2/util.h"],
        body: &["bufferevent_connect.rs"],
    },
    Header {
        name: "event2/dns.h",
        doc: "",
        includes: &["event2/util.h", "event2/visibility.h"],
        body: &["dns.rs", "dns/resolver.rs", "dns/question.rs", "dns/server.rs"],
    },
    Header {
        name: "event2/dns_record.h",
        doc: "",
        includes: &["event2/dns.h"],
        body: &["dns_record.rs"],
    },
    Header {
        name: "event2/dns_compat.h",
        doc: "",
        includes: &["event2/dns.h"],
        body: &["dns_compat.rs"],
    },
    Header {
        name: "event2/dns_struct.h",
        doc: "",
        includes: &["event2/util.h"],
        body: &["parts/dns_struct.h", "dns_struct.rs"],
    },
    Header {
        name: "event2/http.h",
        doc: "",
        includes: &["event2/util.h", "event2/visibility.h"],
        body: &[
            "http.rs", "parts/http.h", "http/server.rs", "http/reply.rs", "http/request.rs", "http/connection.rs",
            "http/client.rs", "http/uri.rs",
        ],
    },
    Header {
        name: "event2/http_compat.h",
        doc: "",
        includes: &["event2/util.h"],
        body: &["http_compat.rs", "parts/http_compat_macros.h"],
    },
    Header {
        name: "event2/http_stream.h",
        doc: "",
        includes: &["event2/http.h"],
        body: &["http_stream.rs"],
    },
    Header {
        name: "event2/http_struct.h",
        doc: "",
        includes: &["event2/http.h"],
        body: &["http_struct.rs"],
    },
    Header {
        name: "event2/listener.h",
        doc: "",
        includes: &["event2/event.h"],
        body: &["listener.rs"],
    },
    Header {
        name: "event2/rpc.h",
        doc: "",
        includes: &["event2/util.h", "event2/visibility.h"],
        body: &["rpc.rs", "parts/rpc_macros.h"],
    },
    Header {
        name: "event2/rpc_struct.h",
        doc: "",
        includes: &[],
        body: &["parts/tailq_marks.h", "rpc_struct.rs"],
    },
    Header {
        name: "event2/rpc_compat.h",
        doc: "Older macros for remote procedure calls. New programs use event2/rpc.h alone.",
        includes: &[],
        body: &["parts/rpc_compat.h"],
    },
    Header {
        name: "event2/tag.h",
        doc: "",
        includes: &["event2/util.h", "event2/visibility.h"],
        body: &["tag.rs"],
    },
    Header {
        name: "event2/tag_compat.h",
        doc: "Older names for functions of event2/tag.h.",
        includes: &[],
        body: &["parts/tag_compat.h"],
    },
    Header {
        name: "event2/ws.h",
        doc: "",
        includes: &["event2/visibility.h", "stddef.h", "stdint.h"],
        body: &["ws.rs"],
    },
    Header {
        name: "event2/ws_extra.h",
        doc: "",
        includes: &["event2/http.h", "event2/ws.h", "sys/time.h"],
        body: &["ws_extra.rs"],
    },
    Header {
        name: "evutil.h",
        doc: "The header of libevent 1.x for utilities.\nNew programs include what they need from event2/.",
        includes: &["event2/util.h"],
        body: &[],
    },
    Header {
        name: "event.h",
        doc: "The header of libevent 1.x for events, buffers and bufferevents.\nNew programs include what they need from event2/.",
        includes: &["evutil.h", "event2/event_struct.h", "event2/event.h", "event2/event_compat.h", "event2/buffer.h", "event2/buffer_compat.h", "event2/bufferevent.h", "event2/bufferevent_struct.h", "event2/bufferevent_compat.h", "event2/tag.h", "event2/tag_compat.h"],
        body: &[],
    },
    Header {
        name: "evdns.h",
        doc: "The header of libevent 1.x for DNS.\nNew programs include what they need from event2/.",
        includes: &["event.h", "event2/dns.h", "event2/dns_compat.h", "event2/dns_struct.h"],
        body: &[],
    },
    Header {
        name: "evhttp.h",
        doc: "The header of libevent 1.x for HTTP.\nNew programs include what they need from event2/.",
        includes: &["event.h", "event2/http.h", "event2/http_struct.h", "event2/http_compat.h"],
        body: &[],
    },
    Header {
        name: "evrpc.h",
        doc: "The header of libevent 1.x for remote procedure calls.\nNew programs include what they need from event2/.",
        includes: &["event.h", "event2/rpc.h", "event2/rpc_struct.h", "event2/rpc_compat.h"],
        body: &[],
    },
];

#[test]
fn headers_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let update = env::var_os("UPDATE_HEADERS").is_some();
    let mut stale = Vec::new();
    for header in HEADERS {
        let path = root.join("include").join(header.name);
        let text = generate(root, header);
        if fs::read_to_string(&path).unwrap_or_default() == text {
            continue;
        }
        if update {
            fs::write(&path, text).expect("write a header");
        } else {
            stale.push(header.name);
        }
    }
    assert!(
        stale.is_empty(),
        "out of date: {stale:?}; see the top of tests/headers.rs"
    );
}

/// The whole text of a header.
fn generate(root: &Path, header: &Header) -> String {
    let main = header.body.iter().find(|file| file.ends_with(".rs"));
    let mut doc = header.doc.to_owned();
    let mut body = String::new();
    for file in header.body {
        let path = root.join("src/ffi").join(file);
        let source = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{file}: {e}"));
        if file.ends_with(".rs") {
            let about = module_doc(&source);
            if Some(file) == main {
                doc = about;
            } else {
                body += &comment("/* ---- ", &about);
                body.push('\n');
            }
            body += declarations(root, &path, &source).trim();
        } else {
            body += source.trim();
        }
        body += "\n\n";
    }

    let from = match main.or(header.body.first()) {
        Some(file) => format!("from src/ffi/{file} "),
        None => String::new(),
    };
    let guard = guard(header.name);
    let mut text = format!("/* Generated {from}by tests/headers.rs: edit there. */\n\n");
    text += &comment("/** ", &doc);
    write!(text, "#ifndef {guard}\n#define {guard}\n\n").unwrap();
    for include in header.includes {
        writeln!(text, "#include <{include}>").unwrap();
    }
    if !header.includes.is_empty() {
        text.push('\n');
    }
    if main.is_some() {
        text += "#ifdef __cplusplus\nextern \"C\" {\n#endif\n\n";
        text += &forward_declarations(header, &body);
        text += body.trim_start();
        text += "#ifdef __cplusplus\n}\n#endif\n\n";
    } else {
        text += &body;
    }
    text + "#endif\n"
}

/// `event2/dns.h` has the guard `EVENT2_DNS_H_INCLUDED_`, and `evdns.h` `EVENT1_EVDNS_H_INCLUDED_`.
fn guard(name: &str) -> String {
    let name = match name.contains('/') {
        true => name.to_owned(),
        false => format!("event1/{name}"),
    };
    name.to_uppercase().replace(['/', '.', '-'], "_") + "_INCLUDED_"
}

/// The `//!` comment at the top of a Rust file.
fn module_doc(source: &str) -> String {
    let lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    lines
        .map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned() + "\n")
        .collect()
}

/// A C comment that begins with `opening`.
fn comment(opening: &str, text: &str) -> String {
    let lines: Vec<String> = text
        .trim_end()
        .lines()
        .map(|l| format!(" * {l}").trim_end().to_owned())
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("{opening}{} */\n", &line[3..]),
        [first, rest @ ..] => format!("{opening}{}\n{}\n */\n", &first[3..], rest.join("\n")),
    }
}

/// What cbindgen makes of one source file.
fn declarations(root: &Path, path: &Path, source: &str) -> String {
    let mut config =
        cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml");
    config
        .export
        .rename
        .retain(|name, _| !defines(source, name));
    // Types need not be used by a function to be public.
    config.export.include = source.lines().filter_map(declared_type).collect();
    let bindings = cbindgen::Builder::new()
        .with_config(config)
        .with_src(path)
        .generate();
    let mut text = Vec::new();
    bindings
        .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
        .write(&mut text);
    tidy(&String::from_utf8(text).expect("cbindgen writes UTF-8"))
}

/// Whether cbindgen is to make the struct `name` from this source.
fn defines(source: &str, name: &str) -> bool {
    source
        .split_once(&format!("pub struct {name} "))
        .and_then(|(before, _)| before.rsplit("\n\n").next())
        .is_some_and(|attributes| !attributes.contains("cbindgen:ignore"))
}

/// The name that this line declares as a public type.
fn declared_type(line: &str) -> Option<String> {
    let rest = ["pub struct ", "pub enum ", "pub type "]
        .iter()
        .find_map(|k| line.strip_prefix(k))?;
    Some(
        rest.split(|c: char| !c.is_alphanumeric() && c != '_')
            .next()?
            .to_owned(),
    )
}

/// What cbindgen writes, made compact, and completed where it has no words for C.
fn tidy(text: &str) -> String {
    let text = text.replace(",\n}", "\n}");
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let code = line.trim_start();
        let indent = &line[..line.len() - code.len()];
        if code == "/**" {
            let first = lines
                .next()
                .unwrap_or_default()
                .trim_start_matches([' ', '*']);
            if lines.peek().is_some_and(|next| next.trim() == "*/") {
                lines.next();
                writeln!(out, "{indent}/** {first} */").unwrap();
            } else {
                writeln!(out, "{indent}/** {first}").unwrap();
            }
        } else if let Some(rest) = code.strip_prefix("*  ") {
            writeln!(out, "{indent}* {rest}").unwrap();
        } else if let Some(bits) = code.strip_prefix("unsigned int bits_") {
            // One word of the struct, which C sees as single bits.
            let bits = bits.trim_end_matches(';').replace('_', ":1, ");
            writeln!(out, "{indent}unsigned int {bits}:1;").unwrap();
        } else if let Some((tag, field)) = code
            .strip_prefix("TailqEntry<")
            .and_then(|c| c.split_once('>'))
        {
            // C has an anonymous struct for the links of tail queues.
            let links = format!("struct {tag} *tqe_next; struct {tag} **tqe_prev;");
            writeln!(out, "{indent}struct {{ {links} }}{field}").unwrap();
        } else if let Some(start) = code.strip_prefix("extern ") {
            // The functions with variable arguments; those of Rust come without "extern".
            let mut prototype = start.to_owned();
            while !prototype.ends_with(';') {
                prototype = prototype + " " + lines.next().expect("a semicolon").trim();
            }
            write_printf_like(&mut out, &prototype);
        } else if code.ends_with("va_list ap);") {
            write_printf_like(&mut out, code);
        } else {
            writeln!(out, "{line}").unwrap();
        }
    }
    out
}

fn write_printf_like(out: &mut String, prototype: &str) {
    let attribute = printf_attribute(prototype);
    writeln!(out, "{}\n  {attribute};", prototype.trim_end_matches(';')).unwrap();
}

/// Has the compiler check the arguments against the parameter named `format`.
fn printf_attribute(prototype: &str) -> String {
    let parameters: Vec<&str> = prototype.split(',').collect();
    let format = 1 + parameters
        .iter()
        .position(|p| p.ends_with("*format"))
        .expect("a format");
    let first = if prototype.ends_with("...);") {
        format + 1
    } else {
        0
    };
    format!("__attribute__((format(printf, {format}, {first})))")
}

/// Declares every struct that the text mentions but does not declare.
fn forward_declarations(header: &Header, body: &str) -> String {
    let mut tags = BTreeSet::new();
    let code =
        |line: &&str| !line.trim_start().starts_with(['*', '/', '#']) && !line.ends_with('\\');
    for line in body.lines().filter(code) {
        for rest in line.split("struct ").skip(1) {
            tags.insert(
                rest.split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap(),
            );
        }
    }
    // All headers of ours but this one bring the system's structs along.
    let has_system = header
        .includes
        .iter()
        .any(|name| *name != "event2/visibility.h");
    let system = [
        "addrinfo",
        "evutil_addrinfo",
        "iovec",
        "sockaddr",
        "timeval",
        "tm",
    ];
    tags.retain(|tag| {
        let declared = body.contains(&format!("struct {tag} {{"))
            || body.contains(&format!("\nstruct {tag};"))
            || has_system && system.contains(tag);
        !tag.is_empty() && !declared
    });
    let mut out: String = tags.iter().map(|tag| format!("struct {tag};\n")).collect();
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
