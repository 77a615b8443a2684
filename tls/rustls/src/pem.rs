//! Files in the PEM format.

use std::ffi::{CStr, OsStr};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use event_tls_core::library::Failed;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};

fn path(file: &CStr) -> &Path {
    Path::new(OsStr::from_bytes(file.to_bytes()))
}

/// All certificates in a file: at least one.
pub(crate) fn certificates(file: &CStr) -> Result<Vec<CertificateDer<'static>>, Failed> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path(file))
        .map_err(|_| Failed)?
        .collect();
    found.ok().filter(|found| !found.is_empty()).ok_or(Failed)
}

/// The key in a file.
pub(crate) fn key(file: &CStr) -> Result<PrivateKeyDer<'static>, Failed> {
    PrivateKeyDer::from_pem_file(path(file)).map_err(|_| Failed)
}
