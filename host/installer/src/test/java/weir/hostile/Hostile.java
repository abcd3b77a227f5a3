package weir.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import weir.strategy.Decision;
import weir.strategy.Market;
import weir.strategy.Position;
import weir.strategy.RebalanceQuery;
import weir.strategy.RebalanceStrategy;
import weir.strategy.StrategyComponent;

/** A strategy whose content selects its fault. Endless faults end with the test, when {@code weir.sample.awake} is true. */
@StrategyComponent(name = "hostile")
@Component(configurationPid = "hostile", configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class Hostile implements RebalanceStrategy {

    private final String fault;

    @Activate
    public Hostile() throws IOException {
        try (InputStream in = Hostile.class.getResourceAsStream("/content.txt")) {
            this.fault = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public Decision decide(RebalanceQuery query, Market market) {
        switch (fault) {
            case "endless loop":
                while (!awake()) {
                    Thread.onSpinWait();
                }
                return Decision.keep(fault);
            case "long sleep":
                LockSupport.parkNanos(10_000_000_000L);
                return Decision.keep(fault);
            case "stack overflow":
                return Decision.keep(decide(query, market).reason() + ".");
            case "full heap":
                return Decision.keep(fault + new long[Integer.MAX_VALUE - 8].length);
            case "thread bomb":
                bomb();
                return Decision.keep(fault);
            case "no answer":
                return null;
            case "changed list":
                return changedAfterwards();
            default:
                throw new IllegalStateException(fault);
        }
    }

    private static void bomb() {
        for (int i = 0; i < 200; i++) {
            Thread thread = new Thread(Hostile::idle, "hostile " + i);
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void idle() {
        while (!awake()) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** The decision is valid when it is returned and is then modified. */
    private static Decision changedAfterwards() {
        List<Position> positions = new ArrayList<>(List.of(new Position(-20, 20, BigInteger.ONE, BigInteger.ONE)));
        Decision decision = Decision.rebalance(positions, "changed list");
        positions.set(0, new Position(-15, 25, BigInteger.TEN.pow(30), BigInteger.TEN.pow(30)));
        positions.add(positions.get(0));
        return decision;
    }

    private static boolean awake() {
        return Boolean.getBoolean("weir.sample.awake");
    }
}
