package weir.itest.replayed;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** A strategy that harms the process that replays it, as a parameter says. */
@StrategyComponent(name = "hostile-replay")
@Component(configurationPid = "hostile-replay", configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = HostileReplayStrategy.Config.class, factory = true)
public final class HostileReplayStrategy implements RebalanceStrategy {

    /** Parameters. */
    @ObjectClassDefinition(name = "Hostile replay")
    public @interface Config {
        /** What the strategy does. */
        String act() default "keep";

        /** The file that it reads. */
        String file() default "";
    }

    /** The newest block that an instance of this process has seen. */
    private static final AtomicLong NEWEST_BLOCK = new AtomicLong();

    private final Config config;

    @Activate
    public HostileReplayStrategy(Config config) {
        this.config = config;
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        switch (config.act()) {
            case "exit" -> end("exit", 5);
            case "loop" -> {
                while (true) {
                    Thread.onSpinWait();
                }
            }
            case "remember" -> {
                if (query.blockNumber() < NEWEST_BLOCK.getAndAccumulate(query.blockNumber(), Math::max)) {
                    return Decision.refuse("it has seen later blocks");
                }
            }
            case "pause" -> LockSupport.parkNanos(10_000_000);
            case "halt-later" -> haltLater();
            case "forge" -> forgeFailure();
            case "read" -> throw new IllegalStateException("it has read " + read());
            default -> {
                // It keeps the positions.
            }
        }
        return Decision.keep("kept");
    }

    @Deactivate
    void end() {
        if (config.act().equals("throw-at-end")) {
            throw new IllegalStateException("on purpose");
        }
    }

    /** By reflection, because a plugin with such a call is rejected. */
    private static void end(String method, int exitCode) {
        try {
            Runtime.class.getMethod(method, int.class).invoke(Runtime.getRuntime(), exitCode);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void haltLater() {
        Thread thread = new Thread(() -> {
            LockSupport.parkNanos(100_000_000);
            end("halt", 6);
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** Answers the first query of a process with one instance as if the strategy had not started. */
    private static void forgeFailure() {
        byte[] forged =
                ByteBuffer.allocate(9).putInt(5).put((byte) 12).putInt(3).array();
        try (OutputStream out = new FileOutputStream(FileDescriptor.out)) {
            out.write(forged);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read() {
        try {
            return Files.readString(Path.of(config.file()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
