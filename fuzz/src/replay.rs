//! Runs a target without libFuzzer, which takes long to compile: with its seeds, and with inputs that are made of them,
//! always the same ones.

use std::env;
use std::fs;
use std::path::Path;

/// The most changes that one input has.
const CHANGES: usize = 6;
/// The most bytes that one change takes away.
const MAX_CUT: usize = 16;

/// The argument is a file that has an input. Or they are the directory of the seeds, how many inputs are made of them,
/// and the file that is to have the input of the moment.
pub fn main(target: fn(&[u8])) {
    let args: Vec<String> = env::args().skip(1).collect();
    match &args[..] {
        [file] => target(&fs::read(file).expect("a file")),
        [seeds, count, file] => {
            let seeds = read_all(Path::new(seeds));
            run(target, &seeds, count.parse().expect("a number"), file);
        }
        _ => panic!("arguments: INPUT | SEEDS COUNT FILE"),
    }
}

fn run(target: fn(&[u8]), seeds: &[Vec<u8>], count: u32, file: &str) {
    let run = |input: &[u8]| {
        // It stays there if the target does not come back.
        fs::write(file, input).expect("a file");
        target(input);
    };
    seeds.iter().for_each(|seed| run(seed));
    let mut maker = Maker { state: 1 };
    for _ in 0..count {
        run(&maker.input(seeds));
    }
    println!("{} seeds, {count} inputs made of them", seeds.len());
}

/// The files of a directory in the order of their names, which does not change.
fn read_all(directory: &Path) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(directory).expect("a directory");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    let files = paths.iter().map(|path| fs::read(path).expect("a file"));
    files.collect()
}

/// Makes inputs.
struct Maker {
    state: u64,
}

impl Maker {
    /// A number below `n`, by xorshift64*.
    fn below(&mut self, n: usize) -> usize {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % n
    }

    /// A seed with some changes.
    fn input(&mut self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut input = seeds[self.below(seeds.len())].clone();
        for _ in 0..=self.below(CHANGES) {
            let other = self.below(seeds.len());
            self.change(&mut input, &seeds[other]);
        }
        input
    }

    /// Puts something else in the place of some bytes, or of none.
    fn change(&mut self, input: &mut Vec<u8>, other: &[u8]) {
        let start = self.below(input.len() + 1);
        let end = start + self.below((input.len() - start).min(MAX_CUT) + 1);
        let mut piece = input[start..end].to_vec();
        match self.below(5) {
            0 => piece.clear(),
            1 => piece.extend_from_within(..),
            2 => piece = vec![self.below(256) as u8],
            3 => {
                if let Some(byte) = piece.first_mut() {
                    *byte ^= 1 << self.below(8);
                }
            }
            _ => piece = other[self.below(other.len() + 1)..].to_vec(),
        }
        input.splice(start..end, piece);
    }
}
