//! The header.

use crate::field::InC;
use crate::model::{File, Struct};
use crate::template::{fill, indent};

/// `name` is that of the .rpc file, from which the guard is made, with all of its path: headers of the same name
/// in different directories get different guards.
pub(crate) fn header(file: &File, name: &str) -> String {
    let mut out = fill(
        START,
        &[("file", name.replace("*/", "* /")), ("guard", guard(name))],
    );
    if !file.directives.is_empty() {
        out += &format!("\n{}\n", file.directives.join("\n"));
    }
    out += CPLUSPLUS_START;
    let others = file
        .used_structs()
        .into_iter()
        .filter(|name| !file.defines(name));
    for name in file
        .structs
        .iter()
        .map(|each| each.name.as_str())
        .chain(others)
    {
        out += &format!("struct {name};\n");
    }
    for each in &file.structs {
        out += &structure(file, each);
    }
    out + CPLUSPLUS_END
}

fn guard(name: &str) -> String {
    let upper = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_uppercase()
        } else {
            '_'
        }
    };
    format!(
        "EVENT_RPCOUT_{}_",
        name.chars().map(upper).collect::<String>()
    )
}

fn structure(file: &File, each: &Struct) -> String {
    let fields: Vec<_> = each
        .fields
        .iter()
        .map(|field| InC::new(file, each, field))
        .collect();
    let tag = |in_c: &InC<'_>| format!("{} = {},\n", in_c.fill("<TAG>"), in_c.field.tag);
    let lines = |of: &dyn Fn(&InC<'_>) -> String| fields.iter().map(of).collect::<String>();
    // ISO C has no structs without members.
    let or_nothing = |lines: String| {
        if lines.is_empty() {
            "char unused_;\n".to_owned()
        } else {
            lines
        }
    };
    fill(
        STRUCT,
        &[
            ("msg", each.name.clone()),
            ("enum", each.name.to_lowercase()),
            ("MSG", each.upper_name()),
            ("tags", indent(&lines(&tag), 1)),
            (
                "access",
                indent(&or_nothing(lines(&|in_c| in_c.declarations("(*", ")"))), 1),
            ),
            (
                "members",
                indent(&lines(&|in_c| in_c.fill(in_c.templates.members) + "\n"), 1),
            ),
            (
                "set",
                indent(
                    &lines(&|in_c| format!("ev_uint8_t {}_set;\n", in_c.field.name)),
                    1,
                ),
            ),
            (
                "functions",
                lines(&|in_c| in_c.declarations(&format!("{}_", each.name), "")),
            ),
        ],
    )
}

const START: &str = "\
/*
 * Generated from <file> by event_rpcgen: edit there.
 */
#ifndef <guard>
#define <guard>

#include <event2/util.h>
#include <event2/rpc.h>
";

const CPLUSPLUS_START: &str = "
#ifdef __cplusplus
extern \"C\" {
#endif

struct evbuffer;
";

const STRUCT: &str = "
/* ---- <msg> ---- */

enum <enum>_ {
<tags>	<MSG>_MAX_TAGS
};

struct <msg>_access_ {
<access>};

struct <msg> {
	struct <msg>_access_ *base;

<members>
<set>};

struct <msg> *<msg>_new(void);
struct <msg> *<msg>_new_with_arg(void *);
void <msg>_free(struct <msg> *);
void <msg>_clear(struct <msg> *);
void <msg>_marshal(struct evbuffer *, const struct <msg> *);
int <msg>_unmarshal(struct <msg> *, struct evbuffer *);
int <msg>_complete(struct <msg> *);
void evtag_marshal_<msg>(struct evbuffer *, ev_uint32_t, const struct <msg> *);
int evtag_unmarshal_<msg>(struct evbuffer *, ev_uint32_t, struct <msg> *);
<functions>";

const CPLUSPLUS_END: &str = "
#ifdef __cplusplus
}
#endif

#endif
";
