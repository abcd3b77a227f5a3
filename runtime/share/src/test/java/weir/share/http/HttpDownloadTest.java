package weir.share.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weir.share.http.HttpDownload.Redirects;

class HttpDownloadTest {

    @ParameterizedTest
    @CsvSource({
        "https://a/x, y, https://a/y, https://a/y",
        "https://a/x, https://b/y, , https://b/y",
        "https://a/x, https://a:8443/y, , https://a:8443/y",
        "https://a/x, http://a/y, ,",
        "https://a/x, http://b/y, ,",
        "http://a/x, https://a/y, , https://a/y",
        "http://a/x, http://b/y, , http://b/y",
        "http://a/x, file:///etc/passwd, ,",
        "http://a/x, https:opaque, ,",
        "http://a/x, jar:http://a/x!/y, ,",
    })
    void redirectsAreFollowedByRule(String from, String location, String sameHost, String anyHost) throws IOException {
        assertTarget(sameHost, Redirects.SAME_HOST, from, location);
        assertTarget(anyHost, Redirects.ANY_HOST, from, location);
    }

    private static void assertTarget(String expected, Redirects redirects, String from, String location)
            throws IOException {
        HttpDownload download = new HttpDownload(redirects, HttpDownload.TIMEOUT, DownloadProgress.NONE);
        if (expected == null) {
            assertThrows(IOException.class, () -> download.target(URI.create(from), location), redirects::name);
        } else {
            assertEquals(URI.create(expected), download.target(URI.create(from), location));
        }
    }

    @Test
    void messageOfARedirectShowsNoPassword() {
        HttpDownload download = new HttpDownload(Redirects.SAME_HOST, HttpDownload.TIMEOUT, DownloadProgress.NONE);
        IOException e = assertThrows(
                IOException.class, () -> download.target(URI.create("https://a/x"), "https://me:s3cret@b/y"));
        assertTrue(e.getMessage().contains("https://b,"), e::getMessage);
        assertFalse(e.getMessage().contains("s3cret"), e::getMessage);
    }

    @Test
    void progressNamesFileBytesAndSize() throws Exception {
        byte[] content = new byte[300_000];
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
            exchange.close();
        });
        server.start();
        try {
            List<String> shown = new CopyOnWriteArrayList<>();
            DownloadProgress progress = (file, received, total) -> shown.add(file + " " + received + " of " + total);
            byte[] read = new HttpDownload(Redirects.SAME_HOST, HttpDownload.TIMEOUT, progress)
                    .read(
                            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/lp/my.jar"),
                            Map.of(),
                            1 << 20);
            assertEquals(content.length, read.length);
            assertEquals("my.jar 300000 of 300000", shown.get(shown.size() - 1));
        } finally {
            server.stop(0);
        }
    }
}
