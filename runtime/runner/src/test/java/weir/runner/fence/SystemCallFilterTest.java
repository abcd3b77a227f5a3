package weir.runner.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.runner.fence.SystemCallFilter.Instruction;

/**
 * The filter's answers for system calls of both architectures, by a reader of its program. Newer versions of Landlock stop most of these
 * calls, too, so a real process on such a kernel does not show what the filter does.
 */
class SystemCallFilterTest {

    private static final int ALLOWED = SystemCallFilter.ALLOW;
    private static final int REFUSED = SystemCallFilter.FAIL | SystemCallFilter.EACCES;
    private static final int UNKNOWN = SystemCallFilter.FAIL | SystemCallFilter.ENOSYS;

    private static final int O_RDONLY = 0;
    private static final int O_ACCMODE = 3;
    private static final int O_CREAT = 0x40;
    private static final int O_TRUNC = 0x200;
    private static final int O_CLOEXEC = 0x80000;
    private static final int O_TMPFILE = 0x400000;

    private Architecture architecture;

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void opensFilesForReadingOnly(String name) {
        architecture = Architecture.of(name);
        assertEquals(ALLOWED, answer("openat", -100, 1, O_RDONLY | O_CLOEXEC));
        int directory = name.equals("amd64") ? 0x10000 : 0x4000;
        assertEquals(ALLOWED, answer("openat", -100, 1, O_CLOEXEC | directory));
        for (int flags : List.of(1, 2, O_ACCMODE, O_CREAT, O_TRUNC, O_ACCMODE | O_TRUNC, O_TMPFILE, 0x400, 0x2000)) {
            assertEquals(REFUSED, answer("openat", -100, 1, flags), "flags " + flags);
            assertEquals(REFUSED, answer("openat", -100, 1, 1L << 32 | flags), "flags " + flags);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64"})
    void olderCallToOpenFilesFollowsTheSameRule(String name) {
        architecture = Architecture.of(name);
        assertEquals(ALLOWED, answer("open", 1, O_RDONLY | O_CLOEXEC));
        assertEquals(REFUSED, answer("open", 1, O_ACCMODE | O_TRUNC));
        assertEquals(REFUSED, answer("open", 1, O_RDONLY | O_TRUNC));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void fileCommandsThatSendSignalsAreRefused(String name) {
        architecture = Architecture.of(name);
        for (int command : List.of(0, 1, 2, 3, 1030)) {
            assertEquals(ALLOWED, answer("fcntl", 0, command), "command " + command);
        }
        int setFlags = 4;
        int setOwner = 8;
        int setSignal = 10;
        int setOwnerThread = 15;
        int lease = 1024;
        int notifyDirectory = 1026;
        int pipeSize = 1031;
        for (int command : List.of(setFlags, setOwner, setSignal, setOwnerThread, lease, notifyDirectory, pipeSize)) {
            assertEquals(REFUSED, answer("fcntl", 0, command), "command " + command);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void processStaysBoundToItsParentAndItsLimits(String name) {
        architecture = Architecture.of(name);
        int setParentDeathSignal = 1;
        int setDumpable = 4;
        int setName = 15;
        int setSeccomp = 22;
        int setSubreaper = 36;
        assertEquals(ALLOWED, answer("prctl", setName, 1));
        for (int option : List.of(setParentDeathSignal, setDumpable, setSeccomp, setSubreaper)) {
            assertEquals(REFUSED, answer("prctl", option, 0), "option " + option);
        }
        assertEquals(ALLOWED, answer("prlimit64", 0, 9, 0, 1));
        assertEquals(REFUSED, answer("prlimit64", 0, 9, 1, 0));
        assertEquals(REFUSED, answer("prlimit64", 0, 9, 1L << 32, 0));
        assertEquals(REFUSED, answer("prlimit64", 7, 9, 0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void createsThreadsButNoProcesses(String name) {
        architecture = Architecture.of(name);
        assertEquals(ALLOWED, answer("clone", 0x3d0f00));
        int sigchld = 17;
        int newMountNamespace = 0x20000;
        assertEquals(REFUSED, answer("clone", sigchld));
        assertEquals(REFUSED, answer("clone", 0x3d0f00 & ~0x200 | newMountNamespace));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void mapsOnlyMemoryThatTheLimitCounts(String name) {
        architecture = Architecture.of(name);
        int shared = 0x1;
        int exclusive = 0x2;
        int anonymous = 0x20;
        int growsDown = 0x100;
        int stack = 0x20000;
        assertEquals(ALLOWED, answer("mmap", 0, 1, 3, exclusive | anonymous | stack));
        assertEquals(ALLOWED, answer("mmap", 0, 1, 1, shared, 5));
        assertEquals(REFUSED, answer("mmap", 0, 1, 3, shared | anonymous));
        assertEquals(REFUSED, answer("mmap", 0, 1, 3, shared | exclusive | anonymous));
        assertEquals(REFUSED, answer("mmap", 0, 1, 3, exclusive | anonymous | growsDown));
    }

    @ParameterizedTest
    @ValueSource(strings = {"amd64", "aarch64"})
    void otherSystemCallsDoNotExist(String name) {
        architecture = Architecture.of(name);
        int socket = name.equals("amd64") ? 41 : 198;
        int kill = name.equals("amd64") ? 62 : 129;
        assertEquals(UNKNOWN, answer(socket));
        assertEquals(UNKNOWN, answer(kill));
        assertEquals(UNKNOWN, answer(435)); // clone3
        assertEquals(UNKNOWN, answer(architecture.number("execve")));
        assertEquals(ALLOWED, answer(architecture.number("read")));
        assertEquals(
                SystemCallFilter.KILL_PROCESS,
                answer(new SystemCallFilter(architecture, false).program(), 0x40000003, 0));
    }

    private int answer(String systemCall, long... arguments) {
        return answer(architecture.number(systemCall), arguments);
    }

    private int answer(int number, long... arguments) {
        return answer(new SystemCallFilter(architecture, false).program(), architecture.audit(), number, arguments);
    }

    /** Runs the program as the kernel does. */
    private static int answer(List<Instruction> program, int audit, int number, long... arguments) {
        int accumulator = 0;
        for (int i = 0; ; i++) {
            Instruction at = program.get(i);
            switch (at.code()) {
                case SystemCallFilter.LOAD -> accumulator = word(at.value(), audit, number, arguments);
                case SystemCallFilter.JUMP_IF_EQUAL -> i += accumulator == at.value() ? at.ifTrue() : at.ifFalse();
                case SystemCallFilter.JUMP_IF_SET -> i += (accumulator & at.value()) != 0 ? at.ifTrue() : at.ifFalse();
                case SystemCallFilter.RETURN -> {
                    return at.value();
                }
                default -> throw new IllegalArgumentException("code " + at.code());
            }
        }
    }

    /** A word of {@code struct seccomp_data}. */
    private static int word(int offset, int audit, int number, long... arguments) {
        if (offset < 16) {
            return offset == 0 ? number : audit;
        }
        int argument = (offset - 16) / 8;
        long value = argument < arguments.length ? arguments[argument] : 0;
        return (int) (offset % 8 == 0 ? value : value >>> 32);
    }
}
