package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The component with a real WebSocket connection to a fake node, and real files. */
class ChainComponentTest {

    private static final String BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
    private static final String FILE = "{\"neurons\": [{\"hotkey\": \"" + BOB + "\", \"permit\": true, \"stake\": 7}]}";

    @TempDir
    private Path folder;

    private ChainComponent component;

    private void start(URI node) {
        component = new ChainComponent(configuration(node));
    }

    @AfterEach
    void stop() {
        if (component != null) {
            component.stop();
        }
    }

    @Test
    void metagraphIsReadOverAWebSocket() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            start(node.uri());
            await("the metagraph", () -> isRead(node));
            assertEquals(Result.Status.OK, component.execute().getStatus());
            assertEquals(1, node.connections());
        }
    }

    @Test
    void operatorsFilePreventsAnyConnection() throws IOException {
        Files.writeString(overrideFile(), FILE);
        start(URI.create("ws://127.0.0.1:1"));
        assertFalse(component.isRefreshAllowed());
        component.requestRefresh();
        assertTrue(component.current().orElseThrow().neuron(BOB).isPresent());
        assertTrue(component.status().isOverridden());
        assertEquals(Result.Status.OK, component.execute().getStatus());
        assertEquals("", component.status().endpoint());
        assertFalse(Files.exists(folder.resolve("chain")));
    }

    @Test
    void operatorsFileIsUsedWhileItExists() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            start(node.uri());
            await("the metagraph", () -> isRead(node));
            Files.writeString(overrideFile(), FILE);
            await(
                    "the file is used",
                    () -> component.current().orElseThrow().neuron(BOB).isPresent());
            await("the connection is closed", () -> node.openConnections() == 0);
            node.makeBlocks(1);
            Files.delete(overrideFile());
            await("the chain is read again", () -> isRead(node));
            assertFalse(component.status().isOverridden());
            assertEquals(2, node.connections());
        }
    }

    @Test
    void invalidFileIsReportedAndAdmitsNoHotkeyOfTheChain() throws IOException {
        Files.writeString(overrideFile(), "{");
        start(URI.create("ws://127.0.0.1:1"));
        assertEquals(0, component.current().orElseThrow().neurons().size());
        assertEquals(Result.Status.WARN, component.execute().getStatus());
    }

    @Test
    void storedMetagraphIsUsedWithoutANode() throws Exception {
        try (FakeNodeServer node = new FakeNodeServer()) {
            start(node.uri());
            await("the metagraph is stored", () -> Files.exists(folder.resolve("chain/metagraph.json")));
        }
        component.stop();
        start(URI.create("ws://127.0.0.1:1"));
        assertTrue(component
                .current()
                .orElseThrow()
                .neuron(SyntheticMetagraph.HOTKEY)
                .isPresent());
    }

    private boolean isRead(FakeNodeServer node) {
        return component
                .current()
                .filter(metagraph -> metagraph.block() == node.head())
                .isPresent();
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean()) {
            assertTrue(System.nanoTime() < deadline, what);
            Thread.sleep(20);
        }
    }

    private Path overrideFile() {
        return folder.resolve("metagraph.json");
    }

    private ChainConfiguration configuration(URI node) {
        return new ChainConfiguration() {
            @Override
            public String network() {
                return "finney";
            }

            @Override
            public String chain_endpoint() {
                return node.toString();
            }

            @Override
            public int netuid() {
                return 98;
            }

            @Override
            public String folder() {
                return folder.resolve("chain").toString();
            }

            @Override
            public String override_file() {
                return overrideFile().toString();
            }

            @Override
            public int override_grace_seconds() {
                return 0;
            }

            @Override
            public String hotkey() {
                return "";
            }

            @Override
            public String served_ip() {
                return "";
            }

            @Override
            public int served_port() {
                return 8091;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return ChainConfiguration.class;
            }
        };
    }
}
