package weir.bench.verify;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;

/**
 * One sr25519 verification on one thread, beside Rust's schnorrkel as WASM in Node. The two take turns in short rounds of
 * one run, so that a noisy machine disturbs both alike; the medians of the rounds are compared.
 */
public final class VerifyBenchmark {

    private static final int CASES = 64;
    private static final int EACH_ROUND = 2_000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;
    private static final String BODY_HASH = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

    /** A signature that holds. */
    record Signed(PublicKey key, byte[] message, byte[] signature) {}

    private VerifyBenchmark() {}

    /**
     * Measures for about ten seconds.
     *
     * @param progress where to say what is going on, and aloud that Node, npm or the package is missing
     * @return {@code verify_us}; and where the WASM could run {@code wasm_us} and {@code ratio}, whose goal is 1.2 at most
     */
    public static Map<String, Double> measure(PrintStream progress) throws IOException, InterruptedException {
        List<Signed> cases = cases();
        try (SchnorrkelWasm wasm = start(cases, progress)) {
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                double one = microsecondsEach(cases);
                double other = wasm == null ? Double.NaN : wasm.microsecondsEach(EACH_ROUND);
                if (round >= 0) {
                    ours[round] = one;
                    theirs[round] = other;
                    ratios[round] = one / other;
                }
            }
            Map<String, Double> figures = new LinkedHashMap<>();
            figures.put("verify_us", median(ours));
            if (wasm != null) {
                figures.put("wasm_us", median(theirs));
                figures.put("ratio", median(ratios));
            }
            return figures;
        }
    }

    /** Microseconds of one verification on this thread, warm; measured for about two seconds. */
    public static double microsecondsEach() {
        List<Signed> cases = cases();
        double[] rounds = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double one = microsecondsEach(cases);
            if (round >= 0) {
                rounds[round] = one;
            }
        }
        return median(rounds);
    }

    private static double median(double[] rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        return sorted[ROUNDS / 2];
    }

    private static SchnorrkelWasm start(List<Signed> cases, PrintStream progress) throws InterruptedException {
        try {
            return SchnorrkelWasm.start(cases);
        } catch (IOException e) {
            progress.println("SKIPPED: no comparison with schnorrkel as WASM: " + e.getMessage());
            return null;
        }
    }

    private static double microsecondsEach(List<Signed> cases) {
        long begun = System.nanoTime();
        for (int i = 0; i < EACH_ROUND; i++) {
            Signed signed = cases.get(i % CASES);
            if (!Sr25519.verify(signed.key(), signed.message(), signed.signature())) {
                throw new IllegalStateException("a valid signature was refused");
            }
        }
        return (System.nanoTime() - begun) / 1e3 / EACH_ROUND;
    }

    /** What dendrites sign: nonce, their hotkey, the axon's, a uuid, the hash of the body. */
    private static List<Signed> cases() {
        List<Signed> cases = new ArrayList<>();
        byte[] seed = new byte[32];
        for (int i = 0; i < CASES; i++) {
            seed[0] = (byte) i;
            try (KeyPair pair = KeyPair.ofMiniSecret(seed)) {
                String hotkey = pair.publicKey().ss58();
                String message = String.join(
                        ".",
                        String.valueOf(1_700_000_000_000_000_000L + i),
                        hotkey,
                        hotkey,
                        new UUID(98, i).toString(),
                        BODY_HASH);
                byte[] signed = message.getBytes(StandardCharsets.US_ASCII);
                cases.add(new Signed(pair.publicKey(), signed, pair.sign(signed)));
            }
        }
        return cases;
    }
}
