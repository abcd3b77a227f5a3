package weir.axon.internal.server;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import weir.axon.internal.auth.SignedCases;
import weir.fixtures.RebalanceBodies;

/**
 * Recorded requests of both protocols with changed bytes. Apart from some signatures they depend on the seed alone, so a failure can
 * be repeated.
 */
final class RequestMutations {

    private static final int BATCH = 16;

    /** Each is accepted once. */
    private static final int SIGNED = 32;

    private static final String[] FRAGMENTS = {
        ": ",
        "HTTP/1.1",
        "GET ",
        "/",
        "%",
        "%2e%2e",
        "?",
        ";",
        "\u00ff",
        "-1",
        "9999999999999999999999",
        "1e999",
        "bt_header_dendrite_nonce",
        "\"",
        "{",
        "[[[[[[",
        "null",
        "NaN"
    };
    private static final String[] LINES = {
        "Connection: close\r\n",
        "Expect: 100-continue\r\n",
        "Upgrade: h2c\r\n",
        "timeout: NaN\r\n",
        "timeout: 1e999\r\n",
        "X-Bittensor-Version: 1\r\n",
        "X-Bittensor-Nonce: -1\r\n",
        "Content-Encoding: gzip\r\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n"
    };
    private static final String[] BREAKS = {"\r\n", "\r\n\r\n", "\n", "\0", " "};

    private record Recorded(byte[] head, byte[] body) {}

    /**
     * Requests for one connection, sent together.
     *
     * @param requests each with its announced length, so that each is answered or the connection is closed
     * @param wild whether the last may have another length, so that nothing can follow it
     */
    record Batch(long seed, List<byte[]> requests, boolean wild) {

        byte[] bytes() {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            requests.forEach(all::writeBytes);
            return all.toByteArray();
        }
    }

    private final List<Recorded> recorded = new ArrayList<>();

    RequestMutations() {
        SignedCases.dendrite().stream().flatMap(one -> one.steps().stream()).forEach(this::record);
        SignedCases.btauthOfOthers().forEach(this::record);
        SignedCases.btauthSigned(SIGNED, "/RebalanceQuery", RebalanceBodies.valid())
                .forEach(this::record);
    }

    private void record(SignedCases.Step step) {
        StringBuilder head = new StringBuilder(step.method() + " " + step.path() + " HTTP/1.1\r\nHost: a\r\n");
        step.headers()
                .forEach((name, value) ->
                        head.append(name).append(": ").append(value).append("\r\n"));
        recorded.add(new Recorded(bytes(head.toString()), bytes(step.body())));
    }

    Batch batch(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> requests = new ArrayList<>(BATCH);
        boolean wild = random.nextBoolean();
        for (int i = wild ? 1 : 0; i < BATCH; i++) {
            requests.add(framed(random));
        }
        if (wild) {
            requests.add(wild(random));
        }
        return new Batch(seed, requests, wild);
    }

    /** Changed within its lines and its body, which keeps the announced length, in one piece or two chunks. */
    private byte[] framed(SplittableRandom random) {
        Recorded one = recorded.get(random.nextInt(recorded.size()));
        byte[] head = one.head();
        byte[] body = one.body();
        for (int i = random.nextInt(3); i >= 0; i--) {
            if (random.nextBoolean()) {
                head = changeInLine(head, random);
            } else {
                body = changeAnywhere(body, random);
            }
        }
        if (body.length == 0 || random.nextInt(32) > 0) {
            return join(head, bytes("Content-Length: " + body.length + "\r\n\r\n"), body);
        }
        int first = 1 + random.nextInt(body.length);
        byte[] begin = bytes("Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(first) + "\r\n");
        String rest = first == body.length ? "" : "\r\n" + Integer.toHexString(body.length - first) + "\r\n";
        return join(
                head,
                begin,
                Arrays.copyOf(body, first),
                bytes(rest),
                Arrays.copyOfRange(body, first, body.length),
                bytes("\r\n0\r\n\r\n"));
    }

    /** Changed at several random places. */
    private byte[] wild(SplittableRandom random) {
        byte[] request = framed(random);
        for (int i = random.nextInt(4); i >= 0; i--) {
            request = random.nextInt(4) == 0
                    ? splice(request, random.nextInt(request.length), 0, bytes(one(BREAKS, random)))
                    : changeAnywhere(request, random);
        }
        return request;
    }

    /**
     * Keeps the line structure, but may add a line. Names are rarely changed, because the axon closes the connection after an invalid
     * one.
     */
    private static byte[] changeInLine(byte[] head, SplittableRandom random) {
        int at = random.nextInt(1, head.length - 1);
        if (head[at - 1] == '\n') {
            return splice(head, at, 0, bytes(one(LINES, random)));
        }
        if (random.nextInt(16) > 0) {
            at = afterName(head, at);
        }
        int end = at;
        for (int most = at + length(random); end < most && head[end] != '\r' && head[end] != '\n'; ) {
            end++;
        }
        return replace(head, at, end, visible(random), random);
    }

    /** The position, or the start of the value if the position is in a header's name. */
    private static int afterName(byte[] head, int at) {
        int begin = at;
        while (begin > 0 && head[begin - 1] != '\n') {
            begin--;
        }
        int colon = begin;
        while (begin > 0 && head[colon] != ':' && head[colon] != '\n') {
            colon++;
        }
        return begin > 0 && head[colon] == ':' ? Math.max(at, colon + 2) : at;
    }

    private static byte[] changeAnywhere(byte[] bytes, SplittableRandom random) {
        if (bytes.length == 0) {
            return bytes(one(FRAGMENTS, random));
        }
        int at = random.nextInt(bytes.length);
        int end = Math.min(bytes.length, at + length(random));
        return replace(bytes, at, end, (byte) random.nextInt(256), random);
    }

    private static byte[] replace(byte[] bytes, int at, int end, byte other, SplittableRandom random) {
        int gone = end - at;
        return switch (random.nextInt(5)) {
            case 0 -> splice(bytes, at, Math.min(gone, 1), new byte[] {other});
            case 1 -> splice(bytes, at, gone < bytes.length ? gone : 0, new byte[0]);
            case 2 -> splice(bytes, at, 0, Arrays.copyOfRange(bytes, at, end));
            case 3 -> splice(bytes, at, 0, bytes(one(FRAGMENTS, random)));
            default -> splice(bytes, at, gone, bytes(one(FRAGMENTS, random)));
        };
    }

    private static byte[] splice(byte[] bytes, int at, int gone, byte[] instead) {
        byte[] changed = Arrays.copyOf(bytes, bytes.length - gone + instead.length);
        System.arraycopy(instead, 0, changed, at, instead.length);
        System.arraycopy(bytes, at + gone, changed, at + instead.length, bytes.length - at - gone);
        return changed;
    }

    private static int length(SplittableRandom random) {
        return random.nextInt(random.nextBoolean() ? 4 : 200);
    }

    /** A byte that HTTP allows in a header's value. */
    private static byte visible(SplittableRandom random) {
        int value = random.nextInt('!', 255);
        return (byte) (value < 127 ? value : value + 1);
    }

    private static <T> T one(T[] all, SplittableRandom random) {
        return all[random.nextInt(all.length)];
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream(4096);
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
