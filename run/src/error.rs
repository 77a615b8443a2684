//! What can be wrong, and how it is said.

use std::fmt;
use std::io::{self, ErrorKind};
use std::path::PathBuf;

use crate::ours::Method;
use crate::privilege::Privilege;

pub(crate) type Result<T> = std::result::Result<T, Error>;

#[derive(Debug)]
pub(crate) enum Error {
    Usage(String),
    /// Our libraries are in none of these directories.
    NoLibrary(Vec<PathBuf>),
    /// A directory whose name the dynamic linker would not take as one.
    Directory(PathBuf, Method),
    NotFound(PathBuf),
    IsDirectory(PathBuf),
    NotExecutable(PathBuf),
    Unreadable(PathBuf, io::Error),
    NotElf(PathBuf),
    Malformed(PathBuf, object::read::Error),
    /// No table of dynamic symbols, so nothing can be said of what it uses.
    NoSymbols(PathBuf),
    /// The program's machine, and ours.
    Machine {
        program: PathBuf,
        machine: String,
        ours: String,
    },
    NoInterpreter(PathBuf),
    /// A dynamic linker that is not glibc's.
    OtherInterpreter(PathBuf, PathBuf),
    Linker {
        program: PathBuf,
        text: String,
    },
    OtherAbi(PathBuf, String),
    Privileged(PathBuf, Privilege),
    /// These libevents would be used all the same.
    Stays {
        program: PathBuf,
        stays: Vec<String>,
        method: Method,
    },
    /// Libraries that are nowhere.
    Unloadable(PathBuf, Vec<String>),
    CheckOfScript(PathBuf),
    Exec(PathBuf, io::Error),
}

impl Error {
    /// The exit status, as shells have it for what cannot be run.
    pub(crate) fn status(&self) -> u8 {
        match self {
            Self::NotFound(_) => 127,
            Self::Exec(_, error) if error.kind() == ErrorKind::NotFound => 127,
            Self::NotExecutable(_)
            | Self::IsDirectory(_)
            | Self::NotElf(_)
            | Self::Unreadable(..)
            | Self::Exec(..) => 126,
            _ => 2,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) => write!(f, "{text}; libevent-rs-run --help tells how"),
            Self::NoLibrary(looked) => {
                let looked: Vec<_> = looked.iter().map(|dir| dir.display().to_string()).collect();
                write!(
                    f,
                    "no libevent_rs.so in {}; name its directory with --lib or LIBEVENT_RS_LIB",
                    looked.join(", ")
                )
            }
            Self::Directory(dir, method) => {
                write!(
                    f,
                    "{}: a name with a colon, semicolon, dollar sign or space may not fit into {method}, and this does not",
                    dir.display()
                )
            }
            Self::NotFound(program) => write!(f, "{}: not found", program.display()),
            Self::IsDirectory(program) => write!(f, "{}: a directory", program.display()),
            Self::NotExecutable(program) => write!(f, "{}: not executable", program.display()),
            Self::Unreadable(file, error) => {
                write!(f, "{}: cannot be read: {error}", file.display())
            }
            Self::NotElf(program) => {
                write!(
                    f,
                    "{}: neither an ELF file nor a script that begins with #!",
                    program.display()
                )
            }
            Self::Malformed(file, error) => {
                write!(f, "{}: a broken ELF file: {error}", file.display())
            }
            Self::NoSymbols(file) => {
                write!(
                    f,
                    "{}: has no section headers, so its imports are not known",
                    file.display()
                )
            }
            Self::Machine {
                program,
                machine,
                ours,
            } => {
                write!(
                    f,
                    "{}: a program for {machine}, but our library is for {ours}",
                    program.display()
                )
            }
            Self::NoInterpreter(program) => write!(
                f,
                "{}: a static program, which no dynamic linker sees: its libevent, if any, is inside it",
                program.display()
            ),
            Self::OtherInterpreter(program, interpreter) => write!(
                f,
                "{}: asks for the dynamic linker {}, but our library needs glibc's",
                program.display(),
                interpreter.display()
            ),
            Self::Linker { program, text } => {
                write!(f, "{}: the dynamic linker fails: {text}", program.display())
            }
            Self::OtherAbi(program, library) => {
                write!(
                    f,
                    "{}: asks for {library}, another libevent than 2.1's, which ours does not replace",
                    program.display()
                )
            }
            Self::Privileged(program, privilege) => write!(
                f,
                "{}: {privilege}, so the dynamic linker ignores the environment; install the library for it (docs/linking.md)",
                program.display()
            ),
            Self::Stays {
                program,
                stays,
                method,
            } => {
                write!(
                    f,
                    "{}: would still use {} ({method})",
                    program.display(),
                    stays.join(", ")
                )
            }
            Self::Unloadable(program, libraries) => {
                write!(
                    f,
                    "{}: cannot be loaded: {} not found",
                    program.display(),
                    libraries.join(", ")
                )
            }
            Self::CheckOfScript(program) => {
                write!(
                    f,
                    "{}: a script; --check the program that it starts",
                    program.display()
                )
            }
            Self::Exec(program, error) => {
                write!(f, "{}: cannot be run: {error}", program.display())
            }
        }
    }
}
