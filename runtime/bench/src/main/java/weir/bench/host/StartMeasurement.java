package weir.bench.host;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import weir.bench.Figures;
import weir.bench.Measurement;
import weir.bench.load.SampleQuery;
import weir.keys.KeyPair;
import weir.launcher.Assembly;
import weir.protocol.synapse.Dendrite;

/**
 * Time from the start of the process to the first answer. The host deletes its bundle cache at each start. Hosts with and without
 * a chain, and with and without page, metrics and rounds, start in turns, because only figures of one run can be compared.
 */
public final class StartMeasurement implements Measurement {

    private static final int RUNS = 7;
    /** The bundles of page, metrics and rounds. */
    private static final List<String> OBSERVING = List.of("weir.console", "weir.metrics", "weir.rounds", "weir.web");

    private static final String PAIR = "0x" + "22".repeat(20);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String summary() {
        return "process start to first answer, without and with a chain, with and without the page; goal 1.2 s on JDK 17";
    }

    @Override
    public Figures measure(Map<String, Integer> options, PrintStream progress) throws Exception {
        double[] seconds = new double[RUNS];
        double[] fileSeconds = new double[RUNS];
        double[] chainSeconds = new double[RUNS];
        double[] extraMillis = new double[RUNS];
        double[] completeSeconds = new double[RUNS];
        double[] bareSeconds = new double[RUNS];
        double[] pageMillis = new double[RUNS];
        Client unsigned = port -> SampleQuery::unsignedRequest;
        try (AssemblyCopy complete = new AssemblyCopy(Assembly.running(), List.of());
                AssemblyCopy bare = new AssemblyCopy(Assembly.running(), OBSERVING);
                SilentNode node = new SilentNode();
                KeyPair validator = KeyPair.ofMiniSecret(new byte[32])) {
            String address = validator.publicKey().ss58();
            String[] flags = {"--hotkey", address, "--axon.allow", address, "--subtensor.network", node.address()};
            Client signed = port -> {
                Dendrite dendrite = new Dendrite(validator, port, address);
                return () -> SampleQuery.toBytes(dendrite.request(SampleQuery.of(PAIR)));
            };
            for (int run = 0; run < RUNS; run++) {
                seconds[run] = start(home -> {}, unsigned);
                fileSeconds[run] =
                        start(home -> Files.writeString(home.metagraph(), "{\"neurons\": []}"), signed, flags);
                chainSeconds[run] = start(home -> {}, signed, flags);
                extraMillis[run] = (chainSeconds[run] - fileSeconds[run]) * 1e3;
                completeSeconds[run] = start(complete.assembly(), home -> {}, unsigned);
                bareSeconds[run] = start(bare.assembly(), home -> {}, unsigned);
                pageMillis[run] = (completeSeconds[run] - bareSeconds[run]) * 1e3;
                progress.printf(
                        "  start %d of %d: %.3f s; signed requests with a metagraph file %.3f s, with a chain %.3f s;"
                                + " a copy with page, metrics and rounds %.3f s, without %.3f s%n",
                        run + 1,
                        RUNS,
                        seconds[run],
                        fileSeconds[run],
                        chainSeconds[run],
                        completeSeconds[run],
                        bareSeconds[run]);
            }
        }
        return new Figures()
                .add("start_s", Figures.median(seconds), "median of " + RUNS + " starts, bundle cache empty")
                .add("start_best_s", Arrays.stream(seconds).min().orElseThrow(), "the fastest start")
                .add("file_start_s", Figures.median(fileSeconds), "signed requests, metagraph of a file")
                .add("chain_start_s", Figures.median(chainSeconds), "signed requests, metagraph of the chain")
                .add("chain_extra_ms", Figures.median(extraMillis), "median of their differences; goal 50")
                .add("chain_ratio", Figures.median(chainSeconds) / Figures.median(fileSeconds), "ratio of the medians")
                .add("complete_start_s", Figures.median(completeSeconds), "a copy without class data sharing archive")
                .add("bare_start_s", Figures.median(bareSeconds), "the same without page, metrics and rounds")
                .add("page_extra_ms", Figures.median(pageMillis), "median of their differences; goal 100");
    }

    private interface Client {
        Supplier<byte[]> requests(int port);
    }

    private static double start(MeasuredHost.Preparation preparation, Client client, String... flags) throws Exception {
        return start(Assembly.running(), preparation, client, flags);
    }

    private static double start(Assembly assembly, MeasuredHost.Preparation preparation, Client client, String... flags)
            throws Exception {
        long begun = System.nanoTime();
        try (MeasuredHost host = MeasuredHost.start(assembly, preparation, flags)) {
            Supplier<byte[]> requests = client.requests(host.port());
            host.awaitAnswer(requests);
            return (System.nanoTime() - begun) / 1e9;
        }
    }

    /** Accepts connections and answers nothing, so that the host connects, but the node costs no CPU time. */
    private static final class SilentNode implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final List<Socket> accepted = new ArrayList<>();

        SilentNode() throws IOException {
            Thread thread = new Thread(this::accept, "silent node");
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            try {
                while (true) {
                    accepted.add(server.accept());
                }
            } catch (IOException e) {
                // It is closed.
            }
        }

        String address() {
            return "ws://127.0.0.1:" + server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            server.close();
            for (Socket socket : accepted) {
                socket.close();
            }
        }
    }
}
