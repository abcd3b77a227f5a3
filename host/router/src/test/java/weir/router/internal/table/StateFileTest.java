package weir.router.internal.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;
import weir.router.internal.config.RouteParser;
import weir.router.internal.instance.InstanceId;
import weir.router.internal.instance.StrategyInstance;
import weir.router.internal.state.SharedState;

/** The file that keeps a strategy's state across restarts. */
class StateFileTest extends StateHandoverFixture {

    @Test
    void stateSurvivesARestart() {
        StrategyInstance first = serve("1.0.0", new Counter());
        ask();
        remove(first);
        restart();
        addRoute();
        serve("1.0.0", new Counter());
        assertCount(1);
    }

    /** After a kill, the file has the state of the last version change. */
    @Test
    void stateOfTheLastVersionChangeSurvivesAKill() throws Exception {
        serve("1.0.0", new Counter());
        ask();
        serve("1.1.0", new Counter());
        ask();
        assertEquals(1, stored());
        restart();
        addRoute();
        serve("1.1.0", new Counter());
        assertCount(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"format\": 2}", "{\"format\": 1, \"strategy\": \"hold\", \"state\": \"?\"}", ""})
    void aDamagedFileIsReportedAndTheStrategyStartsWithoutState(String text) throws Exception {
        Files.createDirectories(folder.resolve("state"));
        Path file = folder.resolve("state/default~hold.json");
        Files.writeString(file, text);
        StrategyInstance first = serve("1.0.0", new Counter());
        assertCount(0);
        assertProblem("hold 1.0.0 has started without its earlier state, because reading it failed");
        remove(first);
        assertEquals(text, Files.readString(file), "an instance that has not read the file does not replace it");
        assertEquals(List.of(), problems.all(), "the instance that had the problem is gone");
    }

    /** The file had no strategy in its name. */
    @Test
    void anEarlierFileIsReadByItsStrategyOnly() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        for (String strategy : List.of("other", "hold")) {
            Files.writeString(
                    folder.resolve("state/default.json"),
                    "{\"format\": 1, \"strategy\": \"" + strategy + "\", \"state\": \"AAAAAAAAAAc=\"}");
            StrategyInstance instance = serve("1.0.0", new Counter());
            assertCount(strategy.equals("hold") ? 7 : 0);
            remove(instance);
            Files.delete(folder.resolve("state/default~hold.json"));
        }
        assertEquals(List.of(), problems.all());
    }

    @Test
    void eachStrategyOfARouteKeepsItsState() {
        StrategyInstance hold = serve("1.0.0", new Counter());
        ask();
        ask();
        manager.setRoutes(List.of(RouteParser.parse("default", "{\"pair\": \"*\", \"strategy\": \"other\"}")));
        StrategyInstance other = admit(
                new InstanceId("default", "other", "my.bundle", new Version("2.0.0"), 9, 9, Optional.empty()),
                new Counter());
        awaitServing("2.0.0");
        remove(hold);
        assertCount(0);
        remove(other);
        restart();
        addRoute();
        serve("1.0.0", new Counter());
        assertCount(2);
    }

    @Test
    void aVersionThatCannotRestoreTheStateDoesNotReplaceItAtARestart() throws Exception {
        remove(serveAndAsk("1.0.0"));
        for (int start = 0; start < 2; start++) {
            restart();
            addRoute();
            StrategyInstance faulty = serve("1.1.0", new Unrestorable());
            assertCount(0);
            assertProblem("hold 1.1.0 has started without its earlier state, because restoreState() failed");
            remove(faulty);
            assertEquals(1, stored());
        }
        serve("1.2.0", new Counter());
        assertCount(1);
    }

    @Test
    void afterItsFileWasDeletedTheNewStateIsStored() throws Exception {
        remove(serveAndAsk("1.0.0"));
        StrategyInstance faulty = serve("1.1.0", new Unrestorable());
        for (int i = 0; i < 5; i++) {
            ask();
        }
        Files.delete(folder.resolve("state/default~hold.json"));
        remove(faulty);
        assertEquals(5, stored());
    }

    @Test
    void aStateThatCouldNotBeStoredIsReportedUntilALaterOneIsStored() throws Exception {
        serveAndAsk("1.0.0");
        Path notADirectory = Files.writeString(folder.resolve("state"), "");
        StrategyInstance second = serve("1.1.0", new Counter());
        assertProblem("a restart would lose the state of hold 1.0.0, because storing it in data/state failed");
        assertCount(1);
        Files.delete(notADirectory);
        remove(second);
        assertEquals(2, stored());
        assertEquals(List.of(), problems.all());
    }

    /** A slow disk can finish the write of an earlier save last. */
    @Test
    void anEarlierSaveDoesNotReplaceALaterOne() throws Exception {
        SharedState shared = states.of("default", "hold");
        long earlier = shared.nextSaveNumber();
        long later = shared.nextSaveNumber();
        assertTrue(shared.write(later, new Version("1.1.0"), new byte[] {2}, true));
        assertTrue(shared.write(earlier, new Version("1.0.0"), new byte[] {1}, true));
        assertEquals(2, shared.read().orElseThrow()[0]);
    }

    @Test
    void theOwnersSaveReplacesALaterOneOfAnotherInstance() throws Exception {
        SharedState shared = states.of("default", "hold");
        long owners = shared.nextSaveNumber();
        assertTrue(shared.write(shared.nextSaveNumber(), new Version("1.1.0"), new byte[] {2}, false));
        assertTrue(shared.write(owners, new Version("1.0.0"), new byte[] {1}, true));
        assertFalse(shared.write(shared.nextSaveNumber(), new Version("1.1.0"), new byte[] {2}, false));
        assertEquals(1, shared.read().orElseThrow()[0]);
    }
}
