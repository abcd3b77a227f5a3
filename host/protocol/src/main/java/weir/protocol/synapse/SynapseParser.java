package weir.protocol.synapse;

import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import weir.protocol.internal.StrictJsonReader;

/**
 * Parses the bodies of validators' HTTP requests. An invalid body causes a {@link SynapseException} that names the field.
 * Thread-safe.
 */
public final class SynapseParser {

    private static final char REPLACEMENT_CHARACTER = '\ufffd';

    private final PriceEncoding priceEncoding;

    /** @param priceEncoding how {@code current_price} is encoded */
    public SynapseParser(PriceEncoding priceEncoding) {
        this.priceEncoding = priceEncoding;
    }

    /** Parses a {@code RebalanceQuery}. */
    public RebalanceRequest parseRebalanceQuery(byte[] body) throws SynapseException {
        RebalanceRequestBuilder builder = new RebalanceRequestBuilder(priceEncoding);
        return parse(body, fields -> {
            fields.readObject(name -> builder.readMember(name, fields));
            fields.requireEnd();
            return builder.build();
        });
    }

    /** Parses a ping, and returns the members that its response repeats. */
    public SynapseFields parsePing(byte[] body) throws SynapseException {
        SynapseFields common = new SynapseFields();
        return parse(body, fields -> {
            fields.readObject(name -> readCommon(name, fields, common));
            fields.requireEnd();
            return common;
        });
    }

    /**
     * Parses a {@code VaultRegistrationQuery}, and returns the members that its response repeats. The members of the response, which a
     * validator sends with their defaults, may be missing.
     */
    public SynapseFields parseVaultRegistrationQuery(byte[] body) throws SynapseException {
        SynapseFields common = new SynapseFields();
        return parse(body, fields -> {
            fields.readObject(name -> {
                if (!VaultRegistration.checkMember(name, fields)) {
                    readCommon(name, fields, common);
                }
            });
            fields.requireEnd();
            return common;
        });
    }

    /** Reads a member that every synapse has; skips any other member. */
    static void readCommon(String name, StrictJsonReader fields, SynapseFields common)
            throws IOException, SynapseException {
        if (!SynapseFields.isCommon(name)) {
            fields.skip();
        } else if (!common.add(name, fields)) {
            throw fields.error("is given twice");
        }
    }

    private interface FieldReader<T> {
        T read(StrictJsonReader fields) throws IOException, SynapseException;
    }

    private static <T> T parse(byte[] body, FieldReader<T> reader) throws SynapseException {
        StrictJsonReader fields = new StrictJsonReader(decodeUtf8(body));
        try {
            return reader.read(fields);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw fields.error("is not valid JSON, or nested too deep");
        }
    }

    /** Rejects invalid UTF-8. The fast decoder replaces invalid bytes, so the strict one runs only if a replacement is found. */
    private static String decodeUtf8(byte[] body) throws SynapseException {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT_CHARACTER) >= 0) {
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            } catch (CharacterCodingException e) {
                throw new SynapseException("body", "is not valid UTF-8");
            }
        }
        return text;
    }
}
