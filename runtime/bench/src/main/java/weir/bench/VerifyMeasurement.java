package weir.bench;

import java.io.PrintStream;
import java.util.Map;
import weir.bench.verify.VerifyBenchmark;

/** Cost of one sr25519 verification beside Rust schnorrkel as WASM, in turns. */
final class VerifyMeasurement implements Measurement {

    @Override
    public String name() {
        return "verify";
    }

    @Override
    public String summary() {
        return "one sr25519 verification beside Rust schnorrkel as WASM; goal at most 1.2 of its time";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        Figures figures = new Figures();
        VerifyBenchmark.measure(progress).forEach((key, value) -> figures.add(key, value, ""));
        return figures;
    }
}
