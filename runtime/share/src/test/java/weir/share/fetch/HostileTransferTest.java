package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.share.TestPublisher.jar;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weir.base.WeirException;
import weir.fixtures.Await;
import weir.installer.trust.Trust;
import weir.share.TestPublisher;
import weir.share.repository.VerifiedRepository;

/** Servers that redirect, do not end, are slow or report errors. Each attack stands beside a good fetch. */
class HostileTransferTest extends FetchFixture {

    @Test
    void eachFileIsRequestedOnce() {
        fetch();
        Map<String, Integer> first = server.requested().entrySet().stream()
                .collect(Collectors.toMap(each -> each.getKey().replaceFirst(".*/", ""), Map.Entry::getValue));
        assertEquals(Map.of("weir.json", 1, "weir.json.sig", 1, "index.xml", 1), first);
        fetch();
        assertEquals(1, server.requested().get("/repository/index.xml"), "the head has not changed");
    }

    /** The state of the other publisher must be in force even if this command is stopped while it waits. */
    @Test
    void slowServerDoesNotDelayTheOtherPublishers() throws Exception {
        TestPublisher bob = new TestPublisher(2);
        bob.publish(folder.resolve("bob"), jar(folder, "my.hold", "1.0.0", "b"));
        CountDownLatch ended = new CountDownLatch(1);
        server.on("weir.json", exchange -> {
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        trustFile.update("repositories that were never fetched", trust -> trust.with(
                        publisher().with(unfetched(server.address())))
                .with(new Trust.Publisher(
                        bob.key().ss58(),
                        "bob",
                        Optional.empty(),
                        Optional.empty(),
                        List.of(unfetched(folder.resolve("bob").toString())))));
        Thread command = new Thread(() -> fetcher.fetchAll());
        command.start();
        Await.until(
                "bob's head is selected",
                () -> trustFile
                                .read()
                                .publisher("bob")
                                .orElseThrow()
                                .repositories()
                                .get(0)
                                .sequence()
                        == 1);
        assertTrue(command.isAlive());
        ended.countDown();
        command.join();
        assertEquals(0, publisher().repositories().get(0).sequence(), "nothing is known of alice's repository");
    }

    private static Trust.Repository unfetched(String address) {
        return new Trust.Repository("lp", List.of(address), 0, Trust.Repository.UNKNOWN_HEAD);
    }

    @Test
    void redirectToAnotherHostOrSchemeIsRejected() {
        server.redirect("index.xml", mirror.address() + "/index.xml");
        assertFails("redirects to http://127.0.0.1:", this::fetch);
        assertEquals(Map.of(), mirror.requested());
        server.redirect("index.xml", "https://127.0.0.1/index.xml");
        assertFails("redirects to https://127.0.0.1, which is another host or scheme", this::fetch);
        server.redirect("index.xml", "file:///etc/passwd");
        assertFails("redirects to file://", this::fetch);
        server.redirect("index.xml", "/repository/index.xml");
        assertFails("redirects more than 3 times", this::fetch);
        server.redirect("index.xml", "moved.xml");
        server.on("moved.xml", read("index.xml"));
        assertEquals(1, fetch().head().sequence());
    }

    /** The index may have the size that the head states; the server sends without an end. */
    @Test
    void endlessDataEndsAtTheStatedSize() {
        AtomicLong sent = new AtomicLong();
        server.on("index.xml", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            byte[] block = new byte[1 << 16];
            Arrays.fill(block, (byte) ' ');
            try (var out = exchange.getResponseBody()) {
                while (true) {
                    sent.addAndGet(block.length);
                    out.write(block); // ends with an exception when the client closes the connection
                }
            }
        });
        assertFails("it has more than " + read("index.xml").length + " bytes", this::fetch);
        assertTrue(sent.get() < 64 << 20, "the rest is in the buffers of the connection: " + sent);
    }

    @Test
    void slowServerIsGivenUpAndTheMirrorIsUsed() {
        CountDownLatch ended = new CountDownLatch(1);
        server.on("index.xml", exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(' ');
            exchange.getResponseBody().flush();
            try {
                ended.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        fetcher = fetcher(Duration.ofSeconds(1));
        assertFails("it did not arrive within 1 s", this::fetch);
        assertEquals(
                1,
                fetcher(Duration.ofSeconds(60))
                        .fetch(publisher(), "lp", List.of(mirror.address()))
                        .head()
                        .sequence());
        ended.countDown();
    }

    @Test
    void errorsOfServersAreNamedAndTheKnownStateStays() {
        VerifiedRepository known = fetch();
        server.on("weir.json", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        mirror.on("weir.json", "<html>".getBytes(StandardCharsets.UTF_8));
        WeirException failure = assertThrows(
                WeirException.class,
                () -> fetcher.fetch(
                        publisher(), "lp", List.of(server.address(), mirror.address(), "http://127.0.0.1:1")));
        assertTrue(failure.getMessage().contains("the server answered with status 500"), failure.getMessage());
        assertTrue(failure.getMessage().contains("is not one JSON object"), failure.getMessage());
        assertTrue(failure.getMessage().contains("no connection"), failure.getMessage());
        assertEquals(known.headSha256(), publisher().repositories().get(0).head());
    }
}
