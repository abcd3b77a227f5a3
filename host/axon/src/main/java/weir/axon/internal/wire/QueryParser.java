package weir.axon.internal.wire;

import com.google.gson.JsonParseException;
import java.io.IOException;

/**
 * Makes a {@link WireQuery} of a request's body. Reads the text once, holds nothing that is not wanted, and answers every
 * fault with a {@link SynapseException} that names the field. Thread-safe.
 */
public final class QueryParser {

    private final PriceEncoding priceEncoding;

    /** @param priceEncoding how {@code current_price} is to be understood */
    public QueryParser(PriceEncoding priceEncoding) {
        this.priceEncoding = priceEncoding;
    }

    /** The query that {@code body} holds. */
    public WireQuery query(String body) throws SynapseException {
        QueryBuilder builder = new QueryBuilder(priceEncoding);
        return parse(body, fields -> {
            fields.object(name -> builder.member(name, fields));
            fields.end();
            return builder.build();
        });
    }

    /** What a ping holds that has to go back. */
    public Envelope ping(String body) throws SynapseException {
        Envelope envelope = Envelope.empty();
        return parse(body, fields -> {
            fields.object(name -> envelope(name, fields, envelope));
            fields.end();
            return envelope;
        });
    }

    /** Keeps a member of the envelope and skips any other. */
    static void envelope(String name, Fields fields, Envelope envelope) throws IOException, SynapseException {
        if (!Envelope.has(name)) {
            fields.skip();
        } else if (envelope.members().put(name, fields.envelopeValue(name)) != null) {
            throw fields.fault("is given twice");
        }
    }

    private interface Reading<T> {
        T read(Fields fields) throws IOException, SynapseException;
    }

    private static <T> T parse(String body, Reading<T> reading) throws SynapseException {
        Fields fields = new Fields(body);
        try {
            return reading.read(fields);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw fields.fault("is not valid JSON, or nested too deep");
        }
    }
}
