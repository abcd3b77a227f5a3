package weir.scripted;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StatefulStrategy;
import weir.strategy.StrategyComponent;

/** A strategy for tests: does what the query's job id says, and counts its queries. */
@StrategyComponent(name = "scripted")
@Component(
        service = RebalanceStrategy.class,
        configurationPid = "scripted",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Scripted implements StatefulStrategy {

    /** Parameters of a route. */
    public @interface Config {
        String word() default "none";

        long[] numbers() default {1, 2};

        boolean is_loud() default true;
    }

    private final Config config;
    private final AtomicLong count = new AtomicLong();

    @Activate
    public Scripted(Config config, Map<String, Object> properties) {
        this.config = config;
        if (config.word().equals("broken")) {
            throw new IllegalStateException("built to fail");
        }
        if (config.word().equals("broken for a terminal")) {
            throw new IllegalStateException("built\u009b31m to\u202e fail\u2028");
        }
        if (config.word().startsWith("/") && new java.io.File(config.word()).mkdir()) {
            Runtime.getRuntime().halt(9);
        }
        if (!properties.get("word").equals(config.word())) {
            throw new IllegalStateException("map and annotation differ");
        }
    }

    @Deactivate
    void end() {
        System.out.println("ended " + config.word());
        if (config.word().equals("throws at its end")) {
            throw new IllegalStateException("on purpose");
        }
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        count.incrementAndGet();
        switch (query.jobId()) {
            case "loop" -> loop();
            case "sleep" -> LockSupport.parkNanos(60_000_000_000L);
            case "exit" -> System.exit(5);
            case "halt" -> Runtime.getRuntime().halt(9);
            case "fill" -> fill();
            case "flood" -> flood();
            case "fill native" -> fillNative();
            case "garbage" -> write("no frame at all".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            case "forge" -> forgeFailure();
            case "threads" -> {
                return Decision.keep(startThreads());
            }
            case "throw" -> throw new IllegalStateException("on\npurpose");
            case "random" -> {
                return Decision.keep(random());
            }
            case "null" -> {
                return null;
            }
            case "print" -> System.out.println("hello\u001b[31m " + "x".repeat(2_000));
            case "market" -> {
                return Decision.keep(market.prices(5).size() + " " + market.swaps(0) + " " + market.liquidity() + " "
                        + market.pool() + " " + market.initializedTicks(-10, 10) + " " + market.blockTime(3) + " "
                        + market.isBacktest());
            }
            default -> {
                if (query.jobId().contains("/")) {
                    return Decision.keep(reach(query.jobId()));
                }
            }
        }
        return Decision.keep(config.word() + " " + config.numbers().length + " " + config.is_loud() + " " + count);
    }

    private static void loop() {
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static String startThreads() {
        for (int i = 0; i < 10_000; i++) {
            Thread thread = new Thread(LockSupport::park, "bomb");
            thread.setDaemon(true);
            try {
                thread.start();
            } catch (OutOfMemoryError e) {
                return "limited";
            }
        }
        return "10,000 threads started";
    }

    /** Tries something with a file: its first word says what. */
    private static String reach(String attempt) {
        java.nio.file.Path file = java.nio.file.Path.of(attempt.substring(attempt.indexOf('/')));
        try {
            switch (attempt.split(" ")[0]) {
                case "read" -> java.nio.file.Files.readString(file);
                case "write" -> java.nio.file.Files.writeString(java.nio.file.Path.of("/tmp/weir-test-of-a-fence"), "");
                case "list" -> java.nio.file.Files.list(file.getParent()).close();
                case "connect" -> java.nio.channels.DatagramChannel.open().close();
                default -> new ProcessBuilder("/bin/true").start();
            }
            return "reached";
        } catch (java.io.IOException | LinkageError e) {
            return "prevented"; // a class that needs what the fence denies may not initialize
        }
    }

    private static String random() {
        java.security.SecureRandom random = new java.security.SecureRandom();
        return random.getAlgorithm() + " " + (random.nextLong() != random.nextLong()) + " "
                + java.util.UUID.randomUUID().version();
    }

    /** In large parts, so that the limit is reached soon on a busy machine, too. */
    private static void flood() {
        while (true) {
            System.err.println("x".repeat(60_000));
        }
    }

    private static void fill() {
        List<byte[]> all = new java.util.ArrayList<>();
        while (true) {
            all.add(new byte[1 << 20]);
        }
    }

    /** Fills memory outside the heap, which no option of the JVM limits. */
    private static void fillNative() {
        try {
            Class<?> type = Class.forName("sun.misc.Unsafe");
            var field = type.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            Object unsafe = field.get(null);
            var allocate = type.getMethod("allocateMemory", long.class);
            var fill = type.getMethod("setMemory", long.class, long.class, byte.class);
            int bytes = 16 << 20;
            for (long all = 0; all < 8L << 30; all += bytes) {
                fill.invoke(unsafe, allocate.invoke(unsafe, bytes), bytes, (byte) 1);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no more memory", e);
        }
    }

    /** Writes to the pipe that the frames use. */
    private static void write(byte[] bytes) {
        try (var out = new java.io.FileOutputStream(java.io.FileDescriptor.out)) {
            out.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Answers the third call of this process, as this process answers when a strategy does not start. */
    private static void forgeFailure() {
        byte[] text = "x".repeat(20_000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        write(ByteBuffer.allocate(9 + text.length)
                .putInt(5 + text.length)
                .put((byte) 12)
                .putInt(3)
                .put(text)
                .array());
    }

    @Override
    public byte[] saveState() {
        return ByteBuffer.allocate(Long.BYTES).putLong(count.get()).array();
    }

    @Override
    public void restoreState(byte[] state) {
        count.set(ByteBuffer.wrap(state).getLong());
    }
}
