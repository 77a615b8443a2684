//! Runs a program on libevent_rs without installing it: docs/linking.md tells how.
//!
//! The program is found ([`program`]), its kind is read ([`elf`]), the dynamic linker says where its libraries come
//! from ([`linker`]), settings are chosen with which libevent comes from [`ours`] ([`plan`]), and then this process
//! becomes the program.
#![forbid(unsafe_code)]

mod check;
mod elf;
mod error;
mod linker;
mod names;
mod options;
mod ours;
mod plan;
mod privilege;
mod program;
mod report;

use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{self, ExitCode};

use elf::Elf;
use error::{Error, Result};
use linker::{Linker, Settings};
use options::{Command, Options};
use ours::{Method, Ours};
use plan::Plan;
use program::Kind;

fn main() -> ExitCode {
    let result = match Command::parse(std::env::args_os().skip(1)) {
        Ok(Command::Help) => {
            // Nobody may be there to read it, which is no reason to fail.
            let _ = io::stdout().write_all(options::HELP.as_bytes());
            return ExitCode::SUCCESS;
        }
        Ok(Command::Run(options)) if options.is_check => check(&options),
        Ok(Command::Run(options)) => run(&options),
        Err(error) => Err(error),
    };
    result.unwrap_or_else(|error| {
        say(&error.to_string());
        ExitCode::from(error.status())
    })
}

/// Becomes the program; comes back only if that fails.
fn run(options: &Options) -> Result<ExitCode> {
    let path = program::find(&options.program, std::env::var_os("PATH").as_deref())?;
    let ours = Ours::find(options.lib.as_deref())?;
    let kind = program::kind(&path)?;
    let (settings, text) = match &kind {
        Kind::Script(interpreter) => {
            let method = options.method.unwrap_or(Method::Path);
            let text = format!("a script for {interpreter}; what it starts finds ours ({method})");
            (ours.settings(method, &[])?, text)
        }
        Kind::Elf(elf) => {
            let plan = plan_for(&path, elf, &ours, options.method)?;
            (plan.settings.clone(), plan.to_string())
        }
    };
    if !options.is_quiet {
        let name = Path::new(&options.program).file_name();
        say(&format!("{}: {text}", name.unwrap_or_default().display()));
    }
    Err(become_program(&path, options, &settings))
}

/// Tells what the program uses of libevent, on standard output, and runs nothing.
fn check(options: &Options) -> Result<ExitCode> {
    let path = program::find(&options.program, std::env::var_os("PATH").as_deref())?;
    let ours = Ours::find(options.lib.as_deref())?;
    let Kind::Elf(elf) = program::kind(&path)? else {
        return Err(Error::CheckOfScript(path));
    };
    let linker = linker_for(&path, &elf, &ours)?;
    let plan = Plan::make(&path, &linker, &ours, options.method)?;
    let report = check::check(&path, elf, &plan, &ours)?;
    let text = if options.is_quiet {
        report.missing()
    } else {
        report.to_string()
    };
    let _ = io::stdout().write_all(text.as_bytes());
    Ok(if report.is_complete() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The settings with which libevent comes from ours, and nowhere else.
fn plan_for(path: &Path, elf: &Elf, ours: &Ours, method: Option<Method>) -> Result<Plan> {
    let linker = linker_for(path, elf, ours)?;
    if let Some(privilege) = privilege::gained(path)? {
        return Err(Error::Privileged(path.to_owned(), privilege));
    }
    let plan = Plan::make(path, &linker, ours, method)?;
    plan.check_loadable(path)?;
    if plan.stays.is_empty() {
        Ok(plan)
    } else {
        Err(Error::Stays {
            program: path.to_owned(),
            stays: plan.stays,
            method: plan.method,
        })
    }
}

fn linker_for(path: &Path, elf: &Elf, ours: &Ours) -> Result<Linker> {
    ours.check_machine(path, elf)?;
    Linker::of(path, elf)
}

fn become_program(path: &Path, options: &Options, settings: &Settings) -> Error {
    let mut command = process::Command::new(path);
    command.arg0(&options.program).args(&options.args);
    settings.apply(&mut command);
    Error::Exec(path.to_owned(), command.exec())
}

fn say(text: &str) {
    let _ = writeln!(io::stderr(), "libevent-rs-run: {text}");
}
