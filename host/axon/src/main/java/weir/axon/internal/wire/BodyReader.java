package weir.axon.internal.wire;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a request's body: at most {@value #MAX_BYTES} bytes, and only text that is really UTF-8. */
public final class BodyReader {

    /** Three hundred times what a validator sends. */
    public static final int MAX_BYTES = 1 << 20;

    private BodyReader() {}

    /**
     * The whole body.
     *
     * @param in the body; not closed
     * @param contentLength announced length, or -1
     * @throws Refusal 413 when the body is too long, whether it says so or not
     */
    public static byte[] read(InputStream in, long contentLength) throws IOException, Refusal {
        if (contentLength > MAX_BYTES) {
            throw tooLong();
        }
        byte[] body = in.readNBytes(MAX_BYTES + 1);
        if (body.length > MAX_BYTES) {
            throw tooLong();
        }
        return body;
    }

    /**
     * The body as text.
     *
     * @throws BadRequest when it is not UTF-8
     */
    public static String text(byte[] body) throws BadRequest {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new BadRequest("body", "is not valid UTF-8");
        }
    }

    /** The refusal of a body over {@value #MAX_BYTES} bytes. */
    public static Refusal tooLong() {
        return new Refusal(413, "body: longer than " + MAX_BYTES + " bytes");
    }
}
