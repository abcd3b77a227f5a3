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
 * <pre>{@code Fence --parent PID --memory MIB --read PATH… --execute PATH… -- PROGRAM ARGUMENT…}</pre>
 *
 * <p>The program may also read and execute the libraries that this one has loaded, such as the C library.
 *
 * <p>The rules hold for the thread that runs {@code main}, so the program that it becomes by {@code execve} has them from its first
 * instruction on. The environment of the program is empty. It ends with the thread that started this process, it can open {@value
 * #MAX_OPEN_FILES} files and use {@code --memory} MiB outside of files. A JVM with strategies then calls {@link #forbidPrograms} before it loads them.
 */
public final class Fence {

    /** Exit code of a process that could not be fenced. */
    public static final int EXIT_CODE = 77;

    private static final int PR_SET_NO_NEW_PRIVS = 38;
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int SIGKILL = 9;
    private static final int RLIMIT_FSIZE = 1;
    private static final int RLIMIT_DATA = 2;
    private static final int RLIMIT_CORE = 4;
    private static final int RLIMIT_NOFILE = 7;
    private static final int RLIMIT_AS = 9;

    /** A JVM has its modules, the class path and three pipes open. */
    private static final long MAX_OPEN_FILES = 128;

    /** Addresses that a JVM and the C library reserve, and do not use. */
    private static final long MAX_RESERVED = 2L << 30;

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
        String option = "";
        long memory = 0;
        for (String argument : arguments.subList(0, end)) {
            if (argument.startsWith("--")) {
                option = argument;
                continue;
            }
            switch (option) {
                case "--parent" -> endWith(Long.parseLong(argument), syscalls, architecture);
                case "--memory" -> memory = Long.parseLong(argument) << 20;
                case "--read" -> files.allowRead(Path.of(argument));
                case "--execute" -> files.allowExecute(Path.of(argument));
                default -> throw new FenceException("no such option: " + option);
            }
        }
        libraries().forEach(files::allowExecute);
        files.allowRead(Path.of("/etc/ld.so.cache"));
        // For SecureRandom, which is slow or fails without them.
        files.allowRead(Path.of("/dev/random"));
        files.allowRead(Path.of("/dev/urandom"));
        List<String> command = arguments.subList(end + 1, arguments.size());
        long[] pointers = command.stream().mapToLong(syscalls::address).toArray();
        long argv = syscalls.address(pointers(pointers));
        long environment = syscalls.address(pointers());
        SystemCallFilter filter = new SystemCallFilter(architecture, true);
        limitMemory(memory, syscalls, architecture);
        limit(RLIMIT_CORE, 0, syscalls, architecture);
        limit(RLIMIT_FSIZE, 0, syscalls, architecture);
        limit(RLIMIT_NOFILE, MAX_OPEN_FILES, syscalls, architecture);
        syscalls.require("no new privileges", architecture.number("prctl"), PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
        files.enforce();
        filter.enforce(syscalls);
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

    /** Has the kernel kill this process when the parent's thread that started it ends; {@code execve} does not change that. */
    private static void endWith(long parent, Syscalls syscalls, Architecture architecture) {
        syscalls.require("the end with the parent", architecture.number("prctl"), PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        if (syscalls.call(architecture.number("getppid")) != parent) {
            throw new FenceException("the process " + parent + ", which started this one, has ended");
        }
    }

    /**
     * Limits the memory of this process that can be written, which includes the stacks of its threads, and its address space. If the
     * machine's memory is used up, the kernel ends this process before others.
     */
    private static void limitMemory(long bytes, Syscalls syscalls, Architecture architecture) {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), "1000");
        } catch (IOException e) {
            throw new FenceException("the priority of this process for the end by lack of memory cannot be set: " + e);
        }
        limit(RLIMIT_DATA, bytes, syscalls, architecture);
        limit(RLIMIT_AS, bytes + MAX_RESERVED, syscalls, architecture);
    }

    private static void limit(int limit, long value, Syscalls syscalls, Architecture architecture) {
        byte[] values = ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .putLong(value)
                .array();
        syscalls.require("limit " + limit, architecture.number("prlimit64"), 0, limit, syscalls.address(values), 0);
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
