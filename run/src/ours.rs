//! Our libraries: where they are, and the two ways to lead a program to them.

use std::env;
use std::ffi::OsString;
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use crate::elf::Elf;
use crate::error::{Error, Result};
use crate::linker::{Loaded, Settings};
use crate::names::{FILE, MAIN, SHIMS};

/// How a program is led to our libraries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    /// Our directory is the first that is searched.
    Path,
    /// Our files are loaded first, and are what the program asks for.
    Preload,
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "LD_LIBRARY_PATH",
            Self::Preload => "LD_PRELOAD",
        })
    }
}

pub(crate) struct Ours {
    /// Absolute, and no symbolic link.
    dir: PathBuf,
}

impl Ours {
    /// The directory that was named, that of the environment, or the one that belongs to this program.
    pub(crate) fn find(named: Option<&Path>) -> Result<Self> {
        let named = named.map(Path::to_owned);
        let from_environment = || env::var_os("LIBEVENT_RS_LIB").filter(|dir| !dir.is_empty());
        let looked = match named.or_else(|| from_environment().map(PathBuf::from)) {
            Some(dir) => vec![dir],
            None => beside(&env::current_exe().unwrap_or_default()),
        };
        let found = looked
            .iter()
            .find(|dir| dir.join(FILE).exists() && dir.join(MAIN).exists());
        match found.and_then(|dir| dir.canonicalize().ok()) {
            Some(dir) => Ok(Self { dir }),
            None => Err(Error::NoLibrary(looked)),
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        &self.dir
    }

    /// The file that stands for a library of libevent's.
    pub(crate) fn file(&self, library: &str) -> PathBuf {
        if library == MAIN || SHIMS.contains(&library) {
            self.dir.join(FILE)
        } else {
            self.dir.join(library)
        }
    }

    /// The library comes from our directory.
    pub(crate) fn has(&self, loaded: &Loaded) -> bool {
        let dir = loaded.path.as_deref().and_then(Path::parent);
        dir.and_then(|dir| dir.canonicalize().ok())
            .is_some_and(|dir| dir == self.dir)
    }

    /// Fails for a program of another kind of machine.
    pub(crate) fn check_machine(&self, program: &Path, elf: &Elf) -> Result<()> {
        let ours = Elf::read(&self.dir.join(FILE))?.machine;
        if elf.machine == ours {
            return Ok(());
        }
        Err(Error::Machine {
            program: program.to_owned(),
            machine: elf.machine.clone(),
            ours,
        })
    }

    /// What leads a program that asks for these libraries to ours. What the caller has set comes after it.
    pub(crate) fn settings(&self, method: Method, libraries: &[&str]) -> Result<Settings> {
        // The dynamic linker splits there, and replaces what begins with $.
        let special: &[u8] = match method {
            Method::Path => b":;$",
            Method::Preload => b":$ \t\n",
        };
        if self
            .dir
            .as_os_str()
            .as_bytes()
            .iter()
            .any(|byte| special.contains(byte))
        {
            return Err(Error::Directory(self.dir.clone(), method));
        }
        Ok(match method {
            Method::Path => Settings {
                path: Some(before(
                    self.dir.clone().into(),
                    env::var_os("LD_LIBRARY_PATH"),
                )),
                preload: None,
            },
            Method::Preload => Settings {
                path: None,
                preload: Some(before(self.preloaded(libraries), env::var_os("LD_PRELOAD"))),
            },
        })
    }

    /// The library with all its names, of which some may be asked for only later, and the others that are wanted.
    fn preloaded(&self, libraries: &[&str]) -> OsString {
        let others = libraries
            .iter()
            .filter(|&&name| name != MAIN && !SHIMS.contains(&name));
        let others = others.filter(|name| self.dir.join(name).exists());
        let mut list = self.dir.join(FILE).into_os_string();
        for name in SHIMS.iter().chain(others) {
            list.push(":");
            list.push(self.dir.join(name));
        }
        list
    }
}

/// Where `make` and `make install` put the libraries, seen from the directory of this program.
fn beside(this_program: &Path) -> Vec<PathBuf> {
    let prefix = this_program
        .parent()
        .and_then(Path::parent)
        .unwrap_or(Path::new("/"));
    let multiarch = format!("lib/{}-linux-gnu", env::consts::ARCH);
    ["lib", &multiarch, "lib64"]
        .map(|dir| prefix.join(dir))
        .to_vec()
}

/// An empty list is none: an empty part of one would mean the current directory.
fn before(mut first: OsString, rest: Option<OsString>) -> OsString {
    if let Some(rest) = rest.filter(|rest| !rest.is_empty()) {
        first.push(":");
        first.push(rest);
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beside_this_program() {
        let dirs = beside(Path::new("/opt/x/bin/libevent-rs-run"));
        assert_eq!(dirs[0], Path::new("/opt/x/lib"));
        assert!(
            dirs[1].starts_with("/opt/x/lib")
                && dirs[1].ends_with(format!("{}-linux-gnu", env::consts::ARCH))
        );
    }

    #[test]
    fn lists_of_the_caller() {
        assert_eq!(before("a".into(), None), "a");
        assert_eq!(before("a".into(), Some("".into())), "a");
        assert_eq!(before("a".into(), Some("b:c".into())), "a:b:c");
    }

    #[test]
    fn directories_that_do_not_fit() {
        let settings = |dir: &str, method| Ours { dir: dir.into() }.settings(method, &[]).is_ok();
        assert!(settings("/a b", Method::Path) && !settings("/a b", Method::Preload));
        assert!(!settings("/a:b", Method::Path) && !settings("/a:b", Method::Preload));
    }

    #[test]
    fn what_is_preloaded() {
        let ours = Ours { dir: "/x".into() };
        let list = ours.preloaded(&[MAIN, "libevent_absent-2.1.so.7"]);
        let list = list.to_string_lossy();
        assert!(list.starts_with("/x/libevent_rs.so:/x/libevent_core-2.1.so.7:"));
        assert!(!list.contains("absent") && !list.contains(MAIN));
    }
}
