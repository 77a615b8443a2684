//! Whom clients trust that trust the certificates in a file.
//!
//! rustls takes these for roots only. A server's own certificate that signs itself is often marked as a root too, since
//! `openssl req -x509` makes it so, and rustls refuses it then. The header promises that it may be trusted.

use std::sync::Arc;

use event_tls_core::library::Failed;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{
    CertificateError, DigitallySignedStruct, Error, OtherError, RootCertStore, SignatureScheme,
};

#[derive(Debug)]
pub(crate) struct Trusted {
    certificates: Vec<CertificateDer<'static>>,
    as_roots: Arc<WebPkiServerVerifier>,
}

impl Trusted {
    pub(crate) fn new(
        certificates: Vec<CertificateDer<'static>>,
        crypto: Arc<CryptoProvider>,
    ) -> Result<Self, Failed> {
        let mut roots = RootCertStore::empty();
        // Long lists have some that rustls does not understand. With none at all, it fails below.
        roots.add_parsable_certificates(certificates.iter().cloned());
        let as_roots = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), crypto)
            .build()
            .map_err(|_| Failed)?;
        Ok(Trusted {
            certificates,
            as_roots,
        })
    }
}

/// Whether all that is wrong with a certificate is that it is a root. Its times are looked at before that.
pub(crate) fn is_only_root(error: &CertificateError) -> bool {
    match error {
        CertificateError::Other(OtherError(why)) => {
            matches!(why.downcast_ref(), Some(webpki::Error::CaUsedAsEndEntity))
        }
        _ => false,
    }
}

impl ServerCertVerifier for Trusted {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.as_roots.verify_server_cert(
            end_entity,
            intermediates,
            server_name,
            ocsp_response,
            now,
        );
        match verified {
            Err(Error::InvalidCertificate(error))
                if is_only_root(&error) && self.certificates.contains(end_entity) =>
            {
                verify_server_name(&ParsedCertificate::try_from(end_entity)?, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.as_roots
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.as_roots
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.as_roots.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustls::crypto::ring;
    use rustls::pki_types::pem::PemObject;
    use std::time::Duration;

    /// For localhost, marked as a root, from 2025 to 2125.
    const ROOT: &[u8] = include_bytes!("../tests/root.pem");
    /// The same, with another key.
    const OTHER: &[u8] = include_bytes!("../tests/other.pem");

    fn certificate(pem: &[u8]) -> CertificateDer<'static> {
        CertificateDer::from_pem_slice(pem).unwrap()
    }

    fn verify(presented: &[u8], host: &str, year: u64) -> Result<ServerCertVerified, Error> {
        let crypto = Arc::new(ring::default_provider());
        let trusted = Trusted::new(vec![certificate(ROOT)], crypto).unwrap();
        let now = UnixTime::since_unix_epoch(Duration::from_secs((year - 1970) * 31_557_600));
        let host = host.try_into().unwrap();
        trusted.verify_server_cert(&certificate(presented), &[], &host, &[], now)
    }

    #[test]
    fn a_trusted_root_may_be_the_servers() {
        assert!(verify(ROOT, "localhost", 2030).is_ok());
    }

    #[test]
    fn an_unknown_root_may_not() {
        assert!(verify(OTHER, "localhost", 2030).is_err());
    }

    #[test]
    fn it_is_for_its_names_only() {
        assert!(matches!(
            verify(ROOT, "elsewhere", 2030),
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForNameContext { .. }
            ))
        ));
    }

    #[test]
    fn it_is_for_its_time_only() {
        assert!(matches!(
            verify(ROOT, "localhost", 2200),
            Err(Error::InvalidCertificate(
                CertificateError::ExpiredContext { .. }
            ))
        ));
        assert!(verify(ROOT, "localhost", 2000).is_err());
    }
}
