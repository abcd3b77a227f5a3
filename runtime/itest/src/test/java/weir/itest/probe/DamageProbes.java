package weir.itest.probe;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Damages the process that runs the strategy. Whether a probe has damaged the host can be seen only from outside: no result means that it
 * has done what its name says.
 */
final class DamageProbes {

    private static final int HEADER = 9;
    private static final int MANY_THREADS = 10_000;
    private static final int BLOCK = 16 << 20;
    private static final byte DECISION = 10;

    private DamageProbes() {}

    static void addTo(Map<String, Attempt> probes) {
        probes.put("exit", targets -> end("exit"));
        probes.put("halt", targets -> end("halt"));
        probes.put("crash by an invalid address", targets -> {
            Memory.unsafe("putLong", long.class, long.class).invoke(1L, 1L);
            return "survived";
        });
        probes.put(
                "become another program",
                targets -> SystemCall.EXECVE.require(
                        Memory.of("/bin/true").address(), Memory.of(new byte[8]).address(), 0));
        probes.put("loop without end", DamageProbes::loop);
        probes.put("ignore interruption for ever", DamageProbes::sleep);
        probes.put("fill the heap", DamageProbes::fillHeap);
        probes.put("fill memory outside the heap", DamageProbes::fillDirect);
        probes.put("start 10,000 threads", DamageProbes::startThreads);
        probes.put("print without end", DamageProbes::print);
        probes.put("write text between the frames", targets -> write("text\n".getBytes(StandardCharsets.US_ASCII)));
        probes.put("write a frame of an unknown kind", targets -> write(frame(5, (byte) 99, 1)));
        probes.put("write a frame of negative length", targets -> write(frame(-1, DECISION, 1)));
        probes.put("write a frame of 2 GiB", targets -> write(frame(Integer.MAX_VALUE, DECISION, 1)));
        probes.put("write frames without end", DamageProbes::flood);
        probes.put("answer queries of other routes", DamageProbes::answerAhead);
        probes.put("answer its own call by garbage", DamageProbes::answerNow);
    }

    private static Object end(String method) throws ReflectiveOperationException {
        Runtime.class.getMethod(method, int.class).invoke(Runtime.getRuntime(), 0);
        return "survived";
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static Object loop(Targets targets) {
        long i = 0;
        while (true) {
            i++;
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static Object sleep(Targets targets) {
        while (true) {
            try {
                TimeUnit.DAYS.sleep(1);
            } catch (InterruptedException e) {
                Thread.interrupted();
            }
        }
    }

    @SuppressWarnings("InfiniteLoopStatement")
    private static Object fillHeap(Targets targets) {
        List<byte[]> all = new ArrayList<>();
        while (true) {
            all.add(new byte[1 << 16]);
        }
    }

    /** By Unsafe, which no option of a JVM limits. */
    private static Object fillDirect(Targets targets) throws ReflectiveOperationException {
        for (long all = 0; all < 64L << 30; all += BLOCK) {
            Object address = Memory.unsafe("allocateMemory", long.class).invoke((long) BLOCK);
            Memory.unsafe("setMemory", long.class, long.class, byte.class).invoke(address, (long) BLOCK, (byte) 1);
        }
        return "filled";
    }

    private static Object startThreads(Targets targets) {
        for (int i = 0; i < MANY_THREADS; i++) {
            Thread thread = new Thread(() -> sleep(targets));
            thread.setDaemon(true);
            thread.start();
        }
        return MANY_THREADS;
    }

    private static Object print(Targets targets) throws Exception {
        byte[] line = ("x".repeat(8_000) + "\n").getBytes(StandardCharsets.US_ASCII);
        try (FileOutputStream error = new FileOutputStream(FileDescriptor.err)) {
            for (int i = 0; i < 20_000; i++) {
                error.write(line);
            }
        }
        return "printed";
    }

    private static Object flood(Targets targets) throws Exception {
        for (int i = 0; i < 1_000_000; i++) {
            write(frame(5, DECISION, i));
        }
        return "written";
    }

    /** Decisions that can be read, for queries of other routes and of the future. Numbers of calls count up. */
    private static Object answerAhead(Targets targets) throws Exception {
        byte[] reason = "forged".getBytes(StandardCharsets.US_ASCII);
        byte[] decision = ByteBuffer.allocate(HEADER + 9 + reason.length)
                .putInt(5 + 9 + reason.length)
                .put(DECISION)
                .putInt(0)
                .put((byte) 1)
                .putInt(0)
                .putInt(reason.length)
                .put(reason)
                .array();
        for (int call = 0; call < 1_000; call++) {
            ByteBuffer.wrap(decision).putInt(5, call);
            write(decision);
        }
        return "written";
    }

    private static Object answerNow(Targets targets) throws Exception {
        byte[] garbage = new byte[HEADER + 64];
        ByteBuffer.wrap(garbage).putInt(5 + 64).put(DECISION).putInt(1);
        for (int call = 0; call < 64; call++) {
            ByteBuffer.wrap(garbage).putInt(5, call);
            write(garbage);
        }
        return "written";
    }

    private static byte[] frame(int length, byte kind, int call) {
        return ByteBuffer.allocate(HEADER).putInt(length).put(kind).putInt(call).array();
    }

    /** The stream is left open. */
    @SuppressWarnings("resource")
    private static Object write(byte[] bytes) throws Exception {
        new FileOutputStream(FileDescriptor.out).write(bytes);
        return "written";
    }
}
