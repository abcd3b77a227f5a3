package weir.console.internal.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.console.internal.page.PageEvents;
import weir.console.internal.page.PageHandler;
import weir.console.internal.page.PageSessions;

/** The operator page over raw sockets: as the page, another page in the same browser, or another program could send requests. */
class PageSecurityTest {

    @TempDir
    Path data;

    private final PageSessions sessions = new PageSessions(Clock.systemUTC());
    private final List<String> commands = new ArrayList<>();
    private final PageEvents events = new PageEvents(() -> Map.of("earning", "{\"level\":\"good\"}"));
    private AdminServer server;
    private String host;

    @BeforeEach
    void start() throws Exception {
        PageHandler.Commands execute = (method, path, body) -> {
            commands.add(method + " " + path);
            return JsonReply.ok(Map.of("done", path));
        };
        server = new AdminServer(
                data, 0, (isToken, next) -> new PageHandler(sessions, events, execute, next), new NotFound());
        host = URI.create(server.url()).getAuthority();
    }

    @AfterEach
    void stop() throws Exception {
        events.close();
        server.stop();
    }

    @Test
    void pageIsServedWithAStrictPolicyAndNothingInline() throws Exception {
        String page = get("/", "Host: " + host);
        assertEquals("200", status(page));
        assertTrue(
                page.contains("Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'"),
                page);
        assertFalse(page.contains("<style") || page.contains(" style=") || page.contains(" onclick="), page);
        for (String file : List.of("page.js", "charts.js", "chart.js", "uplot.js", "style.css", "icon.svg")) {
            assertEquals("200", status(get("/page/" + file, "Host: " + host)), file);
        }
        for (String file : List.of("PageFiles.class", "%2e%2e/index.html", "x", "")) {
            assertEquals("404", status(get("/page/" + file, "Host: " + host)).replace("400", "404"), file);
        }
    }

