package weir.runner.fence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter: a list of permitted system calls, some of them with some arguments only. Each other system call fails with {@code
 * ENOSYS}, as if the kernel did not have it, and each other argument with {@code EACCES}. The filter does not rely on Landlock, whose
 * older versions stop neither signals nor truncation. The program is classic BPF over {@code struct seccomp_data}, see {@code
 * seccomp(2)}. Immutable.
 */
final class SystemCallFilter {

    private static final long SET_MODE_FILTER = 1;
    private static final long ALL_THREADS = 1;
    static final int ENOSYS = 38;
    static final int EACCES = 13;

    static final int LOAD = 0x20;
    static final int JUMP_IF_EQUAL = 0x15;
    static final int JUMP_IF_SET = 0x45;
    static final int RETURN = 0x06;
    static final int ALLOW = 0x7fff0000;
    static final int KILL_PROCESS = 0x80000000;
    static final int FAIL = 0x00050000;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;

    /** Flags of {@code clone} for a new thread, of glibc and of musl. */
    private static final int[] NEW_THREAD = {0x3d0f00, 0x7d0f00};

    /** {@code F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_DUPFD_CLOEXEC}; the other ones can send signals to any process of the user. */
    private static final int[] FILE_COMMANDS = {0, 1, 2, 3, 1030};

    /**
     * Flags of {@code open} that change no file: {@code O_NOCTTY, O_NONBLOCK, O_DIRECT, O_LARGEFILE, O_DIRECTORY, O_NOFOLLOW, O_NOATIME,
     * O_CLOEXEC, O_PATH}, on both architectures.
     */
    private static final int READING =
            0x100 | 0x800 | 0x4000 | 0x8000 | 0x10000 | 0x20000 | 0x40000 | 0x80000 | 0x200000;

    /** {@code PR_SET_NAME, PR_GET_THP_DISABLE, PR_SVE_SET_VL, PR_SVE_GET_VL, PR_SET_VMA}. */
    private static final int[] PROCESS_OPTIONS = {15, 42, 50, 51, 0x53564d41};

    private static final int MAP_SHARED = 0x1;
    private static final int MAP_ANONYMOUS = 0x20;
    private static final int MAP_GROWSDOWN = 0x100;

    private final Architecture architecture;
    private final List<Instruction> program = new ArrayList<>();

    record Instruction(int code, int value, int ifTrue, int ifFalse) {}

    /**
     * Permits what a JVM needs: the architecture's {@linkplain Architecture#permitted permitted} system calls, new threads, opening files
     * for reading, and reading its own limits.
     *
     * @param isExecPermitted whether the process may still become another program
     */
    SystemCallFilter(Architecture architecture, boolean isExecPermitted) {
        this.architecture = architecture;
        add(LOAD, ARCHITECTURE, 0, 0);
        add(JUMP_IF_EQUAL, architecture.audit(), 1, 0);
        add(RETURN, KILL_PROCESS, 0, 0);
        add(LOAD, NUMBER, 0, 0);
        architecture.permitted().forEach(this::permit);
        if (isExecPermitted) {
            permit("execve");
            permit("seccomp");
        }
        permitValues("clone", lower(0), NEW_THREAD);
        permitValues("fcntl", lower(1), FILE_COMMANDS);
        permitValues("prctl", lower(0), PROCESS_OPTIONS);
        permitBits("open", lower(1), READING);
        permitBits("openat", lower(2), READING);
        permitCountedMemory();
        // Reads limits of this process. Root could raise its limits otherwise.
        permitZeros("prlimit64", lower(0), lower(2), upper(2));
        add(RETURN, FAIL | ENOSYS, 0, 0);
    }

    /** Where a filter finds the lower half of an argument, which is all of it if the kernel declares an {@code int}. */
    private static int lower(int argument) {
        return 16 + 8 * argument;
    }

    private static int upper(int argument) {
        return lower(argument) + 4;
    }

    private void permit(String systemCall) {
        add(JUMP_IF_EQUAL, architecture.number(systemCall), 0, 1);
        add(RETURN, ALLOW, 0, 0);
    }

    /** Permits a system call if a half of an argument has one of the values. */
    private void permitValues(String systemCall, int half, int... values) {
        begin(systemCall, 1 + values.length);
        add(LOAD, half, 0, 0);
        for (int i = 0; i < values.length; i++) {
            add(JUMP_IF_EQUAL, values[i], values.length - i, 0);
        }
        end();
    }

    /** Permits a system call if a half of an argument has no other bits. Skipped if the architecture does not have the call. */
    private void permitBits(String systemCall, int half, int bits) {
        if (architecture.has(systemCall)) {
            begin(systemCall, 2);
            add(LOAD, half, 0, 0);
            add(JUMP_IF_SET, ~bits, 0, 1);
            end();
        }
    }

    /** Permits a system call if the halves of arguments are all 0. */
    private void permitZeros(String systemCall, int... halves) {
        begin(systemCall, 2 * halves.length);
        for (int i = 0; i < halves.length; i++) {
            int following = 2 * (halves.length - 1 - i);
            add(LOAD, halves[i], 0, 0);
            add(JUMP_IF_EQUAL, 0, following == 0 ? 1 : 0, following);
        }
        end();
    }

    /** Permits to map memory, but no shared memory and no growing stack: the limit of this process's data does not count them. */
    private void permitCountedMemory() {
        begin("mmap", 4);
        add(LOAD, lower(3), 0, 0);
        add(JUMP_IF_SET, MAP_GROWSDOWN, 2, 0);
        add(JUMP_IF_SET, MAP_ANONYMOUS, 0, 2);
        add(JUMP_IF_SET, MAP_SHARED, 0, 1);
        end();
    }

    /** Begins checks of arguments. They jump to the first instruction of {@link #end} to refuse, to the second one to permit. */
    private void begin(String systemCall, int checks) {
        add(JUMP_IF_EQUAL, architecture.number(systemCall), 0, checks + 2);
    }

    private void end() {
        add(RETURN, FAIL | EACCES, 0, 0);
        add(RETURN, ALLOW, 0, 0);
    }

    private void add(int code, int value, int ifTrue, int ifFalse) {
        program.add(new Instruction(code, value, ifTrue, ifFalse));
    }

    List<Instruction> program() {
        return List.copyOf(program);
    }

    /** Puts the filter into force for this thread, and for what it becomes by {@code execve}, permanently. */
    void enforce(Syscalls syscalls) {
        enforce(syscalls, 0);
    }

    /** Puts the filter into force for all threads of this process, permanently. */
    void enforceForAllThreads(Syscalls syscalls) {
        enforce(syscalls, ALL_THREADS);
    }

    private void enforce(Syscalls syscalls, long flags) {
        byte[] header = littleEndian(16)
                .putLong(program.size())
                .putLong(syscalls.address(toBytes()))
                .array();
        long result = syscalls.call(architecture.number("seccomp"), SET_MODE_FILTER, flags, syscalls.address(header));
        // A positive result is the id of a thread that could not be filtered.
        if (result != 0) {
            throw new FenceException("the kernel refused: a seccomp filter");
        }
    }

    /** The instructions as the kernel reads them. */
    byte[] toBytes() {
        ByteBuffer bytes = littleEndian(program.size() * 8);
        for (Instruction instruction : program) {
            bytes.putShort((short) instruction.code())
                    .put((byte) instruction.ifTrue())
                    .put((byte) instruction.ifFalse())
                    .putInt(instruction.value());
        }
        return bytes.array();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
