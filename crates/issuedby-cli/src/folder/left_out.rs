//! The entries of folders that are left out: counted, and the first of them named.

use std::fmt::{self, Display};
use std::path::{Path, PathBuf};

/// The number of names that are shown of each group.
const SHOWN: usize = 4;

/// The entries that are left out of one named folder.
#[derive(Default)]
pub(super) struct LeftOut {
    pub(super) hidden: Group,
    /// Symbolic links to folders, to what is outside, or to nothing.
    pub(super) links: Group,
    pub(super) special: Group,
}

/// Entries that are left out for the same reason.
#[derive(Default)]
pub(super) struct Group {
    count: usize,
    /// The first of them by name.
    first: Vec<PathBuf>,
}

impl Group {
    pub(super) fn add(&mut self, path: &Path) {
        self.count += 1;
        // Folders give their entries in no order.
        let position = self.first.partition_point(|other| other.as_path() < path);
        if position < SHOWN {
            self.first.truncate(SHOWN - 1);
            self.first.insert(position.min(self.first.len()), path.to_owned());
        }
    }
}

impl LeftOut {
    pub(super) fn is_empty(&self) -> bool {
        [&self.hidden, &self.links, &self.special].iter().all(|group| group.count == 0)
    }

    pub(super) fn has_links(&self) -> bool {
        self.links.count > 0
    }

    /// The number of entries left out of `folder`, and their names; nothing where none was.
    pub(super) fn sentences(&self, folder: &impl Display) -> Vec<String> {
        let groups = [&self.hidden, &self.links, &self.special];
        let count: usize = groups.iter().map(|group| group.count).sum();
        if count == 0 {
            return Vec::new();
        }
        let names: Vec<_> = groups
            .iter()
            .flat_map(|group| &group.first)
            .map(|path| format!("`{}`", path.display()))
            .collect();
        let more = match count - names.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        vec![format!("`{folder}`: left out {self}"), format!("left out: {}{more}", names.join(", "))]
    }
}

impl Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let groups = [
            (self.hidden.count, ["hidden", "hidden"], "the name begins with a dot"),
            (self.links.count, ["link", "links"], "to directories, out of this one, or to nothing"),
            (self.special.count, ["special file", "special files"], "sockets, devices"),
        ];
        let mut separator = "";
        for (count, [one, several], which) in groups.into_iter().filter(|(count, ..)| *count > 0) {
            let what = if count == 1 { one } else { several };
            write!(f, "{separator}{count} {what} ({which})")?;
            separator = ", ";
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_names_are_shown_in_whatever_order_they_come() {
        for names in ["abcdef", "fedcba", "dafbec", "ab"] {
            let mut left_out = LeftOut::default();
            names.chars().for_each(|name| left_out.hidden.add(Path::new(&name.to_string())));
            let mut sorted: Vec<_> = names.chars().collect();
            sorted.sort_unstable();
            let shown: Vec<_> = sorted.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
            let more = if names.len() > SHOWN { " and 2 more" } else { "" };
            let sentences = left_out.sentences(&"x");
            assert_eq!(sentences.last(), Some(&format!("left out: {}{more}", shown.join(", "))));
        }
    }
}
