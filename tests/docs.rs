//! The tests that the tables of the documentation name, in their last column, are there.

use std::fs;
use std::path::Path;

#[test]
fn named_tests_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let is_there = |name: &str| {
        let test = root.join("c-tests").join(name);
        let source = |kind| test.with_extension(kind).is_file();
        source("c") || source("cc") || test.is_file() || root.join(name).is_file()
    };
    for doc in ["docs/differences.md", "docs/security.md"] {
        let text = fs::read_to_string(root.join(doc)).unwrap();
        let rows = text.lines().filter_map(|line| line.strip_prefix("| "));
        let last_cells = rows.filter_map(|row| row.strip_suffix(" |")?.rsplit(" | ").next());
        for cell in last_cells.filter(|cell| !["test", "tests", "---"].contains(cell)) {
            let names: Vec<_> = cell.split('`').skip(1).step_by(2).collect();
            assert!(!names.is_empty(), "{doc}: no test in: {cell}");
            for name in names {
                assert!(is_there(name), "{doc}: there is no test {name}");
            }
        }
    }
}
