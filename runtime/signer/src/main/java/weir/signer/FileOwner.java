package weir.signer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import weir.base.WeirException;

/** Rejects files that another user can write, for example the user of the host. */
final class FileOwner {

    private static final List<String> TRUSTED = List.of("root", System.getProperty("user.name"));

    private FileOwner() {}

    /**
     * Requires that a file and its directory belong to the user of this process or to root, and that not everybody can write the file.
     *
     * @param file need not exist
     * @throws WeirException naming the file
     */
    static void requireTrusted(Path file) {
        if (!Files.exists(file)) {
            return;
        }
        try {
            Path real = file.toRealPath();
            boolean isTrusted = isOwnerTrusted(real)
                    && isOwnerTrusted(real.getParent())
                    && !Files.getPosixFilePermissions(real).contains(PosixFilePermission.OTHERS_WRITE);
            if (!isTrusted) {
                throw WeirException.usage(
                        "another user can write " + real,
                        "Make it and its directory files of this user that others cannot write, or give the command in"
                                + " another directory, with flags.");
            }
        } catch (IOException e) {
            throw WeirException.failed("cannot read the owner of " + file, "Remove the file, or make it readable.", e);
        }
    }

    private static boolean isOwnerTrusted(Path path) throws IOException {
        return TRUSTED.contains(Files.getOwner(path).getName());
    }
}
