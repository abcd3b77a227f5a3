package weir.demo.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import weir.demo.Dendrite;
import weir.demo.DendriteResponse;
import weir.keys.KeyPair;
import weir.strategy.RebalanceQuery;

/** Asks an axon as a validator does: a {@link Dendrite} with the same 5 s and one kept connection. For one thread. */
public final class DendriteClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Dendrite dendrite;
    private final URI axon;

    /**
     * @param key the validator's; the caller closes it
     * @param port the axon's, on loopback
     * @param axonHotkey the address that the axon answers for
     */
    DendriteClient(KeyPair key, int port, String axonHotkey) {
        dendrite = new Dendrite(key, port, axonHotkey);
        axon = URI.create("http://127.0.0.1:" + port + Dendrite.PATH);
    }

    /** Asks; never throws for what the host does. */
    public DendriteResponse ask(RebalanceQuery query) {
        HttpRequest request = request(query);
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return Dendrite.read(query, response.statusCode(), response.body(), System.nanoTime() - start);
        } catch (IOException e) {
            return DendriteResponse.failed(e.toString(), System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DendriteResponse.failed("interrupted", System.nanoTime() - start);
        }
    }

    private HttpRequest request(RebalanceQuery query) {
        Dendrite.Request signed = dendrite.request(query);
        HttpRequest.Builder request = HttpRequest.newBuilder(axon).timeout(TIMEOUT);
        signed.headers().forEach(request::header);
        return request.POST(HttpRequest.BodyPublishers.ofString(signed.body())).build();
    }
}
