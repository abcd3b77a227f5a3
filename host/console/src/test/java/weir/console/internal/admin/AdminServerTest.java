package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authentication of requests over raw sockets: as a web page or another user of the machine could send them. */
class AdminServerTest {

    @TempDir
    Path data;

    private AdminServer server;
    private String token;

    @BeforeEach
    void start() throws Exception {
        server = start(data, 0);
        token = Files.readString(data.resolve("admin.token")).strip();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void tokenIsOwnerOnlyAndLastsUntilStop() throws Exception {
        Path file = data.resolve("admin.token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(token.matches("[0-9a-f]{64}"), "256 bits");
        AdminServer next = start(data, 0);
        assertNotEquals(token, Files.readString(file).strip(), "new at each start");
        next.stop();
        assertFalse(Files.exists(file));
    }

    @Test
    void portFileExistsWhileServerListens() throws Exception {
        Path file = data.resolve("admin.port");
        assertEquals(server.url(), "http://127.0.0.1:" + Files.readString(file).strip());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        server.stop();
        assertFalse(Files.exists(file));
    }

    @Test
    void usedPortFailsStartWithRemedyAndLeavesNoToken() throws Exception {
        int used = port();
        Path other = Files.createDirectory(data.resolve("other"));
        BindException failure = assertThrows(BindException.class, () -> start(other, used));
        assertTrue(failure.getMessage().contains("127.0.0.1:" + used), failure.getMessage());
        assertTrue(failure.getMessage().contains("--admin.port"), failure.getMessage());
        assertFalse(Files.exists(other.resolve("admin.token")));
    }

    @Test
    void filesThatCannotBeWrittenAreNotTakenForAPort() throws Exception {
        Path other = Files.createDirectories(data.resolve("other"));
        Files.createDirectories(other.resolve("admin.port/occupied"));
        IOException failure = assertThrows(IOException.class, () -> start(other, 0));
        assertFalse(failure instanceof BindException, "the host does not stop: validators are answered");
    }

    @Test
    void acceptsEveryLoopbackHostName() throws IOException {
        for (String host : new String[] {"127.0.0.1", "localhost", "127.0.0.1:8000", "localhost:8000", "[::1]:8000"}) {
            assertEquals("200", status(ask("Host: " + host, "Authorization: Bearer " + token)), host);
        }
    }

    @Test
    void rejectsRequestsWithoutToken() throws IOException {
        String host = "Host: 127.0.0.1";
        String wrong = (token.charAt(0) == '0' ? '1' : '0') + token.substring(1);
        for (String header : new String[] {
            "X: y",
            "Authorization: Bearer ",
            "Authorization: Bearer " + wrong,
            "Authorization: Bearer " + token + "0",
            "Authorization: Bearer " + token.substring(1),
            "Authorization: Basic " + token,
            "Cookie: token=" + token
        }) {
            String answer = ask(host, header);
            assertEquals("401", status(answer), header);
            assertTrue(message(answer).contains("data/admin.token"), answer);
            assertFalse(answer.contains("behind"), answer);
        }
    }

    @Test
    void rejectsOtherHostNamesAndOrigins() throws IOException {
        String bearer = "Authorization: Bearer " + token;
        for (String host :
                new String[] {"evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", "10.0.0.1"}) {
            String answer = ask("Host: " + host, bearer);
            assertEquals("403", status(answer), host);
            assertTrue(message(answer).startsWith("Host: "), answer);
        }
        String answer = ask("Host: 127.0.0.1", bearer, "Origin: http://127.0.0.1");
        assertEquals("403", status(answer));
        assertTrue(message(answer).startsWith("Origin: "), answer);
    }

    private static AdminServer start(Path data, int port) throws Exception {
        return new AdminServer(data, port, (isToken, next) -> next, new Command());
    }

    /** Answers every authenticated request. */
    private static final class Command extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, "behind", callback);
            return true;
        }
    }

    private String ask(String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            String request =
                    "GET /routes HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private int port() {
        return URI.create(server.url()).getPort();
    }

    private static String status(String answer) {
        return answer.split(" ", 3)[1];
    }

    private static String message(String answer) {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        return JsonParser.parseString(body).getAsJsonObject().get("message").getAsString();
    }
}
