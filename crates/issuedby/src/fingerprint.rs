//! stub
use core::fmt;
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fingerprint([u8; 32]);
impl Fingerprint {
    pub fn of(d: &[u8]) -> Self {
        use sha2::Digest;
        Self(sha2::Sha256::digest(d).into())
    }
}
impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, o) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(":")?;
            }
            write!(f, "{o:02X}")?;
        }
        Ok(())
    }
}
