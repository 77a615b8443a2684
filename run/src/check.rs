//! What a program and its libraries use of libevent, and whether ours has it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::elf::{Elf, Symbol, Symbols};
use crate::error::{Error, Result};
use crate::linker::Loaded;
use crate::names;
use crate::ours::Ours;
use crate::plan::Plan;
use crate::report::{Report, User};

type Exports = BTreeMap<String, Symbol>;

/// Reads the program, of which `elf` is known already, and all that it would load on our library.
pub(crate) fn check(program: &Path, elf: Elf, plan: &Plan, ours: &Ours) -> Result<Report> {
    plan.check_loadable(program)?;
    if elf.symbols.imports.is_empty() && elf.symbols.exports.is_empty() {
        return Err(Error::NoSymbols(program.to_owned()));
    }
    let original = exports(plan.before.iter().filter(|loaded| loaded.is_libevent()))?;
    let provided = exports(plan.after.iter().filter(|loaded| ours.has(loaded)))?;
    let mut objects = vec![(program.to_owned(), elf.symbols)];
    for path in plan
        .after
        .iter()
        .filter(|loaded| !ours.has(loaded))
        .filter_map(|loaded| loaded.path.as_ref())
    {
        objects.push((path.clone(), Elf::read(path)?.symbols));
    }
    Ok(Report {
        program: program.to_owned(),
        users: users(&objects, &original, &provided),
        stays: plan.stays.clone(),
        method: plan.method,
        dir: ours.dir().to_owned(),
    })
}

/// All that these libraries provide.
fn exports<'a>(libraries: impl Iterator<Item = &'a Loaded>) -> Result<Exports> {
    let mut exports = Exports::new();
    for path in libraries.filter_map(|loaded| loaded.path.as_ref()) {
        exports.extend(Elf::read(path)?.symbols.exports);
    }
    Ok(exports)
}

/// Those of the objects that use libevent.
fn users(objects: &[(PathBuf, Symbols)], original: &Exports, ours: &Exports) -> Vec<User> {
    let others: BTreeSet<&str> = objects
        .iter()
        .flat_map(|(_, symbols)| symbols.exports.keys().map(String::as_str))
        .collect();
    // What looks like libevent's may be another library's, or an option that nobody has to provide.
    let is_libevents = |name: &str, is_weak: bool| {
        original.contains_key(name) || names::has_prefix(name) && !others.contains(name) && !is_weak
    };
    let mut users = Vec::new();
    for (path, symbols) in objects {
        let mut user = User::new(path);
        for (name, &is_weak) in &symbols.imports {
            if !is_libevents(name, is_weak) {
                continue;
            }
            match original.get(name).or_else(|| ours.get(name)) {
                Some(Symbol::Variable) => user.variables += 1,
                _ => user.functions += 1,
            }
            if !ours.contains_key(name) && !others.contains(name.as_str()) {
                user.missing.insert(name.clone());
            }
        }
        if user.functions + user.variables > 0 {
            users.push(user);
        }
    }
    users
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exports(names: &[(&str, Symbol)]) -> Exports {
        names
            .iter()
            .map(|&(name, kind)| (name.to_owned(), kind))
            .collect()
    }

    fn object(path: &str, imports: &[(&str, bool)], own: &[&str]) -> (PathBuf, Symbols) {
        let symbols = Symbols {
            imports: imports
                .iter()
                .map(|&(name, is_weak)| (name.to_owned(), is_weak))
                .collect(),
            exports: own
                .iter()
                .map(|&name| (name.to_owned(), Symbol::Function))
                .collect(),
        };
        (path.into(), symbols)
    }

    #[test]
    fn who_uses_what() {
        let original = exports(&[
            ("event_new", Symbol::Function),
            ("event_private_", Symbol::Function),
            ("odd_one", Symbol::Variable),
        ]);
        let ours = exports(&[
            ("event_new", Symbol::Function),
            ("odd_one", Symbol::Variable),
        ]);
        let objects = [
            object(
                "/p",
                &[("event_new", false), ("odd_one", false), ("malloc", false)],
                &[],
            ),
            object("/private", &[("event_private_", false)], &[]),
            object(
                "/unknown",
                &[("evhttp_unknown", false), ("event_maybe", true)],
                &[],
            ),
            object("/other", &[("event_of_other", false)], &["event_of_other"]),
        ];
        let users = users(&objects, &original, &ours);
        let seen: Vec<_> = users
            .iter()
            .map(|user| {
                (
                    user.path.to_str().unwrap(),
                    user.functions,
                    user.variables,
                    user.missing.len(),
                )
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("/p", 1, 1, 0),
                ("/private", 1, 0, 1),
                ("/unknown", 1, 0, 1)
            ]
        );
    }
}
