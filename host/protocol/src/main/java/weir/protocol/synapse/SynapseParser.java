package weir.protocol.synapse;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import weir.protocol.internal.JsonFields;

/**
 * Parses the bodies of requests, as a server. It reads the text once, keeps only what it needs, and reports every fault as a
 * {@link SynapseException} that names the field. Thread-safe.
 */
public final class SynapseParser {

    private static final char REPLACEMENT = '\ufffd';

    private final PriceEncoding priceEncoding;

    /** @param priceEncoding how {@code current_price} is encoded */
    public SynapseParser(PriceEncoding priceEncoding) {
        this.priceEncoding = priceEncoding;
    }

    /** Parses a {@code RebalanceQuery}. */
    public RebalanceRequest rebalanceQuery(byte[] body) throws SynapseException {
        RebalanceRequestBuilder builder = new RebalanceRequestBuilder(priceEncoding);
        return parse(body, fields -> {
            fields.object(name -> builder.member(name, fields));
            fields.end();
            return builder.build();
        });
    }

    /** Parses a ping: the members that its response repeats. */
    public SynapseFields ping(byte[] body) throws SynapseException {
        SynapseFields common = new SynapseFields();
        return parse(body, fields -> {
            fields.object(name -> common(name, fields, common));
            fields.end();
            return common;
        });
    }

    /** Keeps a member that every synapse has, and skips any other. */
    static void common(String name, JsonFields fields, SynapseFields common) throws IOException, SynapseException {
        if (!SynapseFields.isCommon(name)) {
            fields.skip();
        } else if (!common.add(name, fields)) {
            throw fields.fault("is given twice");
        }
    }

    private interface Reading<T> {
        T read(JsonFields fields) throws IOException, SynapseException;
    }

    private static <T> T parse(byte[] body, Reading<T> reading) throws SynapseException {
        JsonFields fields = new JsonFields(text(body));
        try {
            return reading.read(fields);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw fields.fault("is not valid JSON, or nested too deep");
        }
    }

    /** Decodes UTF-8 strictly; the fast decoder replaces invalid bytes, so only its replacements need a second look. */
    private static String text(byte[] body) throws SynapseException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            } catch (CharacterCodingException e) {
                throw new SynapseException("body", "is not valid UTF-8");
            }
        }
        return text;
    }
}
