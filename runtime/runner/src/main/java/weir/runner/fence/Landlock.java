package weir.runner.fence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Restricts this thread, and the program that it becomes by {@code execve}, to some files, by Linux's Landlock. Everything that the
 * kernel's version of Landlock knows is denied: writing and creating files, TCP ports, abstract sockets, and signals to processes outside.
 * The kernel's documentation, "Landlock: unprivileged access control", has the numbers.
 */
final class Landlock {

    private static final long CREATE_RULESET = 444;
    private static final long ADD_RULE = 445;
    private static final long RESTRICT_SELF = 446;
    private static final long VERSION_FLAG = 1;
    private static final long PATH_BENEATH = 1;

    private static final long EXECUTE = 1;
    private static final long READ_FILE = 1 << 2;
    private static final long READ_DIRECTORY = 1 << 3;

    private static final long AT_FDCWD = -100;
    private static final long O_PATH_CLOEXEC = 0x200000 | 0x80000;

    private final Syscalls syscalls;
    private final Architecture architecture;
    private final long ruleset;

    /** @throws FenceException if the kernel has no Landlock, or it is turned off */
    Landlock(Syscalls syscalls, Architecture architecture) {
        this.syscalls = syscalls;
        this.architecture = architecture;
        long version = syscalls.call(CREATE_RULESET, 0, 0, VERSION_FLAG);
        if (version < 1) {
            throw new FenceException("the kernel has no Landlock, or it is turned off (Linux 5.13 or newer is needed)");
        }
        byte[] attributes = littleEndian(24)
                .putLong(fileRights(version))
                .putLong(version >= 4 ? 0b11 : 0) // TCP bind and connect.
                .putLong(version >= 6 ? 0b11 : 0) // Abstract sockets and signals.
                .array();
        long size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        ruleset = syscalls.require("a Landlock ruleset", CREATE_RULESET, syscalls.address(attributes), size, 0);
    }

    private static long fileRights(long version) {
        int rights = version >= 5 ? 16 : version >= 3 ? 15 : version >= 2 ? 14 : 13;
        return (1L << rights) - 1;
    }

    /** Permits reading a file, or a directory with all that is in it. A file that does not exist is skipped. */
    void allowRead(Path path) {
        allow(path, READ_FILE | READ_DIRECTORY);
    }

    /** Permits reading and executing, for example of the JDK and of the C library. */
    void allowExecute(Path path) {
        allow(path, READ_FILE | READ_DIRECTORY | EXECUTE);
    }

    private void allow(Path path, long rights) {
        if (!Files.exists(path)) {
            return;
        }
        long file = syscalls.require(
                "to open " + path,
                architecture.number("openat"),
                AT_FDCWD,
                syscalls.address(path.toAbsolutePath().toString()),
                O_PATH_CLOEXEC);
        long permitted = Files.isDirectory(path) ? rights : rights & ~READ_DIRECTORY;
        byte[] rule = littleEndian(12).putLong(permitted).putInt((int) file).array();
        syscalls.require("a Landlock rule for " + path, ADD_RULE, ruleset, PATH_BENEATH, syscalls.address(rule), 0);
    }

    /** Puts the rules into force for this thread, permanently. */
    void enforce() {
        syscalls.require("the Landlock ruleset", RESTRICT_SELF, ruleset, 0);
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
