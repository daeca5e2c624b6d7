//! Small models of what the code promises.
