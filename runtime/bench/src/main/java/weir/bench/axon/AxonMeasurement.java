package weir.bench.axon;

import java.io.PrintStream;
import java.util.Map;
import weir.bench.Figures;
import weir.bench.Measurement;

/** Throughput of the axon, unsigned beside a bare Jetty, then signed, and the cost of rejected requests. */
public final class AxonMeasurement implements Measurement {

    @Override
    public String name() {
        return "axon";
    }

    @Override
    public String summary() {
        return "requests/s over those of a bare Jetty, goal 0.7; verified 3,600/s at 16 connections; unknown hotkey under 30 us";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        return new Figures().addAll(UnsignedThroughput.measure(progress)).addAll(SignedThroughput.measure(progress));
    }
}