    @Test
    void codeIsExchangedOnceForAStrictCookie() throws Exception {
        String code = sessions.newCode();
        String answer = exchange(code, "Host: " + host, "Origin: http://" + host);
        assertEquals("200", status(answer));
        String cookie = header(answer, "Set-Cookie");
        assertTrue(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"), cookie);
        assertFalse(cookie.contains(code), "the code is worthless afterwards");
        assertEquals("401", status(exchange(code, "Host: " + host, "Origin: http://" + host)), "used");
        assertEquals("401", status(exchange("0".repeat(64), "Host: " + host)), "never issued");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page/session", "/page/events"})
    void dataNeedsACookieThatTheHostHasIssued(String path) throws Exception {
        assertEquals("401", status(get(path, "Host: " + host)));
        String name = "weir-" + URI.create(server.url()).getPort();
        assertEquals("401", status(get(path, "Host: " + host, "Cookie: " + name + "=" + "0".repeat(64))));
        assertEquals(
                "401",
                status(get(
                        path,
                        "Host: " + host,
                        "Cookie: other=" + signIn().cookie.split("=")[1])));
    }

    @Test
    void otherHostNamesAndOriginsAreRejectedEvenWithTheCookie() throws Exception {
        SignedIn browser = signIn();
        for (String forged : List.of("evil.example", "127.0.0.1.evil.example", "10.0.0.1")) {
            assertEquals("403", status(get("/", "Host: " + forged)), forged);
            assertEquals("403", status(get("/page/events", "Host: " + forged, browser.cookieHeader())), forged);
        }
        for (String forged : List.of("http://evil.example", "null", "https://" + host, "http://localhost:1")) {
            String answer = pin(browser, "Host: " + host, "Origin: " + forged);
            assertEquals("403", status(answer), forged);
        }
        assertEquals(
                "403",
                status(get("/page/session", "Host: " + host, browser.cookieHeader(), "Sec-Fetch-Site: cross-site")));
        assertEquals(List.of(), commands);
    }

    @Test
    void cookieAloneDoesNotGetTheCsrfValue() throws Exception {
        SignedIn browser = signIn();
        String answer = get("/page/session", "Host: " + host, "Origin: http://" + host, browser.cookieHeader());
        assertEquals("200", status(answer));
        assertFalse(answer.contains(browser.csrf) || answer.contains("csrf"), answer);
    }

    @Test
    void changesNeedOriginAndCsrfValue() throws Exception {
        SignedIn browser = signIn();
        String origin = "Origin: http://" + host;
        assertEquals("403", status(pin(new SignedIn(browser.cookie, "wrong"), "Host: " + host, origin)));
        assertEquals("403", status(pin(new SignedIn(browser.cookie, signIn().csrf), "Host: " + host, origin)));
        assertEquals("403", status(pin(browser, "Host: " + host)), "no Origin");
        assertEquals(List.of(), commands);
        assertEquals("200", status(pin(browser, "Host: " + host, origin)));
        assertEquals(List.of("POST /routes/demo/pin"), commands);
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes/demo", "routes/demo/remove", "strategies/a/1.0.0/uninstall", "page", "settings"})
    void pageMayGiveOnlyTheCommandsOfItsButtons(String path) throws Exception {
        SignedIn browser = signIn();
        assertEquals(
                "404", status(post("/page/api/" + path, browser, "{}", "Host: " + host, "Origin: http://" + host)));
        assertEquals(List.of(), commands);
    }

    @Test
    void signedInBrowserGetsThePanels() throws Exception {
        SignedIn browser = signIn();
        try (Socket socket = socket()) {
            send(socket, "GET /page/events HTTP/1.1\r\nHost: " + host + "\r\n" + browser.cookieHeader() + "\r\n\r\n");
            StringBuilder text = new StringBuilder();
            while (text.indexOf("event: earning\ndata: {\"level\":\"good\"}\n\n") < 0) {
                int next = socket.getInputStream().read();
                assertTrue(next >= 0, text.toString());
                text.append((char) next);
            }
            assertTrue(text.toString().contains("text/event-stream"));
        }
    }

    private record SignedIn(String cookie, String csrf) {
        String cookieHeader() {
            return "Cookie: " + cookie;
        }
    }

    private SignedIn signIn() throws IOException {
        String answer = exchange(sessions.newCode(), "Host: " + host, "Origin: http://" + host);
        String csrf = JsonParser.parseString(answer.substring(answer.indexOf("\r\n\r\n")))
                .getAsJsonObject()
                .get("csrf")
                .getAsString();
        return new SignedIn(header(answer, "Set-Cookie").split(";")[0], csrf);
    }

    private String exchange(String code, String... headers) throws IOException {
        return post("/page/session", new SignedIn("a=b", "x"), "{\"code\": \"" + code + "\"}", headers);
    }

    private String pin(SignedIn browser, String... headers) throws IOException {
        return post("/page/api/routes/demo/pin", browser, "{}", headers);
    }

    private String post(String path, SignedIn browser, String body, String... headers) throws IOException {
        return request(
                "POST " + path + " HTTP/1.1\r\n" + browser.cookieHeader() + "\r\nX-Weir-Csrf: " + browser.csrf
                        + "\r\nContent-Length: " + body.length(),
                body,
                headers);
    }

    private String get(String path, String... headers) throws IOException {
        return request("GET " + path + " HTTP/1.1", "", headers);
    }

    private String request(String start, String body, String... headers) throws IOException {
        try (Socket socket = socket()) {
            send(socket, start + "\r\nConnection: close\r\n" + String.join("\r\n", headers) + "\r\n\r\n" + body);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private Socket socket() throws IOException {
        return new Socket(
                InetAddress.getLoopbackAddress(), URI.create(server.url()).getPort());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String status(String answer) {
        return answer.split(" ", 3)[1];
    }

    private static String header(String answer, String name) {
        return answer.lines()
                .filter(line -> line.startsWith(name + ": "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer))
                .substring(name.length() + 2);
    }

    /** Stands for the admin API. */
    private static final class NotFound extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Response.writeError(request, response, callback, 404);
            return true;
        }
    }
}
