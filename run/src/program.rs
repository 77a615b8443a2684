//! Finds the program, as a shell does, and tells what kind of file it is.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use rustix::fs::{Access, access};

use crate::elf::Elf;
use crate::error::{Error, Result};

pub(crate) enum Kind {
    /// With the interpreter that its first line names.
    Script(String),
    Elf(Elf),
}

/// A name without a slash is looked for in the directories of `search`.
pub(crate) fn find(program: &OsStr, search: Option<&OsStr>) -> Result<PathBuf> {
    if program.as_bytes().contains(&b'/') {
        let path = PathBuf::from(program);
        return executable(&path).map(|()| path);
    }
    let mut reason = Error::NotFound(program.into());
    for dir in std::env::split_paths(search.unwrap_or_default()) {
        // An empty one means here.
        let path = Path::new(".").join(dir).join(program);
        match executable(&path) {
            Ok(()) => return Ok(path),
            Err(Error::NotFound(_)) => {}
            Err(error) => reason = error,
        }
    }
    Err(reason)
}

fn executable(path: &Path) -> Result<()> {
    let Ok(file) = path.metadata() else {
        return Err(Error::NotFound(path.to_owned()));
    };
    if file.is_dir() {
        Err(Error::IsDirectory(path.to_owned()))
    } else if !file.is_file() || access(path, Access::EXEC_OK).is_err() {
        Err(Error::NotExecutable(path.to_owned()))
    } else {
        Ok(())
    }
}

pub(crate) fn kind(program: &Path) -> Result<Kind> {
    let bytes = fs::read(program).map_err(|error| Error::Unreadable(program.to_owned(), error))?;
    match interpreter(&bytes) {
        Some(interpreter) => Ok(Kind::Script(interpreter)),
        None => Elf::parse(program, &bytes).map(Kind::Elf),
    }
}

/// The interpreter of a script, without its arguments.
fn interpreter(bytes: &[u8]) -> Option<String> {
    let line = bytes
        .strip_prefix(b"#!")?
        .split(|&byte| byte == b'\n')
        .next()?;
    let line = String::from_utf8_lossy(line);
    line.split_ascii_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts() {
        assert_eq!(
            interpreter(b"#!/bin/sh -e\necho"),
            Some("/bin/sh".to_owned())
        );
        assert_eq!(
            interpreter(b"#! /usr/bin/env python3"),
            Some("/usr/bin/env".to_owned())
        );
        assert_eq!(interpreter(b"#!\n/bin/sh"), None);
        assert_eq!(interpreter(b"echo"), None);
    }

    #[test]
    fn what_is_not_there() {
        let search = Some(OsStr::new("/nowhere:/"));
        let status = |name: &str| find(name.as_ref(), search).map_err(|error| error.status());
        assert_eq!(status("no-such-program"), Err(127));
        assert_eq!(status("/no/such/program"), Err(127));
        assert_eq!(status("etc"), Err(126));
        assert_eq!(status("/etc/passwd"), Err(126));
        assert!(find("sh".as_ref(), Some(OsStr::new("/etc:/bin"))).is_ok());
    }
}
