package weir.itest.isolation;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/**
 * The user and the JDK of a run of the probes.
 *
 * @param user begin of a command that runs the rest of the command as the user; empty for the user of the test
 * @param newest a JDK that can apply the fence
 */
record TestMachine(List<String> user, Jdk newest) {

    private static final int NOBODY = 65534;

    /** Skips the test with a message if this machine cannot run it. */
    static TestMachine require(boolean asNobody) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "SKIPPED: the fence is for Linux");
        Optional<Jdk> newest = Jdk.withForeignFunctions();
        assumeTrue(newest.isPresent(), "SKIPPED: no JDK 22 or newer; set WEIR_NEWEST_JAVA_HOME");
        assumeTrue(!asNobody || isRoot(), "SKIPPED: only root can run the probes as another user");
        Optional<Path> closed = asNobody ? firstClosedToOthers(Path.of(Jdk.CLASS_PATH)) : Optional.empty();
        assumeTrue(
                closed.isEmpty(),
                () -> "SKIPPED: other users cannot read this checkout; run chmod o+x " + closed.orElseThrow());
        return new TestMachine(
                asNobody ? List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups") : List.of(),
                newest.get());
    }

    /** The outermost directory on the way to a file that other users may not pass. */
    private static Optional<Path> firstClosedToOthers(Path file) throws IOException {
        Path reached = file.getRoot();
        for (Path name : file.getParent()) {
            reached = reached.resolve(name);
            if (!Files.getPosixFilePermissions(reached).contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return Optional.of(reached);
            }
        }
        return Optional.empty();
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    /** Whether each probe can show what it shows: root on a JDK with all means. */
    boolean isReference(Jdk jdk) {
        return user.isEmpty() && isRoot() && jdk.equals(newest);
    }

    /** Makes the user the owner of a directory and of all that is in it. */
    void give(Path folder) throws IOException {
        if (!user.isEmpty()) {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                        throws IOException {
                    return visitFile(directory, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    try {
                        Files.setAttribute(file, "unix:uid", NOBODY);
                    } catch (NoSuchFileException e) {
                        return visitFileFailed(file, e);
                    }
                    return FileVisitResult.CONTINUE;
                }

                /** A running host removes its temporary files meanwhile. */
                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                    if (e instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw e;
                }
            });
        }
    }
}
