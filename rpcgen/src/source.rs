//! The C file.

use crate::field::{InC, needs_depth};
use crate::model::{File, Kind, Presence, Struct};
use crate::template::{fill, indent};

/// `name` is that of the .rpc file, `header` what the header is called in the same directory.
pub(crate) fn source(file: &File, name: &str, header: &str) -> String {
    let mut out = fill(
        START,
        &[
            ("file", name.replace("*/", "* /")),
            ("header", header.to_owned()),
        ],
    );
    if has_bytes(file) {
        out += BYTES;
    }
    for name in file.used_structs() {
        out += &fill(COPY, &[("msg", name.to_owned())]);
    }
    out += "\n";
    for each in &file.structs {
        out += &fill(NESTED_DECLARATION, &[("msg", each.name.clone())]);
    }
    for each in &file.structs {
        out += &structure(file, each);
    }
    out
}

fn has_bytes(file: &File) -> bool {
    let mut fields = file.structs.iter().flat_map(|each| &each.fields);
    fields.any(|field| matches!(field.kind, Kind::String | Kind::Bytes))
}

fn structure(file: &File, each: &Struct) -> String {
    let fields: Vec<_> = each
        .fields
        .iter()
        .map(|field| InC::new(file, each, field))
        .collect();
    let lines = |of: &dyn Fn(&InC<'_>) -> String| fields.iter().map(of).collect::<String>();
    let clear = lines(&|in_c| in_c.fill(in_c.templates.clear));
    let marshal = lines(&marshal);
    let complete = lines(&complete);
    let values = [
        ("msg", each.name.clone()),
        ("base", indent(&base(each), 1)),
        (
            "functions",
            lines(&|in_c| "\n".to_owned() + &in_c.fill(in_c.templates.functions)),
        ),
        ("clear", body(&["msg"], &clear)),
        ("marshal", body(&["evbuf", "msg"], &marshal)),
        ("complete", body(&["msg"], &complete)),
        ("cases", indent(&lines(&|in_c| case(file, in_c)), 2)),
    ];
    fill(STRUCT, &values)
}

/// The functions through which the macros of event2/rpc.h go.
fn base(each: &Struct) -> String {
    let mut lines = String::new();
    for field in &each.fields {
        let name = format!("{}_{}", each.name, field.name);
        lines += &format!("{name}_assign,\n{name}_get,\n");
        if field.presence == Presence::Array {
            lines += &format!("{name}_add,\n");
        }
    }
    if lines.is_empty() {
        "0\n".to_owned()
    } else {
        lines
    }
}

/// The inside of a function of those parameters: what it counts with, and its statements.
fn body(parameters: &[&str], statements: &str) -> String {
    let mut out = String::new();
    if statements.contains("for (i = 0;") {
        out += "int i;\n\n";
    }
    for parameter in parameters {
        if !statements.contains(parameter) {
            out += &format!("(void){parameter};\n");
        }
    }
    indent(&(out + statements), 1)
}

/// What is required is written even if nobody has set it, as the original does, if there is a value at all.
fn marshal(in_c: &InC<'_>) -> String {
    let statements = in_c.fill(in_c.templates.marshal);
    if in_c.field.presence == Presence::Optional && !statements.starts_with("if (") {
        return in_c.fill("if (msg-><field>_set)\n") + &indent(&statements, 1);
    }
    statements
}

fn complete(in_c: &InC<'_>) -> String {
    let is_set = match in_c.field.presence {
        Presence::Required => "if (!msg-><field>_set)\n\treturn -1;\n",
        Presence::Optional | Presence::Array => "",
    };
    in_c.fill(is_set) + &in_c.fill(in_c.templates.complete)
}

fn case(file: &File, in_c: &InC<'_>) -> String {
    let depth = if needs_depth(file, in_c.field) {
        ", depth"
    } else {
        ""
    };
    let take = in_c.fill("<msg>_<field>_take_(msg, evbuf");
    in_c.fill("case <TAG>:\n") + &format!("\tif ({take}{depth}) == -1)\n\t\treturn -1;\n\tbreak;\n")
}

const START: &str = "\
/*
 * Generated from <file> by event_rpcgen: edit there.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>
#include <event2/tag.h>

#include \"<header>\"

/* Structs within structs: deeper ones are refused, since each level takes some of the stack. */
#define RPC_MAX_DEPTH_ 100
";

const BYTES: &str = "
/* A copy with a zero byte behind it. */
static void *
rpc_duplicate_(const void *bytes, size_t length)
{
	char *copy = (char *)malloc(length + 1);

	if (copy == NULL)
		return NULL;
	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\\0';
	return copy;
}

/* What comes next, if it has that tag, with a zero byte behind it. */
static void *
rpc_payload_(struct evbuffer *evbuf, ev_uint32_t tag, ev_uint32_t *length)
{
	char *payload;

	/* A length that is a lie must not make us allocate so much. */
	if (evtag_payload_length(evbuf, length) == -1 || *length > evbuffer_get_length(evbuf))
		return NULL;
	payload = (char *)malloc((size_t)*length + 1);
	if (payload == NULL)
		return NULL;
	if (evtag_unmarshal_fixed(evbuf, tag, payload, *length) == -1) {
		free(payload);
		return NULL;
	}
	payload[*length] = '\\0';
	return payload;
}
";

const COPY: &str = "
static struct <msg> *
<msg>_copy_(const struct <msg> *value)
{
	struct evbuffer *evbuf = evbuffer_new();
	struct <msg> *copy = <msg>_new();

	if (evbuf != NULL && copy != NULL) {
		<msg>_marshal(evbuf, value);
		if (<msg>_unmarshal(copy, evbuf) == 0) {
			evbuffer_free(evbuf);
			return copy;
		}
	}
	if (evbuf != NULL)
		evbuffer_free(evbuf);
	if (copy != NULL)
		<msg>_free(copy);
	return NULL;
}
";

const NESTED_DECLARATION: &str = "\
static int <msg>_nested_(struct evbuffer *, ev_uint32_t, struct <msg> *, int);
";

const STRUCT: &str = "
/* ---- <msg> ---- */

static struct <msg>_access_ <msg>_base_ = {
<base>};

struct <msg> *
<msg>_new(void)
{
	return <msg>_new_with_arg(NULL);
}

struct <msg> *
<msg>_new_with_arg(void *unused)
{
	struct <msg> *msg = (struct <msg> *)calloc(1, sizeof(*msg));

	(void)unused;
	if (msg != NULL)
		msg->base = &<msg>_base_;
	return msg;
}

void
<msg>_clear(struct <msg> *msg)
{
<clear>}

void
<msg>_free(struct <msg> *msg)
{
	<msg>_clear(msg);
	free(msg);
}
<functions>
void
<msg>_marshal(struct evbuffer *evbuf, const struct <msg> *msg)
{
<marshal>}

static int
<msg>_read_(struct <msg> *msg, struct evbuffer *evbuf, int depth)
{
	if (depth > RPC_MAX_DEPTH_)
		return -1;
	while (evbuffer_get_length(evbuf) > 0) {
		ev_uint32_t tag;

		if (evtag_peek(evbuf, &tag) == -1)
			return -1;
		switch (tag) {
<cases>		default:
			return -1;
		}
	}
	return <msg>_complete(msg);
}

int
<msg>_unmarshal(struct <msg> *msg, struct evbuffer *evbuf)
{
	return <msg>_read_(msg, evbuf, 0);
}

/* 0 if nothing that is required is missing, -1 else. */
int
<msg>_complete(struct <msg> *msg)
{
<complete>	return 0;
}

void
evtag_marshal_<msg>(struct evbuffer *evbuf, ev_uint32_t tag, const struct <msg> *msg)
{
	struct evbuffer *nested = evbuffer_new();

	if (nested == NULL)
		return;
	<msg>_marshal(nested, msg);
	evtag_marshal_buffer(evbuf, tag, nested);
	evbuffer_free(nested);
}

static int
<msg>_nested_(struct evbuffer *evbuf, ev_uint32_t need_tag, struct <msg> *msg, int depth)
{
	struct evbuffer *nested = evbuffer_new();
	ev_uint32_t tag;
	int result = -1;

	if (nested == NULL)
		return -1;
	if (evtag_unmarshal(evbuf, &tag, nested) != -1 && tag == need_tag)
		result = <msg>_read_(msg, nested, depth);
	evbuffer_free(nested);
	return result;
}

int
evtag_unmarshal_<msg>(struct evbuffer *evbuf, ev_uint32_t need_tag, struct <msg> *msg)
{
	return <msg>_nested_(evbuf, need_tag, msg, 0);
}
";
