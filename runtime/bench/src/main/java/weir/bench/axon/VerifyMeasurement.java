package weir.bench.axon;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.keys.KeyPair;
import weir.protocol.PublicKey;
import weir.protocol.Sr25519;
import weir.protocol.synapse.SigningPayload;

/**
 * Time of one sr25519 verification on one thread, compared with Rust's schnorrkel as WASM in Node. Both run in short rounds in turns, so
 * that other load affects both; the medians are compared.
 */
public final class VerifyMeasurement implements Measurement {

    private static final int CASES = 64;
    private static final int PER_ROUND = 2_000;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;

    /** A valid signature. */
    record SignedMessage(PublicKey key, byte[] message, byte[] signature) {}

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "time of one sr25519 verification over that of Rust schnorrkel as WASM; goal at most 1.2";
    }

    /** Takes about ten seconds. Without Node, npm or the package it reports {@code verify_us} only. */
    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress)
            throws IOException, InterruptedException {
        List<SignedMessage> cases = cases();
        try (SchnorrkelWasm wasm = start(cases, progress)) {
            double[] ours = new double[ROUNDS];
            double[] theirs = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                double own = microsPerVerification(cases);
                double other = wasm == null ? Double.NaN : wasm.microsPerVerification(PER_ROUND);
                if (round >= 0) {
                    ours[round] = own;
                    theirs[round] = other;
                    ratios[round] = own / other;
                }
            }
            Figures figures = new Figures().add("verify_us", Figures.median(ours), "");
            return wasm == null
                    ? figures
                    : figures.add("wasm_us", Figures.median(theirs), "").add("ratio", Figures.median(ratios), "");
        }
    }

    /** Microseconds of one verification on this thread; measures for about two seconds. */
    static double microsPerVerification() {
        List<SignedMessage> cases = cases();
        double[] rounds = new double[ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            double micros = microsPerVerification(cases);
            if (round >= 0) {
                rounds[round] = micros;
            }
        }
        return Figures.median(rounds);
    }

    private static SchnorrkelWasm start(List<SignedMessage> cases, PrintStream progress) throws InterruptedException {
        try {
            return SchnorrkelWasm.start(cases);
        } catch (IOException e) {
            progress.println("SKIPPED: no comparison with schnorrkel as WASM: " + e.getMessage());
            return null;
        }
    }

    private static double microsPerVerification(List<SignedMessage> cases) {
        long begun = System.nanoTime();
        for (int i = 0; i < PER_ROUND; i++) {
            SignedMessage signed = cases.get(i % CASES);
            if (!Sr25519.verify(signed.key(), signed.message(), signed.signature())) {
                throw new IllegalStateException("a valid signature was rejected");
            }
        }
        return (System.nanoTime() - begun) / 1e3 / PER_ROUND;
    }

    /** Messages as dendrites sign them: nonce, own hotkey, the axon's hotkey, uuid, hash of the body. */
    private static List<SignedMessage> cases() {
        List<SignedMessage> cases = new ArrayList<>();
        byte[] seed = new byte[32];
        for (int i = 0; i < CASES; i++) {
            seed[0] = (byte) i;
            try (KeyPair pair = KeyPair.ofMiniSecret(seed)) {
                String hotkey = pair.publicKey().ss58();
                byte[] signed = SigningPayload.dendrite(
                        1_700_000_000_000_000_000L + i, hotkey, hotkey, new UUID(98, i).toString());
                cases.add(new SignedMessage(pair.publicKey(), signed, pair.sign(signed)));
            }
        }
        return cases;
    }
}
