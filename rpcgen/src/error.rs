//! What is wrong with a file, and in which line.

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Error {
    pub(crate) line: usize,
    pub(crate) text: String,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

/// An error as the result that it leads to.
pub(crate) fn wrong<T>(line: usize, text: impl Into<String>) -> Result<T> {
    let text = text.into();
    Err(Error { line, text })
}
