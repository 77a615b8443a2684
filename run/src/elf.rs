//! What an ELF file tells of itself.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use object::elf::{self, FileHeader64};
use object::read::elf::{ElfFile, FileHeader, ProgramHeader, Sym};
use object::{Endianness, FileKind, Object, RelocationFlags, RelocationTarget};

use crate::error::{Error, Result};

type File<'a> = ElfFile<'a, FileHeader64<Endianness>>;

/// A dynamic symbol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Symbol {
    Function,
    Variable,
}

#[derive(Debug)]
pub(crate) struct Elf {
    /// "x86-64", "32-bit" and the like.
    pub(crate) machine: String,
    /// The dynamic linker. Static programs and libraries have none.
    pub(crate) interpreter: Option<PathBuf>,
    pub(crate) symbols: Symbols,
}

#[derive(Debug, Default)]
pub(crate) struct Symbols {
    /// The names that others have to provide, and whether it can do without.
    pub(crate) imports: BTreeMap<String, bool>,
    pub(crate) exports: BTreeMap<String, Symbol>,
}

impl Elf {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        let bytes =
            std::fs::read(path).map_err(|error| Error::Unreadable(path.to_owned(), error))?;
        Self::parse(path, &bytes)
    }

    /// The path is for what is said when it fails.
    pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Self> {
        match FileKind::parse(bytes) {
            Ok(FileKind::Elf64) => {
                let malformed = |error| Error::Malformed(path.to_owned(), error);
                let file = File::parse(bytes).map_err(malformed)?;
                read(&file).map_err(malformed)
            }
            // Nothing more of it matters, since it does not fit.
            Ok(FileKind::Elf32) => Ok(Self {
                machine: "a 32-bit machine".to_owned(),
                interpreter: None,
                symbols: Symbols::default(),
            }),
            _ => Err(Error::NotElf(path.to_owned())),
        }
    }
}

fn read(file: &File<'_>) -> object::read::Result<Elf> {
    let endian = file.endian();
    let mut interpreter = None;
    for segment in file.elf_program_headers() {
        if let Some(name) = segment.interpreter(endian, file.data())? {
            interpreter = Some(PathBuf::from(OsStr::from_bytes(name)));
        }
    }
    Ok(Elf {
        machine: machine(file.elf_header().e_machine(endian)),
        interpreter,
        symbols: symbols(file)?,
    })
}

fn machine(machine: elf::Machine) -> String {
    match machine {
        elf::EM_X86_64 => "x86-64".to_owned(),
        elf::EM_AARCH64 => "AArch64".to_owned(),
        elf::EM_RISCV => "RISC-V".to_owned(),
        elf::EM_PPC64 => "PowerPC".to_owned(),
        elf::EM_S390 => "s390".to_owned(),
        other => format!("machine {}", other.0),
    }
}

fn symbols(file: &File<'_>) -> object::read::Result<Symbols> {
    let endian = file.endian();
    let table = file.elf_dynamic_symbol_table();
    let mut symbols = Symbols::default();
    for symbol in table.symbols() {
        let name = symbol.name(endian, table.strings())?;
        let is_weak = symbol.st_bind() == elf::STB_WEAK;
        if name.is_empty() || symbol.st_bind() == elf::STB_LOCAL {
            continue;
        }
        let name = String::from_utf8_lossy(name).into_owned();
        if symbol.is_undefined(endian) {
            symbols.imports.insert(name, is_weak);
        } else {
            let kind = match symbol.st_type() {
                elf::STT_OBJECT => Symbol::Variable,
                _ => Symbol::Function,
            };
            symbols.exports.insert(name, kind);
        }
    }
    // A program has copies of the variables that it uses of others.
    for (_, relocation) in file.dynamic_relocations().into_iter().flatten() {
        if let (RelocationFlags::Elf { r_type }, RelocationTarget::Symbol(index)) =
            (relocation.flags(), relocation.target())
            && r_type == elf::R_X86_64_COPY
        {
            let name = table.symbol(index)?.name(endian, table.strings())?;
            let name = String::from_utf8_lossy(name).into_owned();
            symbols.exports.remove(&name);
            symbols.imports.insert(name, false);
        }
    }
    Ok(symbols)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_program() {
        let path = std::env::current_exe().unwrap();
        let elf = Elf::read(&path).unwrap();
        assert!(elf.interpreter.is_some());
        assert!(elf.symbols.imports.contains_key("malloc"));
    }

    #[test]
    fn broken_ones_are_refused() {
        let path = std::env::current_exe().unwrap();
        let bytes = std::fs::read(&path).unwrap();
        for length in [0, 4, 15, 16, 63, 64, 100, 1000, 5000] {
            assert!(Elf::parse(&path, &bytes[..length]).is_err(), "{length}");
        }
        let mut other = bytes.clone();
        // EI_CLASS
        other[4] = 1;
        assert_eq!(
            Elf::parse(&path, &other).unwrap().machine,
            "a 32-bit machine"
        );
    }
}
