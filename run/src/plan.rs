//! Which way leads a program to our libraries, by what the dynamic linker says of each.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::linker::{Linker, Loaded, Settings};
use crate::names;
use crate::ours::{Method, Ours};

#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) method: Method,
    pub(crate) settings: Settings,
    /// What the program would have without us.
    pub(crate) before: Vec<Loaded>,
    /// What it has with these settings.
    pub(crate) after: Vec<Loaded>,
    /// What it uses of libevent that would not be ours: if there is any, there is no way.
    pub(crate) stays: Vec<String>,
    /// The libevents that it would use without us, and the file of ours for each.
    replaced: Vec<(String, PathBuf)>,
}

impl Plan {
    /// The way that was named, or the first that works.
    pub(crate) fn make(
        program: &Path,
        linker: &Linker,
        ours: &Ours,
        method: Option<Method>,
    ) -> Result<Self> {
        let before = linker.list(program, &Settings::default())?;
        let other = before
            .iter()
            .find(|loaded| names::is_other_abi(loaded.file_name()));
        if let Some(other) = other {
            return Err(Error::OtherAbi(program.to_owned(), other.name.clone()));
        }
        let one_way = |method| Self::by(method, program, linker, ours, before.clone());
        match method {
            Some(method) => one_way(method),
            None => match one_way(Method::Path)? {
                plan if plan.stays.is_empty() => Ok(plan),
                _ => one_way(Method::Preload),
            },
        }
    }

    fn by(
        method: Method,
        program: &Path,
        linker: &Linker,
        ours: &Ours,
        before: Vec<Loaded>,
    ) -> Result<Self> {
        let wanted: Vec<_> = before
            .iter()
            .filter(|loaded| loaded.is_libevent())
            .collect();
        let libraries: Vec<_> = wanted.iter().map(|loaded| loaded.file_name()).collect();
        let settings = ours.settings(method, &libraries)?;
        let after = linker.list(program, &settings)?;
        let strangers = after
            .iter()
            .filter(|loaded| loaded.is_libevent() && !ours.has(loaded));
        let replaced = wanted.iter().filter(|loaded| !ours.has(loaded));
        Ok(Self {
            stays: strangers.map(place).collect(),
            replaced: replaced
                .map(|loaded| (place(loaded), ours.file(loaded.file_name())))
                .collect(),
            method,
            settings,
            before,
            after,
        })
    }

    /// Fails if a library is nowhere.
    pub(crate) fn check_loadable(&self, program: &Path) -> Result<()> {
        let absent = self.after.iter().filter(|loaded| loaded.path.is_none());
        let absent: Vec<_> = absent.map(|loaded| loaded.name.clone()).collect();
        if absent.is_empty() {
            return Ok(());
        }
        Err(Error::Unloadable(program.to_owned(), absent))
    }

    fn uses_libevent(&self) -> bool {
        self.before.iter().any(Loaded::is_libevent)
    }
}

/// What was replaced by what, in one line.
impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.uses_libevent() {
            f.write_str("asks for no libevent; what it loads later, or starts, finds ours")?;
        } else if self.replaced.is_empty() {
            f.write_str("is on ours already")?;
        }
        // Those that one file of ours replaces stand together.
        let mut files: Vec<&PathBuf> = Vec::new();
        for (_, file) in &self.replaced {
            if !files.contains(&file) {
                files.push(file);
            }
        }
        for (number, file) in files.iter().enumerate() {
            let originals = self.replaced.iter().filter(|(_, other)| other == *file);
            let originals: Vec<_> = originals.map(|(original, _)| original.as_str()).collect();
            let gap = if number > 0 { "; " } else { "" };
            write!(f, "{gap}{} -> {}", originals.join(", "), file.display())?;
        }
        write!(f, " ({})", self.method)
    }
}

/// Where a library is, or that it is nowhere.
fn place(loaded: &Loaded) -> String {
    match &loaded.path {
        Some(path) => path.display().to_string(),
        None => format!("{} (not found)", loaded.name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(before: &[&str], replaced: &[(&str, &str)]) -> Plan {
        let loaded = |name: &&str| Loaded {
            name: (*name).to_owned(),
            path: None,
        };
        Plan {
            method: Method::Path,
            settings: Settings::default(),
            before: before.iter().map(loaded).collect(),
            after: Vec::new(),
            stays: Vec::new(),
            replaced: replaced
                .iter()
                .map(|&(from, to)| (from.to_owned(), to.into()))
                .collect(),
        }
    }

    #[test]
    fn the_line() {
        let replaced = [
            ("/l/core", "/o/rs"),
            ("/l/ssl", "/o/ssl"),
            ("/l/extra", "/o/rs"),
        ];
        assert_eq!(
            plan(&[names::MAIN], &replaced).to_string(),
            "/l/core, /l/extra -> /o/rs; /l/ssl -> /o/ssl (LD_LIBRARY_PATH)"
        );
        assert_eq!(
            plan(&[names::MAIN], &[]).to_string(),
            "is on ours already (LD_LIBRARY_PATH)"
        );
        assert!(
            plan(&["libc.so.6"], &[])
                .to_string()
                .starts_with("asks for no libevent")
        );
    }
}
