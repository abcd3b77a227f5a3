package weir.cli.admin;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;

class DownloadTest {

    private static final byte[] CONTENT = {1, 2, 3};

    private HttpServer web;
    private String host;
    private volatile boolean credentialsLeaked;

    @BeforeEach
    void start() throws IOException {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host = "127.0.0.1:" + web.getAddress().getPort();
        web.createContext("/open.jar", exchange -> answer(exchange, 200));
        web.createContext("/locked.jar", exchange -> {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"jars\"");
            answer(exchange, isAuthorized(exchange) ? 200 : 401);
        });
        web.createContext("/moved.jar", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", "http://localhost:" + web.getAddress().getPort() + "/trap.jar");
            answer(exchange, 302);
        });
        web.createContext("/trap.jar", exchange -> {
            credentialsLeaked |= isAuthorized(exchange);
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"trap\"");
            answer(exchange, 401);
        });
        web.start();
    }

    @AfterEach
    void stop() {
        web.stop(0);
    }

    private static boolean isAuthorized(HttpExchange exchange) {
        String expected = "Basic " + Base64.getEncoder().encodeToString("me:s@cret".getBytes());
        return expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, status == 200 ? CONTENT.length : -1);
            if (status == 200) {
                exchange.getResponseBody().write(CONTENT);
            }
        }
    }

    @Test
    void credentialsOfTheUrlAreSentToItsHost() {
        assertArrayEquals(CONTENT, Download.of("http://" + host + "/open.jar"));
        assertArrayEquals(CONTENT, Download.of("http://me:s%40cret@" + host + "/locked.jar"));
        assertThrows(WeirException.class, () -> Download.of("http://" + host + "/locked.jar"));
    }

    @Test
    void credentialsAreNotSentToTheHostOfARedirect() {
        assertThrows(WeirException.class, () -> Download.of("http://me:s%40cret@" + host + "/moved.jar"));
        assertFalse(credentialsLeaked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://me:secret@%s/nowhere.jar",
                "http://me:secret@127.0.0.1:1/x.jar",
                "http://%s/nowhere.jar?token=secret",
                "http://%s/no where.jar?token=secret",
                "http://me:sec/secret@%s/x.jar",
                "ftp://me:secret@%s/x.jar",
                "http://a,b/x.jar?token=secret",
            })
    void messagesContainNoSecret(String url) {
        WeirException e = assertThrows(WeirException.class, () -> Download.of(String.format(url, host)));
        assertFalse((e.problem() + e.remedy()).contains("secret"), e::problem);
        assertTrue(e.problem().contains("http") || e.problem().contains("ftp"), e::problem);
    }
}
