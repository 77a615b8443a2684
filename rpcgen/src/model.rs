//! What a file says.

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct File {
    /// For the header, in their order.
    pub(crate) directives: Vec<String>,
    pub(crate) structs: Vec<Struct>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Struct {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) fields: Vec<Field>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) line: usize,
    pub(crate) tag: u32,
    pub(crate) kind: Kind,
    pub(crate) presence: Presence,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    /// Any number of times.
    Array,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    Int,
    Int64,
    String,
    Bytes,
    /// Bytes, always as many: a number, or the name of a macro.
    Fixed(String),
    Struct(String),
}

impl File {
    /// Whether this file defines that struct, and not one that it includes.
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.structs.iter().any(|each| each.name == name)
    }

    /// The structs that fields consist of, each once.
    pub(crate) fn used_structs(&self) -> Vec<&str> {
        let mut used = Vec::new();
        for field in self.structs.iter().flat_map(|each| &each.fields) {
            if let Kind::Struct(name) = &field.kind
                && !used.contains(&name.as_str())
            {
                used.push(name);
            }
        }
        used
    }
}

impl Struct {
    /// What its constants in C begin with.
    pub(crate) fn upper_name(&self) -> String {
        self.name.to_uppercase()
    }
}

impl Field {
    /// The name of its tag in C.
    pub(crate) fn tag_name(&self, of: &Struct) -> String {
        format!("{}_{}", of.upper_name(), self.name.to_uppercase())
    }
}
