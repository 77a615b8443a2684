//! Asks the dynamic linker which libraries it would load for a program, without running the program.

use std::ffi::{OsStr, OsString};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::elf::Elf;
use crate::error::{Error, Result};
use crate::names;

/// Environment variables for the dynamic linker. What is `None` stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) path: Option<OsString>,
    pub(crate) preload: Option<OsString>,
}

impl Settings {
    pub(crate) fn apply(&self, command: &mut Command) {
        let pairs = [
            ("LD_LIBRARY_PATH", &self.path),
            ("LD_PRELOAD", &self.preload),
        ];
        for (name, value) in pairs {
            if let Some(value) = value {
                command.env(name, value);
            }
        }
    }
}

/// A library that a program would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Loaded {
    /// What was asked for: a name, or a path.
    pub(crate) name: String,
    /// Where it is, if anywhere.
    pub(crate) path: Option<PathBuf>,
}

impl Loaded {
    /// By the name that was asked for, or the file's: either tells.
    pub(crate) fn is_libevent(&self) -> bool {
        let file = self.path.as_deref().and_then(Path::file_name);
        names::is_libevent(self.file_name())
            || file.is_some_and(|file| names::is_libevent(&file.to_string_lossy()))
    }

    /// The name without directories.
    pub(crate) fn file_name(&self) -> &str {
        self.name.rsplit('/').next().unwrap_or_default()
    }
}

/// A program's dynamic linker.
pub(crate) struct Linker {
    path: PathBuf,
}

impl Linker {
    pub(crate) fn of(program: &Path, elf: &Elf) -> Result<Self> {
        let Some(path) = elf.interpreter.clone() else {
            return Err(Error::NoInterpreter(program.to_owned()));
        };
        // Only glibc's is known to list instead of running when it is asked to.
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.starts_with("ld-linux") {
            Ok(Self { path })
        } else {
            Err(Error::OtherInterpreter(program.to_owned(), path))
        }
    }

    /// As ldd(1) does it: unlike with `--list`, libraries that are missing are told of, too.
    pub(crate) fn list(&self, program: &Path, settings: &Settings) -> Result<Vec<Loaded>> {
        let fails = |text: String| Error::Linker {
            program: program.to_owned(),
            text,
        };
        // $ORIGIN is where the file is, not a link to it.
        let file = program
            .canonicalize()
            .map_err(|error| fails(error.to_string()))?;
        let mut command = Command::new(&self.path);
        command.arg(file).env("LD_TRACE_LOADED_OBJECTS", "1");
        // These change what is printed.
        for name in ["LD_VERBOSE", "LD_WARN", "LD_DEBUG"] {
            command.env_remove(name);
        }
        settings.apply(&mut command);
        let output = command
            .output()
            .map_err(|error| fails(format!("{}: {error}", self.path.display())))?;
        let text = String::from_utf8_lossy(&output.stderr);
        let status = output.status.to_string();
        // A library that is too old is complained of, but no failure of this.
        let complaint = if output.status.success() {
            text.lines().find(|line| line.contains(": version `"))
        } else {
            Some(text.lines().next().unwrap_or(&status))
        };
        match complaint {
            Some(complaint) => Err(fails(complaint.to_owned())),
            None => Ok(parse(&output.stdout)),
        }
    }
}

/// Lines such as `libc.so.6 => /lib/libc.so.6 (0x7f...)`, `libx.so => not found`, `/lib/ld.so (0x7f...)`.
fn parse(output: &[u8]) -> Vec<Loaded> {
    output
        .split(|&byte| byte == b'\n')
        .filter_map(parse_line)
        .collect()
}

fn parse_line(line: &[u8]) -> Option<Loaded> {
    let line = line.strip_prefix(b"\t")?;
    let arrow = line.windows(4).position(|part| part == b" => ");
    let (name, place) = match arrow {
        Some(at) => (&line[..at], &line[at + 4..]),
        None => (without_address(line)?, line),
    };
    let path = without_address(place).map(|path| PathBuf::from(OsStr::from_bytes(path)));
    // The kernel's own library is no file.
    let is_library = arrow.is_some() || path.as_ref().is_some_and(|path| path.is_absolute());
    is_library.then(|| Loaded {
        name: String::from_utf8_lossy(name).into_owned(),
        path,
    })
}

fn without_address(text: &[u8]) -> Option<&[u8]> {
    let end = text.windows(4).rposition(|part| part == b" (0x")?;
    Some(&text[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        let list = parse(
            b"\tlinux-vdso.so.1 (0x00007ffd)\n\tlibx.so => not found\n\t/a b/libevent_rs.so (0x00007f)\n\
              \tlibc.so.6 => /lib/libc.so.6 (0x00007f)\n\tstatically linked\nother\n",
        );
        let expected = [
            ("libx.so", None),
            ("/a b/libevent_rs.so", Some("/a b/libevent_rs.so")),
            ("libc.so.6", Some("/lib/libc.so.6")),
        ];
        let expected = expected.map(|(name, path)| Loaded {
            name: name.to_owned(),
            path: path.map(PathBuf::from),
        });
        assert_eq!(list, expected);
        assert!(list[1].is_libevent() && !list[2].is_libevent());
        assert_eq!(list[1].file_name(), "libevent_rs.so");
    }

    #[test]
    fn of_this_program() {
        let path = std::env::current_exe().unwrap();
        let linker = Linker::of(&path, &Elf::read(&path).unwrap()).unwrap();
        let list = linker.list(&path, &Settings::default()).unwrap();
        assert!(
            list.iter()
                .any(|loaded| loaded.name == "libc.so.6" && loaded.path.is_some())
        );
    }
}
