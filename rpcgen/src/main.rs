//! Makes C of descriptions of structs, as libevent's event_rpcgen.py does: docs/rpc.md has the language.
#![forbid(unsafe_code)]

mod arrays;
mod check;
mod error;
mod field;
mod header;
mod lexer;
mod model;
mod options;
mod parser;
mod scalars;
mod source;
mod template;

use std::fs;
use std::process::ExitCode;

use model::File;
use options::{Command, Options};

const HELP: &str = "\
Reads structs from RPC-FILE and writes C with functions that pack, send and unpack them.

usage: event_rpcgen [--quiet] RPC-FILE [[H-FILE] C-FILE]

foo.rpc becomes foo.gen.h and foo.gen.c beside it. With C-FILE alone, the header
is beside that, with .h for the last ending. --quiet says nothing of what is done.
";

fn main() -> ExitCode {
    let args = std::env::args_os().skip(1);
    let command = Command::parse(args.map(|arg| arg.to_string_lossy().into_owned()).collect());
    let result = match command {
        Command::Help => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Command::Generate(options) => generate(&options),
        Command::Wrong(text) => Err(format!(
            "event_rpcgen: {text}\nevent_rpcgen --help tells how"
        )),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(text) => {
            eprintln!("{text}");
            ExitCode::FAILURE
        }
    }
}

/// Both texts are made before a file is written: one that is wrong leaves what was there.
fn generate(options: &Options) -> Result<(), String> {
    let Options {
        input,
        header,
        source,
        ..
    } = options;
    options.say(&format!("Reading \"{input}\""));
    let bytes = fs::read(input).map_err(|error| format!("{input}: {error}"))?;
    // Comments may be in any encoding.
    let text = String::from_utf8_lossy(&bytes);
    let file = read(&text).map_err(|error| format!("{input}:{}: {}", error.line, error.text))?;
    for each in &file.structs {
        options.say(&format!(
            "  struct {}, fields: {}",
            each.name,
            each.fields.len()
        ));
    }
    let texts = [
        (header, header::header(&file, input)),
        (
            source,
            source::source(&file, input, options::file_name(header)),
        ),
    ];
    for (path, text) in texts {
        options.say(&format!("... creating \"{path}\""));
        fs::write(path, text).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}

fn read(text: &str) -> error::Result<File> {
    let file = parser::parse(text)?;
    check::check(&file)?;
    Ok(file)
}

#[cfg(test)]
mod tests;
