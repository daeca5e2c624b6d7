//! The flags that each platform's linker needs to leave Node's own functions to Node.

fn main() {
    napi_build::setup();
}
