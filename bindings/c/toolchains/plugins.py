"""The static library inside plugins: shared objects that a program loads and unloads."""

import kit


def run(_tool: str) -> None:
    cflags = kit.pkg_config("--cflags")
    libs = kit.pkg_config("--static", "--libs")
    source = kit.HERE / "plugins/plugin.c"
    build = ["gcc", "-shared", "-fPIC", "-fvisibility=hidden", *kit.WARNINGS, *cflags, source]
    # Without the shared library, so that the linker takes the static one.
    libs = [kit.ARCHIVE if flag == "-lissuedby" else flag for flag in libs]
    hidden = "-Wl,--exclude-libs,libissuedby.a"
    plugins = []
    for number in ("1", "2"):
        plugin = kit.program(f"plugin-{number}.so")
        kit.finish([*build, f"-DNUMBER={number}", hidden, "-Wl,-z,defs", *libs, "-o", plugin])
        found = kit.globals_of(plugin, "-D")
        kit.expect(found == {"plugin_check"}, f"{plugin.name} exports {sorted(found)[:5]}, expected plugin_check")
        plugins.append(plugin)
    kit.passed(f"{hidden}: a plugin exports its own function and no symbol of issuedby or Rust")
    open_plugin = kit.program("plugin-open.so")
    kit.finish([*build, "-DNUMBER=3", *libs, "-o", open_plugin])
    found = kit.globals_of(open_plugin, "-D")
    kit.expect("issuedby_version" in found, "nothing is exported without the flag: the check above is blind")
    rust = sorted(name for name in found if not name.startswith(("issuedby_", "plugin_check")))
    kit.expect(not rust, f"a plugin without the flag exports {rust[:5]}")
    kit.passed("without the flag it exports the functions of issuedby, and still no symbol of Rust")
    host = kit.program("host")
    kit.finish(["gcc", *kit.WARNINGS, "-rdynamic", kit.HERE / "plugins/host.c", "-ldl", "-lpthread", "-o", host])
    printed = kit.finish([host, kit.sample("ca.pem"), kit.sample("client.der"), *plugins])
    kit.expect(printed == "2 plugins, 3 rounds, 0 failures\n", f"found {printed!r}")
    kit.passed("two plugins in one process verify in threads; both are unloaded and loaded again, three times")
