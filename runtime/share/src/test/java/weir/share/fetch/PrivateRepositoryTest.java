package weir.share.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weir.base.WeirException;
import weir.share.TestPublisher;
import weir.share.http.DownloadProgress;
import weir.share.http.HeaderFile;
import weir.share.repository.RepositorySource;
import weir.share.repository.VerifiedRepository;

/** `--header-file`: a token reaches the repository that it is for, and nothing else. */
class PrivateRepositoryTest {

    private static final String TOKEN = "Bearer s3cret-token";

    @TempDir
    Path folder;

    private final TestPublisher alice = new TestPublisher(1);
    private final Set<String> leaks = new ConcurrentSkipListSet<>();
    private Path repository;

    @BeforeEach
    void publish() {
        repository = folder.resolve("repository");
        alice.publish(repository, TestPublisher.jar(folder, "my.hold", "1.0.0", "a"));
    }

    private RepositorySource open(String address, String headers) throws IOException {
        Path file = Files.writeString(folder.resolve("headers"), headers + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        return SourceAddress.opener(HeaderFile.read(file), DownloadProgress.NONE)
                .apply(address);
    }

    private HttpHandler onlyWithToken(String file) {
        return exchange -> {
            byte[] content = hasToken(exchange) ? Files.readAllBytes(repository.resolve(file)) : new byte[0];
            exchange.sendResponseHeaders(content.length == 0 ? 401 : 200, content.length == 0 ? -1 : content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        };
    }

    private static boolean hasToken(HttpExchange exchange) {
        return TOKEN.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private HttpHandler trap() {
        return exchange -> {
            if (hasToken(exchange)) {
                leaks.add(exchange.getRequestURI().toString());
            }
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        };
    }

    @Test
    void tokenIsSentToItsRepositoryOnly() throws Exception {
        try (HostileServer server = new HostileServer(repository);
                HostileServer mirror = new HostileServer(repository)) {
            for (String file : List.of("weir.json", "weir.json.sig", "index.xml")) {
                server.on(file, onlyWithToken(file));
                mirror.on(file, trap());
            }
            String headers = "# mine\n" + server.address() + " Authorization: " + TOKEN;
            VerifiedRepository read =
                    VerifiedRepository.read(open(server.address(), headers), Optional.of(alice.key()));
            assertEquals(1, read.bundles().size());
            WeirException withoutToken =
                    assertThrows(WeirException.class, () -> read(open(server.address(), "# none")));
            assertTrue(withoutToken.getMessage().contains("status 401"), withoutToken.getMessage());
            assertThrows(WeirException.class, () -> read(open(mirror.address(), headers)));
            assertEquals(Set.of(), leaks);
        }
    }

    @Test
    void tokenIsNotSentToTheTargetOfARedirect() throws Exception {
        try (HostileServer server = new HostileServer(repository)) {
            server.redirect("weir.json", "other.json").on("other.json", trap());
            assertThrows(
                    WeirException.class,
                    () -> read(open(server.address(), server.address() + " Authorization: " + TOKEN)));
            assertTrue(server.requested().containsKey("/repository/other.json"));
            assertEquals(Set.of(), leaks);
        }
    }

    private static void read(RepositorySource source) {
        VerifiedRepository.read(source, Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example.org/lp",
                "https://a.example.org/lp Authorization",
                "Authorization: Bearer s3cret-token",
                "http://a.example.org/lp Authorization: Bearer s3cret-token",
                "https://a.example.org/lp Host: s3cret-token",
                "https://a b/lp Authorization: Bearer s3cret-token",
            })
    void malformedLineIsReportedWithoutItsValue(String line) {
        WeirException e = assertThrows(WeirException.class, () -> open("https://a.example.org/lp", "\n" + line));
        assertTrue(e.problem().contains("line 2"), e::problem);
        assertFalse((e.problem() + e.remedy()).contains("s3cret"), e::problem);
    }

    @Test
    void fileThatOthersCanReadIsRejected() throws Exception {
        open("https://a.example.org/lp", "https://a.example.org/lp Authorization: " + TOKEN);
        Path file = folder.resolve("headers");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        WeirException e = assertThrows(WeirException.class, () -> HeaderFile.read(file));
        assertTrue(e.problem().contains("can be read or written by other users"), e::problem);
    }
}
