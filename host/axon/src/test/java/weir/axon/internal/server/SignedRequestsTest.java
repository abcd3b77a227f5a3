package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weir.axon.internal.auth.AccessControl;
import weir.axon.internal.auth.SignedCases;
import weir.protocol.synapse.HeaderNames;

/** Recorded signed requests of a dendrite, on a socket, get the recorded status. */
class SignedRequestsTest {

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("weir.axon.internal.auth.SignedCases#dendrite")
    void recordedRequest(SignedCases.Case recorded) throws Exception {
        AccessControl access = new AccessControl(
                SignedCases.policy(folder), SignedCases.metagraph(), SignedCases::now, System::nanoTime, event -> {});
        try (TestServer served = new TestServer(access.authenticator(), TestServer.GENEROUS)) {
            List<SignedCases.Step> steps = recorded.steps();
            for (SignedCases.Step step : steps.subList(0, steps.size() - 1)) {
                assertEquals(200, send(served, step).status());
            }
            SignedCases.Step last = steps.get(steps.size() - 1);
            RawClient.Reply reply = send(served, last);
            assertEquals(recorded.status(), reply.status(), reply::body);
            assertEquals(Integer.toString(recorded.status()), reply.header(HeaderNames.AXON_STATUS_CODE));
            if (reply.status() == 200) {
                assertTrue(reply.isAccepted(last.path().equals("/Synapse")));
            } else {
                checkError(reply, last);
            }
        }
    }

    @Test
    void everyRequestCountsTowardsItsAddress() throws Exception {
        AccessControl.Policy policy = SignedCases.policy(folder);
        AccessControl access = new AccessControl(
                new AccessControl.Policy(policy.hotkey(), policy.nonceFile(), 0, Set.of(), Set.of(), 2, 0),
                SignedCases.metagraph(),
                SignedCases::now,
                () -> 0,
                event -> {});
        List<Integer> statuses = new ArrayList<>();
        try (TestServer served = new TestServer(access.authenticator(), TestServer.GENEROUS);
                RawClient client = new RawClient(served.port())) {
            for (String request : List.of("POST /x", "GET /Synapse", "POST /Synapse", "POST /Synapse", "POST /x")) {
                String head = request + " HTTP/1.1\r\nHost: a\r\ntimeout: soon\r\nContent-Length: 0\r\n\r\n";
                statuses.add(client.exchange(head).status());
            }
        }
        assertEquals(List.of(404, 405, 400, 400, 429), statuses);
    }

    private static void checkError(RawClient.Reply reply, SignedCases.Step step) {
        assertEquals(reply.message(), reply.header(HeaderNames.AXON_STATUS_MESSAGE));
        assertEquals("10002000", reply.header(HeaderNames.AXON_VERSION));
        assertNotNull(reply.header(HeaderNames.AXON_NONCE));
        assertNotNull(reply.header(HeaderNames.AXON_UUID));
        String signature = step.headers().getOrDefault(HeaderNames.DENDRITE_SIGNATURE, "");
        if (signature.length() > 20) {
            assertFalse(reply.toString().contains(signature.substring(2, 20)), reply::toString);
        }
    }

    private static RawClient.Reply send(TestServer served, SignedCases.Step step) throws IOException {
        byte[] body = step.body().getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(step.method() + " " + step.path() + " HTTP/1.1\r\nHost: axon\r\n");
        step.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        try (RawClient client = new RawClient(served.port())) {
            client.send(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            client.send(body);
            return client.read();
        }
    }
}
