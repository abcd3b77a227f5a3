package weir.itest.probe;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;

/** Memory outside the heap by {@code sun.misc.Unsafe}, which a hostile strategy finds by reflection. Never freed. */
record Memory(long address) {

    static Memory of(byte[] bytes) throws ReflectiveOperationException {
        Memory memory = new Memory((long) unsafe("allocateMemory", long.class).invoke(Math.max(8L, bytes.length)));
        for (int i = 0; i < bytes.length; i++) {
            unsafe("putByte", long.class, byte.class).invoke(memory.address + i, bytes[i]);
        }
        return memory;
    }

    /** A text as C wants it, ended by 0. */
    static Memory of(String text) throws ReflectiveOperationException {
        return of((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    void putLong(long offset, long value) throws ReflectiveOperationException {
        unsafe("putLong", long.class, long.class).invoke(address + offset, value);
    }

    /** A method of Unsafe. */
    interface Operation {
        Object invoke(Object... arguments) throws ReflectiveOperationException;
    }

    static Operation unsafe(String method, Class<?>... parameters) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.misc.Unsafe", true, ClassLoader.getSystemClassLoader());
        Field field = type.getDeclaredField("theUnsafe");
        field.setAccessible(true);
        Object unsafe = field.get(null);
        return arguments -> type.getMethod(method, parameters).invoke(unsafe, arguments);
    }
}
