package weir.itest.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All hostile probes, by name, in the order in which they are to run. */
public final class Probes {

    private static final Map<String, Attempt> ALL = new LinkedHashMap<>();

    static {
        FileProbes.addTo(ALL);
        NetworkProbes.addTo(ALL);
        HostProbes.addTo(ALL);
        KernelProbes.addTo(ALL);
        ProcessProbes.addTo(ALL);
    }

    private Probes() {}

    /** The names. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Runs a probe in this process. */
    static ProbeResult run(String name, Targets targets) {
        return ProbeResult.of(name, ALL.get(name), targets);
    }
}
