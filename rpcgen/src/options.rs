//! The command line.

use std::io::{self, Write};

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Help,
    Generate(Options),
    Wrong(&'static str),
}

/// The names of files, and how much to say.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) input: String,
    pub(crate) header: String,
    pub(crate) source: String,
    is_quiet: bool,
}

impl Command {
    pub(crate) fn parse(mut args: Vec<String>) -> Self {
        if args.iter().any(|arg| arg == "--help" || arg == "-h") {
            return Self::Help;
        }
        let is_quiet = args.first().is_some_and(|arg| arg == "--quiet");
        if is_quiet {
            args.remove(0);
        }
        if args.iter().any(|arg| arg.starts_with('-')) {
            return Self::Wrong("there is no such option");
        }
        let mut args = args.into_iter();
        let (input, header, source) = match (args.next(), args.next(), args.next(), args.next()) {
            (Some(input), None, None, None) => {
                let base = without_ending(&input);
                let (header, source) = (format!("{base}.gen.h"), format!("{base}.gen.c"));
                (input, header, source)
            }
            (Some(input), Some(source), None, None) => {
                let header = format!("{}.h", without_ending(&source));
                (input, header, source)
            }
            (Some(input), Some(header), Some(source), None) => (input, header, source),
            _ => return Self::Wrong("expected RPC-FILE, and the names of two files at most"),
        };
        if input == header || input == source || header == source {
            return Self::Wrong("the files have to be different ones");
        }
        Self::Generate(Options {
            input,
            header,
            source,
            is_quiet,
        })
    }
}

impl Options {
    /// Tells of progress.
    pub(crate) fn say(&self, text: &str) {
        if !self.is_quiet {
            // Nobody may be there to read it, which is no reason to stop.
            let _ = writeln!(io::stdout(), "{text}");
        }
    }
}

/// A path without its directories.
pub(crate) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A path without the last dot of its name, and what is behind that.
fn without_ending(path: &str) -> &str {
    match file_name(path).rfind('.') {
        Some(dot) if dot > 0 => &path[..path.len() - file_name(path).len() + dot],
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(args: &[&str]) -> [String; 3] {
        match Command::parse(args.iter().map(|&arg| arg.to_owned()).collect()) {
            Command::Generate(options) => [options.input, options.header, options.source],
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_of_files() {
        assert_eq!(files(&["a.rpc"]), ["a.rpc", "a.gen.h", "a.gen.c"]);
        assert_eq!(
            files(&["./b.c/a"]),
            ["./b.c/a", "./b.c/a.gen.h", "./b.c/a.gen.c"]
        );
        assert_eq!(
            files(&["a.rpc", "x/b.d.c"]),
            ["a.rpc", "x/b.d.h", "x/b.d.c"]
        );
        assert_eq!(files(&["--quiet", "a", "b", "c"]), ["a", "b", "c"]);
    }

    #[test]
    fn wrong_ones() {
        for args in [
            &[][..],
            &["--quiet"],
            &["a", "b", "c", "d"],
            &["-x", "a"],
            &["a", "--quiet"],
            &["a", "a"],
            &["a.h", "a.c"],
            &["a", "b.h"],
        ] {
            let command = Command::parse(args.iter().map(|&arg| arg.to_owned()).collect());
            assert!(matches!(command, Command::Wrong(_)), "{args:?}");
        }
    }

    #[test]
    fn help() {
        let args = ["--quiet", "--help"].map(str::to_owned).to_vec();
        assert_eq!(Command::parse(args), Command::Help);
    }
}
