package weir.cli.share;

import java.io.IOException;
import weir.base.WeirException;
import weir.installer.verify.JarVerifier;
import weir.installer.verify.Platform;
import weir.launcher.Assembly;
import weir.protocol.PublicKey;

/** What the commands that share have in common. */
public final class Verifiers {

    private Verifiers() {}

    /** Verifies JARs as the host of this release does. */
    public static JarVerifier jars() {
        return new JarVerifier(platform());
    }

    /** What the host of this release exports. */
    public static Platform platform() {
        Assembly assembly = Assembly.running();
        try {
            return Platform.in(assembly.folder().resolve("system"));
        } catch (IOException e) {
            throw WeirException.failed(
                    "cannot read " + assembly.folder().resolve("system"), "Unpack the release again.", e);
        }
    }

    /** An address on the command line. */
    public static PublicKey key(String argument, String ss58) {
        try {
            return PublicKey.ofSs58(ss58);
        } catch (IllegalArgumentException e) {
            throw WeirException.usage(argument + ": " + e.getMessage(), "Copy the address of the hotkey, 5….");
        }
    }
}
