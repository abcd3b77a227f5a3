package weir.signer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;

class FileOwnerTest {

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void createFile() throws IOException {
        file = Files.writeString(directory.resolve(".env"), "AXON_EXTERNAL_IP=203.0.113.7");
        setPermissions("rw-r--r--");
    }

    private void setPermissions(String permissions) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private void assertRejected() {
        WeirException e = assertThrows(WeirException.class, () -> FileOwner.requireTrusted(file));
        assertTrue(e.getMessage().contains(".env"), e::getMessage);
    }

    @Test
    void ownFileAndMissingFileAreTrusted() throws IOException {
        FileOwner.requireTrusted(file);
        Files.delete(file);
        FileOwner.requireTrusted(file);
    }

    @Test
    void fileThatAllCanWriteIsRejected() throws IOException {
        setPermissions("rw-r--rw-");
        assertRejected();
    }

    @Test
    void fileOrDirectoryOfAnotherUserIsRejected() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files to another user");
        UserPrincipal own = Files.getOwner(file);
        UserPrincipal other =
                directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
        Files.setOwner(file, other);
        assertRejected();
        Files.setOwner(file, own);
        FileOwner.requireTrusted(file);
        Files.setOwner(directory, other);
        assertRejected();
    }
}
