package weir.runner.fence;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Linux system calls by the function {@code syscall} of the C library, through Java's Foreign Function API. That API is final since
 * JDK 22 and this code is compiled for JDK 17, so it is called by reflection. Thread-safe.
 */
final class Syscalls {

    private static final int ARGUMENTS = 6;

    private final MethodHandle syscall;
    private final Method allocate;
    private final Object arena;

    private Syscalls() throws ReflectiveOperationException {
        Class<?> linkerType = type("Linker");
        Class<?> layoutType = type("MemoryLayout");
        Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        Object address = ((Optional<?>)
                        type("SymbolLookup").getMethod("find", String.class).invoke(lookup, "syscall"))
                .orElseThrow(() -> new NoSuchMethodException("the C library has no function syscall"));
        Object longType = type("ValueLayout").getField("JAVA_LONG").get(null);
        Object parameters = Array.newInstance(layoutType, 1 + ARGUMENTS);
        for (int i = 0; i <= ARGUMENTS; i++) {
            Array.set(parameters, i, longType);
        }
        Class<?> descriptorType = type("FunctionDescriptor");
        Object descriptor = descriptorType
                .getMethod("of", layoutType, parameters.getClass())
                .invoke(null, longType, parameters);
        Object options = Array.newInstance(type("Linker$Option"), 0);
        syscall = (MethodHandle) linkerType
                .getMethod("downcallHandle", type("MemorySegment"), descriptorType, options.getClass())
                .invoke(linker, address, descriptor, options);
        arena = type("Arena").getMethod("global").invoke(null);
        allocate = type("Arena").getMethod("allocate", long.class, long.class);
    }

    /** @throws FenceException if this JDK has no Foreign Function API, or does not permit its use */
    static Syscalls load() {
        try {
            return new Syscalls();
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw new FenceException("this JDK cannot make system calls (it needs JDK 22 or newer): " + e);
        }
    }

    private static Class<?> type(String name) throws ClassNotFoundException {
        return Class.forName("java.lang.foreign." + name);
    }

    /** Makes a system call. Returns its result, or -1 if it failed. */
    long call(long number, long... arguments) {
        long[] a = java.util.Arrays.copyOf(arguments, ARGUMENTS);
        try {
            return (long) syscall.invokeExact(number, a[0], a[1], a[2], a[3], a[4], a[5]);
        } catch (Throwable e) {
            throw new FenceException("the system call " + number + " cannot be made: " + e);
        }
    }

    /** Makes a system call that must succeed. */
    long require(String what, long number, long... arguments) {
        long result = call(number, arguments);
        if (result < 0) {
            throw new FenceException("the kernel refused: " + what);
        }
        return result;
    }

    /** Copies bytes to memory that is never freed, and returns its address. */
    long address(byte[] bytes) {
        try {
            Object segment = allocate.invoke(arena, Math.max(8L, bytes.length), 8L);
            ((ByteBuffer) type("MemorySegment").getMethod("asByteBuffer").invoke(segment)).put(bytes);
            return (long) type("MemorySegment").getMethod("address").invoke(segment);
        } catch (ReflectiveOperationException e) {
            throw new FenceException("memory cannot be allocated: " + e);
        }
    }

    /** Copies a text, ended by a zero byte as C wants it. */
    long address(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return address(java.util.Arrays.copyOf(bytes, bytes.length + 1));
    }
}
