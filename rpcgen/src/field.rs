//! What each kind of field is in C. The templates are in `scalars` and `arrays`; their gaps are filled here.

use crate::arrays;
use crate::model::{Field, File, Kind, Presence, Struct};
use crate::scalars;
use crate::template::fill;

/// The C of a kind of field.
pub(crate) struct Templates {
    /// The members of the struct that hold it.
    pub(crate) members: &'static str,
    /// Arguments of the functions, behind the message.
    pub(crate) assign: &'static str,
    pub(crate) get: &'static str,
    /// The declaration of the function that adds to an array, with `<name>` for its name; else nothing.
    pub(crate) add: &'static str,
    /// Those functions, and `<msg>_<field>_take_`, which reads the field.
    pub(crate) functions: &'static str,
    /// Statements that leave the field as it is in a new message.
    pub(crate) clear: &'static str,
    /// Statements that write the field.
    pub(crate) marshal: &'static str,
    /// Statements that return -1 if the field is there and lacks something.
    pub(crate) complete: &'static str,
}

/// A field with what is known about its file.
pub(crate) struct InC<'a> {
    pub(crate) field: &'a Field,
    pub(crate) templates: &'static Templates,
    values: Vec<(&'static str, String)>,
}

impl<'a> InC<'a> {
    pub(crate) fn new(file: &File, of: &Struct, field: &'a Field) -> Self {
        Self {
            field,
            templates: templates(field),
            values: values(file, of, field),
        }
    }

    pub(crate) fn fill(&self, template: &str) -> String {
        fill(template, &self.values)
    }

    /// The declarations of its functions, whose names begin and end like this: as functions, or as pointers.
    pub(crate) fn declarations(&self, before: &str, after: &str) -> String {
        let assign = format!("int <name>(struct <msg> *, {});\n", self.templates.assign);
        let get = format!("int <name>(struct <msg> *, {});\n", self.templates.get);
        let name = |what| format!("{before}{}_{what}{after}", self.field.name);
        let named = |template: &str, what| self.fill(template).replace("<name>", &name(what));
        named(&assign, "assign") + &named(&get, "get") + &named(self.templates.add, "add")
    }
}

fn templates(field: &Field) -> &'static Templates {
    let is_array = field.presence == Presence::Array;
    match &field.kind {
        Kind::Int | Kind::Int64 if is_array => &arrays::INT,
        Kind::String if is_array => &arrays::STRING,
        Kind::Struct(_) if is_array => &arrays::STRUCT,
        Kind::Int | Kind::Int64 => &scalars::INT,
        Kind::String => &scalars::STRING,
        Kind::Bytes => &scalars::BYTES,
        Kind::Fixed(_) => &scalars::FIXED,
        Kind::Struct(_) => &scalars::STRUCT,
    }
}

fn values(file: &File, of: &Struct, field: &Field) -> Vec<(&'static str, String)> {
    // With what is between a type and a name, which is nothing behind an asterisk.
    let (c_type, marshals) = match &field.kind {
        Kind::Int => ("ev_uint32_t ".to_owned(), "int"),
        Kind::Int64 => ("ev_uint64_t ".to_owned(), "int64"),
        Kind::String => ("char *".to_owned(), "string"),
        Kind::Bytes | Kind::Fixed(_) => ("ev_uint8_t *".to_owned(), ""),
        Kind::Struct(other) => (format!("struct {other} *"), other.as_str()),
    };
    let mut values = vec![
        ("msg", of.name.clone()),
        ("field", field.name.clone()),
        ("TAG", field.tag_name(of)),
        ("type", c_type),
        ("kind", marshals.to_owned()),
    ];
    match &field.kind {
        Kind::Fixed(length) => values.push(("length", length.clone())),
        Kind::Struct(other) if file.defines(other) => values.extend([
            (
                "read",
                format!(
                    "{other}_nested_(evbuf, {}, value, depth + 1)",
                    field.tag_name(of)
                ),
            ),
            (", int depth", ", int depth".to_owned()),
        ]),
        // Another file's functions count from the start again.
        Kind::Struct(other) => values.extend([
            (
                "read",
                format!(
                    "evtag_unmarshal_{other}(evbuf, {}, value)",
                    field.tag_name(of)
                ),
            ),
            (", int depth", String::new()),
        ]),
        _ => {}
    }
    values
}

/// Whether the depth at which the field is has to be known to read it.
pub(crate) fn needs_depth(file: &File, field: &Field) -> bool {
    matches!(&field.kind, Kind::Struct(other) if file.defines(other))
}
