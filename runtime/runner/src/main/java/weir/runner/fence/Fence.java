package weir.runner.fence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fences this process and becomes another program. Run as the first program of a child process, on JDK 22 or newer:
 *
 * <pre>{@code Fence [--addresses=MIB] --read PATH… --execute PATH… -- PROGRAM ARGUMENT…}</pre>
 *
 * <p>The program may also read and execute the libraries that this one has loaded, such as the C library.
 *
 * <p>The rules hold for the thread that runs {@code main}, so the program that it becomes by {@code execve} has them from its first
 * instruction on. The environment of the program is empty. A JVM with strategies then calls {@link #forbidPrograms} before it loads them.
 */
public final class Fence {

    /** Exit code of a process that could not be fenced. */
    public static final int EXIT_CODE = 77;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_AS = 9;
    private static final String ADDRESSES = "--addresses=";

    private Fence() {}

    public static void main(String[] arguments) {
        try {
            run(List.of(arguments));
        } catch (FenceException e) {
            System.err.println("the fence cannot be applied: " + e.getMessage());
            System.exit(EXIT_CODE);
        }
    }

    private static void run(List<String> arguments) {
        int end = arguments.indexOf("--");
        Syscalls syscalls = Syscalls.load();
        Architecture architecture = Architecture.ofThisMachine();
        Landlock files = new Landlock(syscalls, architecture);
        boolean isExecutable = false;
        long addresses = 0;
        for (String argument : arguments.subList(0, end)) {
            if (argument.startsWith(ADDRESSES)) {
                addresses = Long.parseLong(argument.substring(ADDRESSES.length())) << 20;
            } else if (argument.startsWith("--")) {
                isExecutable = argument.equals("--execute");
            } else if (isExecutable) {
                files.allowExecute(Path.of(argument));
            } else {
                files.allowRead(Path.of(argument));
            }
        }
        libraries().forEach(files::allowExecute);
        files.allowRead(Path.of("/etc/ld.so.cache"));
        List<String> command = arguments.subList(end + 1, arguments.size());
        long[] pointers = command.stream().mapToLong(syscalls::address).toArray();
        long argv = syscalls.address(pointers(pointers));
        long environment = syscalls.address(pointers());
        limit(syscalls, architecture, RLIMIT_CORE, 0);
        limit(syscalls, architecture, RLIMIT_FSIZE, 0);
        syscalls.require("no new privileges", architecture.number("prctl"), PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        files.enforce();
        new SystemCallFilter(architecture, true).enforce(syscalls);
        if (addresses > 0) {
            // Last, because this process may have more already.
            limit(syscalls, architecture, RLIMIT_AS, addresses);
        }
        syscalls.require("to start " + command.get(0), architecture.number("execve"), pointers[0], argv, environment);
    }

    /** The files that this JVM has loaded as code: the C library and the loader. The program that this becomes needs the same. */
    private static Set<Path> libraries() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.map(line -> line.split(" +", 6))
                    .filter(fields -> fields.length == 6 && fields[1].startsWith("r-x") && fields[5].startsWith("/"))
                    .map(fields -> Path.of(fields[5]))
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            throw new FenceException("the libraries of this process are not known: " + e);
        }
    }

    /** Sets a limit of this process, for good. */
    private static void limit(Syscalls syscalls, Architecture architecture, int limit, long value) {
        byte[] softAndHard = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .putLong(value)
                .array();
        syscalls.require("a limit", architecture.number("prlimit64"), 0, limit, syscalls.address(softAndHard), 0);
    }

    /** Addresses as C wants them, ended by 0. */
    private static byte[] pointers(long... addresses) {
        ByteBuffer bytes = ByteBuffer.allocate((addresses.length + 1) * 8).order(ByteOrder.LITTLE_ENDIAN);
        for (long address : addresses) {
            bytes.putLong(address);
        }
        return bytes.array();
    }

    /**
     * Forbids all threads of this process to start programs. Only the JDK is executable in the fence, and after this call not even that.
     *
     * @throws FenceException if the kernel refuses
     */
    public static void forbidPrograms() {
        new SystemCallFilter(Architecture.ofThisMachine(), false).enforceForAllThreads(Syscalls.load());
    }
}
