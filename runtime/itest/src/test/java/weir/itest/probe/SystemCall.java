package weir.itest.probe;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Optional;

/** System calls as a hostile strategy makes them: by the Foreign Function API of JDK 22 and newer, which it finds by reflection. */
enum SystemCall {
    MMAP(9, 222),
    FCNTL(72, 25),
    PRCTL(157, 167),
    OPENAT(257, 56),
    SOCKET(41, 198),
    BIND(49, 200),
    SOCKETPAIR(53, 199),
    SHMGET(29, 194),
    SHMCTL(31, 195),
    MSGGET(68, 186),
    CLONE(56, 220),
    CLONE3(435, 435),
    EXECVE(59, 221),
    EXIT(60, 93),
    KILL(62, 129),
    PTRACE(101, 117),
    SETPRIORITY(141, 140),
    CHROOT(161, 51),
    MOUNT(165, 40),
    SCHED_SETAFFINITY(203, 122),
    ADD_KEY(248, 217),
    UNSHARE(272, 97),
    PERF_EVENT_OPEN(298, 241),
    NAME_TO_HANDLE_AT(303, 264),
    PRLIMIT64(302, 261),
    PROCESS_VM_READV(310, 270),
    MEMFD_CREATE(319, 279),
    BPF(321, 280),
    USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425),
    PIDFD_OPEN(434, 434);

    private static final int ARGUMENTS = 6;

    private final int intel;
    private final int arm;

    SystemCall(int intel, int arm) {
        this.intel = intel;
        this.arm = arm;
    }

    /** Makes the call and returns its result, which is -1 after a failure. */
    long call(long... arguments) throws Throwable {
        long[] a = Arrays.copyOf(arguments, ARGUMENTS);
        long number = System.getProperty("os.arch").equals("aarch64") ? arm : intel;
        return (long) function().invokeExact(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    }

    /** Makes the call, which must succeed. */
    long require(long... arguments) throws Throwable {
        long result = call(arguments);
        if (result < 0) {
            throw new IOException(this + " failed");
        }
        return result;
    }

    private static MethodHandle function() throws ReflectiveOperationException {
        Class<?> linkerType;
        try {
            linkerType = type("Linker");
            linkerType.getMethod("defaultLookup"); // JDK 17 has an older API of this name
        } catch (ReflectiveOperationException e) {
            throw new UnsupportedOperationException("this JDK has no Foreign Function API");
        }
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Object address = ((Optional<?>)
                        type("SymbolLookup").getMethod("find", String.class).invoke(lookup, "syscall"))
                .orElseThrow();
        Object longType = type("ValueLayout").getField("JAVA_LONG").get(null);
        Object parameters = Array.newInstance(type("MemoryLayout"), 1 + ARGUMENTS);
        for (int i = 0; i <= ARGUMENTS; i++) {
            Array.set(parameters, i, longType);
        }
        Object descriptor = type("FunctionDescriptor")
                .getMethod("of", type("MemoryLayout"), parameters.getClass())
                .invoke(null, longType, parameters);
        Object options = Array.newInstance(type("Linker$Option"), 0);
        return (MethodHandle) linkerType
                .getMethod("downcallHandle", type("MemorySegment"), type("FunctionDescriptor"), options.getClass())
                .invoke(linker, address, descriptor, options);
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }
}
