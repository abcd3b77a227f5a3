package weir.runner.fence;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter: a list of permitted system calls; each other one fails with {@code ENOSYS}, as if the kernel did not have it. The
 * program is classic BPF over {@code struct seccomp_data}, see {@code seccomp(2)}. Immutable.
 */
final class SystemCallFilter {

    private static final long SET_MODE_FILTER = 1;
    private static final long ALL_THREADS = 1;
    private static final int ENOSYS = 38;

    private static final int LOAD = 0x20;
    private static final int JUMP_IF_EQUAL = 0x15;
    private static final int JUMP_IF_SET = 0x45;
    private static final int RETURN = 0x06;
    private static final int ALLOW = 0x7fff0000;
    private static final int FAIL = 0x00050000 | ENOSYS;
    private static final int KILL_PROCESS = 0x80000000;

    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;
    private static final int CLONE_THREAD = 0x00010000;

    private final Architecture architecture;
    private final List<byte[]> program = new ArrayList<>();

    /**
     * Permits what a JVM needs: the architecture's {@linkplain Architecture#permitted permitted} system calls, new threads, and reading or
     * lowering its own limits.
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
        // A new thread, not a new process.
        add(JUMP_IF_EQUAL, architecture.number("clone"), 0, 4);
        add(LOAD, FIRST_ARGUMENT, 0, 0);
        add(JUMP_IF_SET, CLONE_THREAD, 0, 1);
        add(RETURN, ALLOW, 0, 0);
        add(RETURN, FAIL, 0, 0);
        // The limits of this process, not of another one.
        add(JUMP_IF_EQUAL, architecture.number("prlimit64"), 0, 3);
        add(LOAD, FIRST_ARGUMENT, 0, 0);
        add(JUMP_IF_EQUAL, 0, 0, 1);
        add(RETURN, ALLOW, 0, 0);
        add(RETURN, FAIL, 0, 0);
    }

    private void permit(String systemCall) {
        add(JUMP_IF_EQUAL, architecture.number(systemCall), 0, 1);
        add(RETURN, ALLOW, 0, 0);
    }

    private void add(int code, int value, int ifTrue, int ifFalse) {
        program.add(littleEndian(8)
                .putShort((short) code)
                .put((byte) ifTrue)
                .put((byte) ifFalse)
                .putInt(value)
                .array());
    }

    /** Puts the filter into force for this thread, and what it becomes by {@code execve}, for good. */
    void enforce(Syscalls syscalls) {
        enforce(syscalls, 0);
    }

    /** Puts the filter into force for all threads of this process, for good. */
    void enforceForAllThreads(Syscalls syscalls) {
        enforce(syscalls, ALL_THREADS);
    }

    private void enforce(Syscalls syscalls, long flags) {
        ByteBuffer bytes = ByteBuffer.allocate(program.size() * 8);
        program.forEach(bytes::put);
        byte[] header = littleEndian(16)
                .putLong(program.size())
                .putLong(syscalls.address(bytes.array()))
                .array();
        syscalls.require(
                "a seccomp filter", architecture.number("seccomp"), SET_MODE_FILTER, flags, syscalls.address(header));
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
