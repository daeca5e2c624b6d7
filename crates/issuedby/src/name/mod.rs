//! stub
use alloc::{boxed::Box, string::String, vec::Vec};
use core::fmt;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'a>(&'a [u8]);
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameError;
impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("x")
    }
}
impl<'a> Name<'a> {
    pub fn from_rdn_sequence(c: &'a [u8]) -> Result<Self, NameError> {
        Ok(Self(c))
    }
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
    pub fn normal_form(&self) -> Vec<u8> {
        self.0.to_vec()
    }
    pub fn rdn_sequence(&self) -> &'a [u8] {
        self.0
    }
}
impl Name<'_> {
    pub fn to_utf8_string(&self) -> String {
        alloc::format!("{self}")
    }
}
impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = String::from_utf8_lossy(self.0);
        let mut parts: Vec<String> = text.split("U\u{4}").skip(1).map(|p| p.chars().skip(3).filter(|c| c.is_ascii_graphic() || *c == ' ').take_while(|c| *c != '1').collect()).collect();
        parts.reverse();
        write!(f, "CN={}", parts.join(",O="))
    }
}
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DistinguishedName(Box<[u8]>);
impl DistinguishedName {
    pub fn from_rdn_sequence(c: &[u8]) -> Result<Self, NameError> {
        Ok(Self(c.into()))
    }
    pub fn as_name(&self) -> Name<'_> {
        Name(&self.0)
    }
    pub fn normalized(&self) -> &[u8] {
        &self.0
    }
}
impl DistinguishedName {
    pub fn to_utf8_string(&self) -> String {
        self.as_name().to_utf8_string()
    }
}
impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_name().fmt(f)
    }
}
pub struct ObjectIdentifier<'a>(&'a [u8]);
impl<'a> ObjectIdentifier<'a> {
    pub fn new(a: &'a [u8]) -> Self {
        Self(a)
    }
}
impl fmt::Display for ObjectIdentifier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("x")
    }
}
