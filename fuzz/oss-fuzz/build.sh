#!/bin/bash -eu
# Builds every target for OSS-Fuzz: program, seeds, dictionary.

cd "$SRC/issuedby"

# Not a program under test: without the flags of the sanitizer.
env -u RUSTFLAGS cargo run --quiet --package xtask -- seeds

cargo fuzz build --fuzz-dir fuzz --target-dir target/fuzz --release --debug-assertions

programs=target/fuzz/x86_64-unknown-linux-gnu/release
for source in fuzz/fuzz_targets/*.rs; do
    target=$(basename "$source" .rs)
    cp "$programs/$target" "$OUT/"

    dictionary=fuzz/dict/$target.dict
    [ -f "$dictionary" ] || dictionary=fuzz/dict/der.dict
    cp "$dictionary" "$OUT/$target.dict"

    # Files of one name in two folders must not replace each other.
    seeds=$(mktemp --directory)
    for folder in target/fuzz-seeds target/fuzz-corpus-min fuzz/seeds; do
        [ -d "$folder/$target" ] || continue
        for seed in "$folder/$target"/*; do
            cp "$seed" "$seeds/$(basename "$folder")-$(basename "$seed")"
        done
    done
    (cd "$seeds" && zip --quiet --recurse-paths "$OUT/${target}_seed_corpus.zip" .)
    rm -r "$seeds"
done
