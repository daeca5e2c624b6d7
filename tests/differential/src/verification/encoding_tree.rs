//! The elements of an encoding as a tree, so that one of them can be written otherwise and all lengths around it stay right.

/// An element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The identifier byte.
    pub tag: u8,
    /// The form of the length.
    pub length: Length,
    /// The content.
    pub content: Content,
}

/// The form of a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// The shortest, as DER asks.
    Shortest,
    /// In the long form with so many bytes more than needed.
    Long(usize),
    /// The indefinite form, with two zero bytes at the end.
    Indefinite,
}

/// The content of an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Bytes.
    Bytes(Vec<u8>),
    /// Elements, in an OCTET STRING or BIT STRING behind these bytes.
    Elements(Vec<u8>, Vec<Node>),
}

impl Node {
    /// The elements of an encoding, if it is nothing but well-formed elements.
    pub fn parse_all(mut bytes: &[u8]) -> Option<Vec<Self>> {
        let mut nodes = Vec::new();
        while !bytes.is_empty() {
            let (node, rest) = Self::parse(bytes)?;
            nodes.push(node);
            bytes = rest;
        }
        Some(nodes)
    }

    fn parse(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (&[tag, first], rest) = bytes.split_first_chunk()?;
        if tag & 0x1f == 0x1f {
            return None;
        }
        let (size, rest) = match first {
            0..=0x7f => (usize::from(first), rest),
            0x81..=0x83 => {
                let (length, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
                (length.iter().fold(0, |size, &byte| size << 8 | usize::from(byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(size)?;
        Some((Self { tag, length: Length::Shortest, content: Self::read(tag, content) }, rest))
    }

    fn read(tag: u8, content: &[u8]) -> Content {
        let nested = match tag {
            0x04 => Some(0),
            0x03 if content.first() == Some(&0) => Some(1),
            tag if tag & 0x20 != 0 => Some(0),
            _ => None,
        };
        let elements = nested.and_then(|start| Some((start, Self::parse_all(&content[start..])?)));
        match elements {
            // An empty OCTET STRING has no elements, an empty SEQUENCE an empty list of them.
            Some((start, nodes)) if !nodes.is_empty() || tag & 0x20 != 0 => {
                Content::Elements(content[..start].to_vec(), nodes)
            }
            _ => Content::Bytes(content.to_vec()),
        }
    }

    /// Writes the element.
    pub fn write(&self, out: &mut Vec<u8>) {
        let mut content = Vec::new();
        match &self.content {
            Content::Bytes(bytes) => content.extend_from_slice(bytes),
            Content::Elements(before, nodes) => {
                content.extend_from_slice(before);
                nodes.iter().for_each(|node| node.write(&mut content));
            }
        }
        out.push(self.tag);
        let size: Vec<u8> = content.len().to_be_bytes().into_iter().skip_while(|&byte| byte == 0).collect();
        match self.length {
            Length::Shortest if content.len() < 0x80 => out.push(content.len() as u8),
            Length::Shortest => {
                out.push(0x80 | size.len() as u8);
                out.extend(size);
            }
            Length::Long(more) => {
                out.push(0x80 | (size.len() + more) as u8);
                out.extend(vec![0; more]);
                out.extend(size);
            }
            Length::Indefinite => out.push(0x80),
        }
        out.extend(content);
        if self.length == Length::Indefinite {
            out.extend([0, 0]);
        }
    }

    /// The number of elements in this one, itself included.
    pub fn count(&self) -> usize {
        match &self.content {
            Content::Bytes(_) => 1,
            Content::Elements(_, nodes) => 1 + nodes.iter().map(Self::count).sum::<usize>(),
        }
    }

    /// The element with this number in reading order, this one being 0, and where it stands: the numbers of the elements
    /// on the way to it, counted in their parents.
    pub fn find(&mut self, mut number: usize, path: &mut Vec<usize>) -> Option<&mut Self> {
        if number == 0 {
            return Some(self);
        }
        number -= 1;
        let Content::Elements(_, nodes) = &mut self.content else { return None };
        for (index, node) in nodes.iter_mut().enumerate() {
            let count = node.count();
            if number < count {
                path.push(index);
                return node.find(number, path);
            }
            number -= count;
        }
        None
    }

    /// True if the content is elements.
    pub fn is_constructed(&self) -> bool {
        self.tag & 0x20 != 0
    }

    /// The elements in it.
    pub fn children(&self) -> &[Self] {
        match &self.content {
            Content::Bytes(_) => &[],
            Content::Elements(_, nodes) => nodes,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verification::generate;

    fn written(node: &Node) -> Vec<u8> {
        let mut out = Vec::new();
        node.write(&mut out);
        out
    }

    #[test]
    fn what_was_read_is_written_as_it_was() {
        for number in 0..200 {
            let case = generate::case(3, number);
            if case.tags.len() > 1 {
                continue;
            }
            let nodes = Node::parse_all(&case.leaf).expect("a plain leaf is DER");
            assert_eq!(nodes.iter().flat_map(written).collect::<Vec<_>>(), case.leaf);
        }
    }

    #[test]
    fn a_change_inside_changes_the_lengths_around_it() {
        let mut node = Node::parse_all(&[0x30, 4, 4, 2, 5, 0]).expect("DER").remove(0);
        let mut path = Vec::new();
        let inner = node.find(2, &mut path).expect("NULL");
        assert_eq!(inner.tag, 5);
        inner.length = Length::Long(1);
        assert_eq!(path, [0, 0]);
        assert_eq!(written(&node), [0x30, 5, 4, 3, 5, 0x81, 0]);
    }
}
