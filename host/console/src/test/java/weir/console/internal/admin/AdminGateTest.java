package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets past the gate, on a real Jetty and by raw sockets: what a browser or another user of the machine could send. */
class AdminGateTest {

    @TempDir
    Path data;

    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private AdminGate gate;
    private String token;

    @BeforeEach
    void start() throws Exception {
        gate = new AdminGate(configuration());
        token = Files.readString(data.resolve("admin.token")).strip();
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new Behind()), "/*");
        server.setHandler(context);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    @Test
    void theTokenIsTheOwnersAloneAndGoesWithTheHost() throws IOException {
        Path file = data.resolve("admin.token");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertTrue(token.matches("[0-9a-f]{64}"), "256 bits");
        AdminGate next = new AdminGate(configuration());
        assertNotEquals(token, Files.readString(file).strip(), "made anew at each start");
        next.stop();
        assertFalse(Files.exists(file));
    }

    @Test
    void theTokenOpensOnEveryLoopbackName() throws IOException {
        for (String host : new String[] {"127.0.0.1", "localhost", "127.0.0.1:8000", "localhost:8000", "[::1]:8000"}) {
            assertEquals("200", status(ask("Host: " + host, "Authorization: Bearer " + token)), host);
        }
    }

    @Test
    void withoutTheTokenNothingOpens() throws IOException {
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
    void otherNamesAndPagesOfBrowsersAreRefusedEvenWithTheToken() throws IOException {
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

    /** Behind the gate as the whiteboard puts it there: asked only if the gate says yes. */
    private final class Behind extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (gate.handleSecurity(request, response)) {
                response.getOutputStream().print("behind");
            }
        }
    }

    private String ask(String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort())) {
            String request =
                    "GET /routes HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String status(String answer) {
        return answer.split(" ", 3)[1];
    }

    private static String message(String answer) {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        return JsonParser.parseString(body).getAsJsonObject().get("message").getAsString();
    }

    private AdminConfiguration configuration() {
        return new AdminConfiguration() {
            @Override
            public String data() {
                return AdminGateTest.this.data.toString();
            }

            @Override
            public String plugins() {
                return AdminGateTest.this.data.toString();
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return AdminConfiguration.class;
            }
        };
    }
}
