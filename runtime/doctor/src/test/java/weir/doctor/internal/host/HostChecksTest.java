package weir.doctor.internal.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weir.base.WeirException;
import weir.doctor.Check;
import weir.doctor.Check.Status;
import weir.fixtures.FreePort;
import weir.launcher.Home;
import weir.launcher.settings.Setting;
import weir.launcher.settings.Settings;

/** Against an admin port that answers what a host might. */
class HostChecksTest {

    private static final String HEALTHY =
            "{\"status\": \"ok\", \"checks\": [{\"name\": \"axon\", \"status\": \"ok\", \"messages\": []}]}";

    @TempDir
    private Path folder;

    private HttpServer server;
    private final Map<String, String> answers = new HashMap<>(Map.of(
            "/health",
            HEALTHY,
            "/routes",
            "{\"routes\": [{\"id\": \"default\", \"serving\": \"1.0.0\"}], \"problems\": []}",
            "/strategies",
            "{\"strategies\": [{\"file\": \"hold.jar\", \"state\": \"installed\", \"message\": \"\"}],"
                    + " \"problems\": []}",
            "/settings",
            "{\"axon.port\": \"9000\", \"wallet.name\": \"\", \"unknown\": \"1\"}"));
    private final Map<String, Integer> statuses = new HashMap<>();

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 5);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = answers.getOrDefault(path, "{\"message\": \"unknown; see docs\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(
                    answers.containsKey(path) ? statuses.getOrDefault(path, 200) : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        Home home = new Home(folder);
        Files.createDirectories(home.data());
        Files.writeString(home.adminTokenFile(), "token");
        Files.writeString(
                home.adminPortFile(), Integer.toString(server.getAddress().getPort()));
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    private RunningHost host() {
        return RunningHost.on(new Home(folder)).orElseThrow();
    }

    private Settings settings(int port) {
        return Settings.resolve(
                Map.of(Setting.HOME, folder.toString(), Setting.AXON_PORT, Integer.toString(port)), Map.of(), folder);
    }

    @Test
    void settingsOfTheHostAreRead() {
        assertEquals(Map.of(Setting.AXON_PORT, "9000", Setting.WALLET_NAME, ""), host().settings());
        answers.remove("/settings");
        assertEquals(Map.of(), host().settings(), "a host of version 0.2 does not tell them");
    }

    @Test
    void settingThatTheHostDoesNotUseIsAWarning() {
        Check check = HostChecks.settings(host(), settings(8091)).orElseThrow();
        assertEquals(Status.WARNING, check.status());
        assertTrue(check.message().contains("axon.port is 9000 and not 8091 (--axon.port)"), check.message());
        assertEquals(Optional.empty(), HostChecks.settings(host(), settings(9000)));
    }

    @Test
    void hostThatWasStoppedIsNotRunning() {
        server.stop(0);
        assertEquals(Optional.empty(), RunningHost.on(new Home(folder)));
    }

    @Test
    void answersThatAreNotThoseOfAHostAreReported() {
        for (String answer : List.of("<html>", "[]", "\"text\"", "null")) {
            answers.put("/health", answer);
            assertThrows(WeirException.class, this::host, answer);
        }
    }

    @Test
    void portOfAHealthyHostIsServed() {
        Check check = HostChecks.port(settings(9000), Optional.of(host()));
        assertEquals(Status.OK, check.status());
        assertTrue(check.message().contains("127.0.0.1:9000 is served by the host"), check.message());
    }

    @Test
    void portOfACriticalHostIsAFault() {
        answers.put("/health", HEALTHY.replace("ok", "critical"));
        statuses.put("/health", 503);
        assertEquals(
                Status.FAULT,
                HostChecks.port(settings(9000), Optional.of(host())).status());
        answers.put("/health", "{\"status\": \"critical\", \"checks\": []}");
        assertEquals(
                Status.FAULT,
                HostChecks.port(settings(9000), Optional.of(host())).status());
    }

    @Test
    void portOfAStoppedHostIsFreeOrTaken() throws IOException {
        int port = FreePort.find();
        Check free = HostChecks.port(settings(port), Optional.empty());
        assertEquals(Status.OK, free.status(), free.message());
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Check check = HostChecks.port(settings(port), Optional.empty());
            assertEquals(Status.FAULT, check.status());
            assertTrue(check.remedy().contains("ss -ltnp"), taken + check.remedy());
        }
    }

    @Test
    void problemsOfTheHostsHealthAreListed() {
        answers.put(
                "/health",
                "{\"checks\": [{\"name\": \"journal\", \"status\": \"warn\", \"messages\": ["
                        + "{\"status\": \"warn\", \"text\": \"decisions.jsonl cannot be written; free disk space\"},"
                        + "{\"status\": \"ok\", \"text\": \"fine\"}]},"
                        + "{\"name\": \"axon\", \"status\": \"critical\", \"messages\": ["
                        + "{\"status\": \"critical\", \"text\": \"does not answer\"}]},"
                        + "{\"name\": \"router\", \"status\": \"warn\", \"messages\": ["
                        + "{\"status\": \"warn\", \"text\": \"has a check of its own\"}]}]}");
        List<Check> checks = HostChecks.health(host());
        assertEquals(
                List.of(
                        Check.warning("journal", "decisions.jsonl cannot be written; free disk space", ""),
                        Check.fault("axon", "does not answer", "")),
                checks);
    }

    @Test
    void routesAndPluginsOfAHealthyHostAreCounted() {
        assertEquals(
                List.of(
                        Check.ok("routes", "all have a running strategy (1)"),
                        Check.ok("plugins", "all are installed (1)")),
                StrategyChecks.of(host()));
    }

    @Test
    void routeWithoutStrategyAndRejectedPluginAreFaultsWithTheirReason() {
        answers.put(
                "/routes",
                "{\"routes\": [{\"id\": \"default\", \"serving\": \"-\", \"note\": \"no version of x is running\"},"
                        + " {\"id\": \"good\", \"serving\": \"1.0.0\"}], \"problems\": [\"a.json: bad; correct it\"]}");
        answers.put(
                "/strategies",
                "{\"strategies\": [{\"file\": \"a.jar\", \"state\": \"rejected\", \"message\": \"damaged; copy it again\"},"
                        + " {\"file\": \"b.jar\", \"state\": \"waiting\", \"message\": \"busy; wait\"}],"
                        + " \"problems\": [\"read-only; correct it\"]}");
        List<Check> checks = StrategyChecks.of(host());
        assertEquals(
                List.of(Status.FAULT, Status.FAULT, Status.FAULT, Status.WARNING, Status.FAULT),
                checks.stream().map(Check::status).toList());
        assertEquals(
                "route default has no strategy: no version of x is running",
                checks.get(0).message());
        assertEquals(Check.fault("routes", "a.json: bad", "Correct it."), checks.get(1));
        assertEquals(Check.fault("plugins", "a.jar: damaged", "Copy it again."), checks.get(2));
        assertFalse(checks.stream().anyMatch(check -> check.remedy().isEmpty()));
    }

    @Test
    void strategiesAreCountedByTheirLevel() {
        assertEquals(List.of(), IsolationChecks.levels(host()));
        answers.put(
                "/strategies",
                "{\"strategies\": [{\"isolation\": \"host\"}, {\"isolation\": \"fenced\"}, {\"isolation\": \"host\"},"
                        + " {\"file\": \"rejected.jar\"}]}");
        assertEquals(
                List.of(Check.ok("isolation", "strategies run: 1 at the level fenced, 2 at the level host")),
                IsolationChecks.levels(host()));
    }

    @Test
    void hostWithoutRoutesAndPluginsIsAFault() {
        answers.put("/routes", "{}");
        answers.put("/strategies", "{\"strategies\": []}");
        assertEquals(
                List.of(Status.FAULT, Status.FAULT),
                StrategyChecks.of(host()).stream().map(Check::status).toList());
    }
}
