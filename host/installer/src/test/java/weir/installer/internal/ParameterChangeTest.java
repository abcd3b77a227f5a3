package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static weir.router.StrategyState.DRAINING;
import static weir.router.StrategyState.GONE;
import static weir.router.StrategyState.READY;
import static weir.router.StrategyState.STARTING;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.InvalidSyntaxException;
import weir.fixtures.Await;
import weir.fixtures.BundleBuilder;
import weir.fixtures.QueryLoad;
import weir.installer.HostHarness;
import weir.installer.HostTest;
import weir.installer.PluginStatus;
import weir.router.RouterListener;
import weir.router.StrategyEvent;
import weir.router.StrategyState;
import weir.strategy.RebalanceStrategy;

/** Changes of parameters, in a real framework. */
class ParameterChangeTest extends HostTest {

    /** The instances of a route overlap: at no moment is there none, and the old one drains after the new one is ready. */
    @Test
    void newInstanceIsReadyBeforeTheOldOneStops() throws Exception {
        List<StrategyState> states = new CopyOnWriteArrayList<>();
        host.context()
                .registerService(
                        RouterListener.class,
                        new RouterListener() {
                            @Override
                            public void strategyChanged(StrategyEvent event) {
                                states.add(event.state());
                            }
                        },
                        null);
        change("0");
        BundleBuilder.sample("1.0.0", "a").writeTo(plugin("sample.jar"));
        host.awaitAnswer("a 0");
        List<StrategyState> expected = new ArrayList<>(List.of(STARTING, READY));
        Await.until(() -> states.equals(expected), () -> states);
        try (QueryLoad load = new QueryLoad(() -> !host.ask().isFallback())) {
            for (int i = 1; i <= 20; i++) {
                change(String.valueOf(i));
                host.awaitAnswer("a " + i);
                expected.addAll(List.of(STARTING, READY, DRAINING, GONE));
                Await.until(() -> states.equals(expected), () -> states);
            }
            load.close();
            assertEquals(0, load.failed());
        }
    }

    @Test
    void invalidParametersLeaveThePreviousInstanceServing() throws Exception {
        BundleBuilder.sample("1.0.0", "picky").writeTo(plugin("sample.jar"));
        change("1");
        host.awaitAnswer("picky 1");
        change("invalid");
        Await.until(
                () -> problem().contains("it does not start: java.lang.IllegalArgumentException: invalid"),
                this::problem);
        assertEquals("picky 1", host.answer());
        assertEquals(Result.Status.WARN, host.health("router").getStatus());
        change("2");
        host.awaitAnswer("picky 2");
        assertEquals("", problem());
    }

    /** Each of the two bundles gets a configuration of its own; a change of one route's parameters restarts no other instance. */
    @Test
    void eachConfigurationReachesOneBundle() throws Exception {
        host.route("other", "\"pair\": \"0x" + "c".repeat(40) + "\", \"versions\": \"[1.0.0,1.0.0]\"");
        BundleBuilder.sample("1.0.0", "a").writeTo(plugin("a.jar"));
        BundleBuilder.sample("1.1.0", "b").writeTo(plugin("b.jar"));
        host.awaitAnswer("b none");
        Await.until(
                () -> instances("default").size() == 2 && instances("other").size() == 2, () -> instances("default"));
        List<Long> before = instances("other");
        change("1");
        host.awaitAnswer("b 1");
        Await.until(() -> instances("default").size() == 2, () -> instances("default"));
        assertEquals(before, instances("other"));
    }

    /** Service ids of a route's instances. */
    private List<Long> instances(String route) {
        try {
            return host.context().getServiceReferences(RebalanceStrategy.class, "(weir.route=" + route + ")").stream()
                    .map(service -> (Long) service.getProperty("service.id"))
                    .sorted()
                    .toList();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** {@code -Dweir.moving=100} for the long form. */
    @Test
    @Timeout(value = 90, unit = TimeUnit.MINUTES)
    void parameterChangeDuringUpgradeIsNotLost() throws Exception {
        BundleBuilder.sample("1.0.0", "a").writeTo(home.resolve("a"));
        BundleBuilder.sample("1.1.0", "b").writeTo(home.resolve("b"));
        for (int upgrade = 0; upgrade < Integer.getInteger("weir.moving", 4); upgrade++) {
            String content = upgrade % 2 == 0 ? "a" : "b";
            HostHarness.copyAtomically(home.resolve(content), plugin("sample.jar"));
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(140_000_000, 300_000_000));
            change(String.valueOf(upgrade));
            host.awaitAnswer(content + " " + upgrade);
            host.awaitState("sample.jar", PluginStatus.State.INSTALLED);
        }
    }

    private void change(String word) throws Exception {
        host.routeEditor()
                .set(
                        "default",
                        "{\"strategy\": \"sample\", \"pair\": \"*\", \"parameters\": {\"word\": \"" + word + "\"}}");
    }
}
