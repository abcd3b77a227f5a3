package weir.bench.axon;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import weir.base.WeirException;
import weir.bench.Figures;
import weir.bench.host.MeasuredHost;
import weir.bench.load.ClosedLoopLoad;
import weir.bench.load.SampleQuery;
import weir.launcher.Assembly;
import weir.launcher.FreePort;

/** Throughput and latency of the axon and of a bare Jetty, in turns on the same machine with the same requests. */
final class UnsignedThroughput {

    private static final int TURNS = 6;
    private static final int CONNECTIONS = 16;
    private static final int MANY = 64;
    private static final Duration WARM_UP = Duration.ofSeconds(40);
    private static final Duration TURN = Duration.ofSeconds(2);

    private UnsignedThroughput() {}

    static Figures measure(PrintStream progress) throws Exception {
        byte[] request = SampleQuery.unsignedRequest();
        Process bare = null;
        try (MeasuredHost host = MeasuredHost.start()) {
            int barePort = FreePort.find();
            bare = bareJetty(barePort);
            host.awaitAnswer(request);
            ClosedLoopLoad axonLoad = new ClosedLoopLoad(host.port(), 200);
            ClosedLoopLoad bareLoad = new ClosedLoopLoad(barePort, 200);
            progress.println("  unsigned: warming up both ...");
            axonLoad.run(CONNECTIONS, request, WARM_UP);
            bareLoad.run(CONNECTIONS, request, WARM_UP);
            double[] ratio = new double[TURNS];
            double[] axonRate = new double[TURNS];
            double[] bareRate = new double[TURNS];
            double[] p99 = new double[TURNS];
            double[] bareP99 = new double[TURNS];
            double[] bareCpu = new double[TURNS];
            for (int turn = 0; turn < TURNS; turn++) {
                ClosedLoopLoad.Result axon = axonLoad.run(CONNECTIONS, request, TURN);
                Duration before = cpu(bare);
                ClosedLoopLoad.Result reference = bareLoad.run(CONNECTIONS, request, TURN);
                bareCpu[turn] = cpu(bare).minus(before).toNanos() / 1e3 / reference.answers();
                axonRate[turn] = axon.perSecond();
                bareRate[turn] = reference.perSecond();
                ratio[turn] = axon.perSecond() / reference.perSecond();
                p99[turn] = axon.p99Ms();
                bareP99[turn] = reference.p99Ms();
                progress.printf(
                        "  unsigned, turn %d of %d: axon %,.0f/s, bare Jetty %,.0f/s, ratio %.2f%n",
                        turn + 1, TURNS, axonRate[turn], bareRate[turn], ratio[turn]);
            }
            ClosedLoopLoad.Result single = axonLoad.run(1, request, TURN);
            ClosedLoopLoad.Result many = bareLoad.run(MANY, request, TURN);
            return new Figures()
                    .add("ratio", Figures.median(ratio), "axon requests/s over bare Jetty's, median of " + TURNS)
                    .add("axon_per_s", Figures.median(axonRate), CONNECTIONS + " connections, closed loop, unsigned")
                    .add("axon_p99_ms", Figures.median(p99), "the same")
                    .add("bare_per_s", Figures.median(bareRate), "the same")
                    .add("bare_p99_ms", Figures.median(bareP99), "the same")
                    .add("bare_cpu_us", Figures.median(bareCpu), "CPU time of bare Jetty for one request")
                    .add(
                            "bare_" + MANY + "_p99_ms",
                            many.p99Ms(),
                            MANY + " connections: tail latency of machine and Jetty")
                    .add("axon_1_per_s", single.perSecond(), "1 connection, unsigned")
                    .add("axon_1_p50_ms", single.p50Ms(), "the same")
                    .add("axon_1_p99_ms", single.p99Ms(), "the same");
        } finally {
            if (bare != null) {
                bare.destroy();
            }
        }
    }

    private static Duration cpu(Process process) {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> WeirException.failed(
                        "this system does not report the CPU time of a process", "Run the benchmark on Linux."));
    }

    /** Uses the JVM options of bin/weir, so that only the program differs. */
    private static Process bareJetty(int port) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Assembly.running().jvmOptions(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BareJetty.class.getName(),
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}
