package weir.chain.internal.metagraph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.internal.rpc.FakeWebSocketServer;
import weir.chain.internal.rpc.Transport;

/** The component with a real WebSocket connection to a fake node. */
class ChainComponentTest {

    @TempDir
    private Path folder;

    @Test
    void metagraphIsReadOverAWebSocket() throws Exception {
        FakeNode node = new FakeNode(System.currentTimeMillis());
        try (FakeWebSocketServer server = new FakeWebSocketServer(null, (out, in) -> {
            Transport.Connection connection = node.connect(new Transport.Listener() {
                @Override
                public void opened() {}

                @Override
                public void received(String message) {
                    try {
                        out.write(FakeWebSocketServer.text(true, true, message));
                        out.flush();
                    } catch (IOException e) {
                        // The client closed the connection.
                    }
                }

                @Override
                public void failed(Transport.Failure failure) {}
            });
            for (String request = readText(in); request != null; request = readText(in)) {
                connection.send(request);
            }
        })) {
            ChainComponent component = new ChainComponent(configuration(server.uri()));
            try {
                awaitFile(folder.resolve("chain/metagraph.json"));
                assertEquals(node.head(), component.current().orElseThrow().block());
                assertEquals(Result.Status.OK, component.execute().getStatus());
            } finally {
                component.stop();
            }
        }
        assertEquals(1, node.connections);
    }

    @Test
    void operatorsFilePreventsAnyConnection() throws IOException {
        Files.writeString(folder.resolve("metagraph.json"), "{\"neurons\": []}");
        ChainComponent component = new ChainComponent(configuration(URI.create("ws://127.0.0.1:1")));
        component.requestRefresh();
        assertEquals(Result.Status.OK, component.execute().getStatus());
        assertEquals("", component.status().endpoint());
        component.stop();
        assertFalse(Files.exists(folder.resolve("chain")));
    }

    @Test
    void aFileThatAppearsAfterTheStartIsReportedAsInUse() throws IOException {
        ChainComponent component = new ChainComponent(configuration(URI.create("ws://127.0.0.1:1")));
        assertEquals(Result.Status.WARN, component.execute().getStatus());
        Files.writeString(folder.resolve("metagraph.json"), "{\"neurons\": []}");
        assertEquals(Result.Status.OK, component.execute().getStatus());
        component.stop();
    }

    /** It is written after the metagraph is in use. */
    private static void awaitFile(Path file) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!Files.exists(file) && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    /** Reads a text frame of a client, which is masked; {@code null} at the end. */
    private static String readText(InputStream in) throws IOException {
        int opcode = in.read();
        int length = in.read() & 0x7f;
        if (opcode != 0x81) {
            return null;
        }
        if (length == 126) {
            length = in.read() << 8 | in.read();
        }
        byte[] mask = in.readNBytes(4);
        byte[] text = in.readNBytes(length);
        for (int i = 0; i < text.length; i++) {
            text[i] ^= mask[i % 4];
        }
        return new String(text, StandardCharsets.UTF_8);
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
                return folder.resolve("metagraph.json").toString();
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return ChainConfiguration.class;
            }
        };
    }
}
