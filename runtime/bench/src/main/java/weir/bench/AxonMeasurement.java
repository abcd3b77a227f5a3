package weir.bench;

import java.io.PrintStream;
import java.util.Map;

/** The axon's price: unsigned beside a bare Jetty, then with every request verified, then for those who may not ask. */
final class AxonMeasurement implements Measurement {

    @Override
    public String name() {
        return "axon";
    }

    @Override
    public String summary() {
        return "requests/s beside a bare Jetty, goal 0.7 of it; verified 3,600/s at 16 connections; a stranger under 30 us";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        return new Figures().addAll(AxonBesideJetty.measure(progress)).addAll(VerifiedAxon.measure(progress));
    }
}
