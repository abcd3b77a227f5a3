package weir.itest.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.fixtures.host.ChildHost;

/** The HTTP interface of the admin port, in a running host. */
@Timeout(600)
class AdminPortTest {

    @TempDir
    static Path home;

    private static ChildHost host;

    @BeforeAll
    static void start() throws Exception {
        host = ChildHost.start(home, "--axon.ip", "127.0.0.1");
        host.await("the admin port is open", () -> Files.exists(host.dataFile("admin.port")));
    }

    @AfterAll
    static void stop() throws Exception {
        host.close();
    }

    @Test
    void adminPathsAreServedOnTheAdminPortOnly() throws Exception {
        for (String path : List.of("/strategies", "/routes", "/health", "/routes/default/changes")) {
            assertEquals(
                    200, host.requestAdmin("GET", path, BodyPublishers.noBody()).statusCode(), path);
            assertEquals(404, host.requestAxon("GET", path).statusCode(), "admin path on the axon's port: " + path);
        }
        assertEquals(404, host.requestAxon("POST", "/routes/default/rollback").statusCode());
        assertEquals(
                404,
                host.requestAdmin("POST", "/RebalanceQuery", BodyPublishers.ofString("{}"))
                        .statusCode());
        for (String file : List.of("admin.token", "admin.port")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(Files.getPosixFilePermissions(host.dataFile(file))),
                    file);
        }
    }

    @Test
    void oversizedBodiesAreRejectedAndErrorsAreJson() throws Exception {
        Map<String, Integer> expected = Map.of("x".repeat(2 << 20), 413, "{", 400, "[]", 400, "{\"versions\": 1}", 400);
        for (Map.Entry<String, Integer> body : expected.entrySet()) {
            var answer = host.requestAdmin("POST", "/routes/default/pin", BodyPublishers.ofString(body.getKey()));
            assertEquals(body.getValue(), answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("\"message\": \""), answer.body());
        }
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] bytes, int from, int length) {
                return length;
            }
        };
        try {
            var answer = host.requestAdmin("POST", "/strategies", BodyPublishers.ofInputStream(() -> endless));
            assertEquals(413, answer.statusCode());
        } catch (IOException closed) {
            // The host may close the connection while the body is still being sent.
        }
        assertEquals(
                200,
                host.requestAdmin("GET", "/health", BodyPublishers.noBody()).statusCode(),
                "the host still answers");
    }
}
