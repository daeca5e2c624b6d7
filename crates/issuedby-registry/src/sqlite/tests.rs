//! What a test inside the module sees.
