package weir.demo.internal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import weir.demo.DendriteResponse;
import weir.protocol.Signer;
import weir.protocol.synapse.Dendrite;
import weir.strategy.RebalanceQuery;

/** Queries an axon over HTTP as a validator does, with the validator's timeout and one kept connection. For one thread. */
public final class DendriteClient {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final Dendrite dendrite;
    private final URI axon;

    /**
     * @param signer the validator's key; the caller closes it
     * @param port the axon's port on loopback
     * @param axonHotkey the axon's ss58 address
     */
    public DendriteClient(Signer signer, int port, String axonHotkey) {
        dendrite = new Dendrite(signer, port, axonHotkey);
        axon = URI.create("http://127.0.0.1:" + port + Dendrite.PATH);
    }

    /** Sends a query. Every failure, including an interrupt, is in the response. */
    public DendriteResponse ask(RebalanceQuery query) {
        Dendrite.Request signed = dendrite.request(query);
        HttpRequest.Builder request = HttpRequest.newBuilder(axon).timeout(TIMEOUT);
        signed.headers().forEach(request::header);
        request.POST(HttpRequest.BodyPublishers.ofString(signed.body()));
        long start = System.nanoTime();
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return DendriteResponse.read(query, response.statusCode(), response.body(), System.nanoTime() - start);
        } catch (IOException e) {
            return DendriteResponse.failed(e.toString(), System.nanoTime() - start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DendriteResponse.failed("interrupted", System.nanoTime() - start);
        }
    }
}
