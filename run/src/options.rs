//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::ours::Method;

pub(crate) const HELP: &str = "\
Runs a program on libevent_rs instead of the libevent that it was linked with.

usage: libevent-rs-run [OPTION...] PROGRAM [ARG...]
       libevent-rs-run --check PROGRAM

  --check      run nothing: tell which of libevent's functions the program and
               its libraries use, and whether ours has them
  --path       by LD_LIBRARY_PATH only
  --preload    by LD_PRELOAD only
  --lib DIR    where our libraries are; otherwise $LIBEVENT_RS_LIB, or lib,
               lib64 or lib/MACHINE-linux-gnu beside this program's directory
  --quiet      do not tell what was replaced; of --check, tell only what is missing
  --help       this text

LD_LIBRARY_PATH is tried first, then LD_PRELOAD. The dynamic linker is asked where
each libevent comes from before the program starts, and if one would not be ours,
it is not started. This process becomes the program: process ID, signals and exit
status are the program's.

Exit status: 127 when the program is not found, 126 when it cannot be executed,
2 when it cannot run on our library or an option is wrong; otherwise the program's.
Of --check: 0 when everything is there, 1 when something is missing, or as above.
";

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Run(Options),
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) program: OsString,
    pub(crate) args: Vec<OsString>,
    /// The only way that may be used, if one was named.
    pub(crate) method: Option<Method>,
    pub(crate) lib: Option<PathBuf>,
    pub(crate) is_check: bool,
    pub(crate) is_quiet: bool,
}

impl Command {
    /// Options come before the program; what follows it is the program's.
    pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Self> {
        let mut args = args.into_iter();
        let mut options = Options {
            program: OsString::new(),
            args: Vec::new(),
            method: None,
            lib: None,
            is_check: false,
            is_quiet: false,
        };
        let program = loop {
            let arg = args.next();
            match arg.as_ref().and_then(|arg| arg.to_str()) {
                Some("--help" | "-h") => return Ok(Self::Help),
                Some("--check") => options.is_check = true,
                Some("--quiet") => options.is_quiet = true,
                Some("--path") => options.force(Method::Path)?,
                Some("--preload") => options.force(Method::Preload)?,
                Some("--lib") => match args.next() {
                    Some(dir) if !dir.is_empty() => options.lib = Some(dir.into()),
                    _ => return usage("--lib needs a directory"),
                },
                Some("--") => break args.next(),
                Some(option) if option.starts_with('-') => {
                    return usage(&format!("there is no option {option}"));
                }
                _ => break arg,
            }
        };
        options.program = match program {
            Some(program) if !program.is_empty() => program,
            _ => return usage("a program is missing"),
        };
        options.args = args.collect();
        if options.is_check && !options.args.is_empty() {
            return usage("--check takes one program, and none of its arguments");
        }
        Ok(Self::Run(options))
    }
}

impl Options {
    fn force(&mut self, method: Method) -> Result<()> {
        if self.method.is_some_and(|other| other != method) {
            return usage("--path and --preload exclude each other");
        }
        self.method = Some(method);
        Ok(())
    }
}

fn usage<T>(text: &str) -> Result<T> {
    Err(Error::Usage(text.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(args: &[&str]) -> Result<Command> {
        Command::parse(args.iter().map(OsString::from))
    }

    #[test]
    fn options_before_the_program_are_ours() {
        let Ok(Command::Run(options)) = parse(&[
            "--preload",
            "--lib",
            "/x",
            "--quiet",
            "prog",
            "--check",
            "--help",
        ]) else {
            panic!("not taken");
        };
        assert_eq!(options.program, "prog");
        assert_eq!(options.args, ["--check", "--help"]);
        assert_eq!(options.method, Some(Method::Preload));
        assert_eq!(options.lib, Some("/x".into()));
        assert!(options.is_quiet && !options.is_check);
    }

    #[test]
    fn two_dashes_end_them() {
        let Ok(Command::Run(options)) = parse(&["--", "--odd", "x"]) else {
            panic!("not taken");
        };
        assert_eq!((options.program, options.args.len()), ("--odd".into(), 1));
    }

    #[test]
    fn wrong_ones() {
        for args in [
            &[][..],
            &["--quiet"],
            &["--"],
            &[""],
            &["--lib"],
            &["--lib", "", "x"],
            &["--path", "--preload", "x"],
            &["--check", "x", "y"],
            &["-x", "y"],
        ] {
            assert!(matches!(parse(args), Err(Error::Usage(_))), "{args:?}");
        }
        assert!(matches!(parse(&["--quiet", "-h"]), Ok(Command::Help)));
    }
}
