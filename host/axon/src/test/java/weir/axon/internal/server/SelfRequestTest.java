package weir.axon.internal.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import weir.fixtures.FreePort;

/** The request to the own port, against servers that answer as this axon does, differently, slowly, or not at all. */
@Timeout(20)
class SelfRequestTest {

    private static final String UUID = "3b0f8f0c-0000-4000-8000-000000000001";
    private static final String OURS = "\r\nbt_header_axon_uuid: " + UUID + "\r\nContent-Length: 0\r\n\r\n";

    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong clock = new AtomicLong();
    private ServerSocket server;

    private interface Answer {
        void write(Socket client) throws IOException, InterruptedException;
    }

    @AfterEach
    void close() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void expectedAnswerOfThisAxonIsHealthy() throws Exception {
        assertStatus(
                Result.Status.OK, "answered an unsigned request in", answering("HTTP/1.1 401 Unauthorized" + OURS));
    }

    @Test
    void otherAnswersAreCritical() throws Exception {
        assertCritical("with 405 instead of 401", "HTTP/1.1 405 Method Not Allowed" + OURS);
        assertCritical("with 503 instead of 401", "HTTP/1.1 503" + OURS);
        assertCritical("by another program (405)", "HTTP/1.1 405 Method Not Allowed\r\n\r\n");
        assertCritical("by another program (401)", "HTTP/1.1 401 Unauthorized\r\n\r\n");
        assertCritical("by another program (401)", "HTTP/1.1 401\r\nbt_header_axon_uuid: other\r\n\r\n");
        assertCritical("by another program (no HTTP)", "SSH-2.0-OpenSSH_9.2\r\n\r\n");
        assertCritical("the connection was closed", "HTTP/1.1 401 Unauth");
        assertCritical("longer than", "HTTP/1.1 401 Unauthorized\r\nx: " + "y".repeat(20_000));
    }

    @Test
    void rateLimitOfThisMachineIsAWarning() throws Exception {
        assertStatus(
                Result.Status.WARN, "--axon.requests_per_address", answering("HTTP/1.1 429 Too Many Requests" + OURS));
    }

    @Test
    void answerThatTakesLongerThanASecondIsCritical() throws Exception {
        assertStatus(Result.Status.CRITICAL, "does not answer within 1000 ms", client -> Thread.sleep(3_000));
        server.close();
        assertStatus(Result.Status.CRITICAL, "does not answer within 1000 ms", client -> {
            for (byte b : ("HTTP/1.1 401 Unauthorized" + OURS).getBytes(StandardCharsets.US_ASCII)) {
                client.getOutputStream().write(b);
                Thread.sleep(40);
            }
        });
    }

    @Test
    void closedPortIsCritical() throws Exception {
        ResultLog.Entry result = new SelfRequest("0.0.0.0", FreePort.find(), 401, UUID, clock::get).result();
        assertEquals(Result.Status.CRITICAL, result.getStatus());
        assertTrue(result.getMessage().contains("does not answer: no connection"), result.getMessage());
    }

    @Test
    void answerCountsForFiveSeconds() throws Exception {
        SelfRequest query = query(answering("HTTP/1.1 401 Unauthorized" + OURS));
        for (int i = 0; i < 50; i++) {
            query.result();
        }
        assertEquals(1, requests.get());
        clock.set(SelfRequest.MAX_AGE.toNanos() + 1);
        query.result();
        assertEquals(2, requests.get());
    }

    private void assertCritical(String text, String answer) throws Exception {
        assertStatus(Result.Status.CRITICAL, text, answering(answer));
        server.close();
    }

    private void assertStatus(Result.Status status, String text, Answer answer) throws Exception {
        ResultLog.Entry result = query(answer).result();
        assertEquals(status, result.getStatus(), result.getMessage());
        assertTrue(result.getMessage().contains(text), result.getMessage());
    }

    private static Answer answering(String text) {
        return client -> client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private SelfRequest query(Answer answer) throws IOException {
        ServerSocket listening = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        server = listening;
        Thread thread = new Thread(() -> serve(listening, answer), "test server");
        thread.setDaemon(true);
        thread.start();
        return new SelfRequest("0.0.0.0", listening.getLocalPort(), 401, UUID, clock::get);
    }

    private void serve(ServerSocket listening, Answer answer) {
        while (true) {
            try (Socket client = listening.accept()) {
                client.getInputStream().read(new byte[1024]);
                requests.incrementAndGet();
                answer.write(client);
            } catch (IOException e) {
                if (listening.isClosed()) {
                    return;
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }
}
