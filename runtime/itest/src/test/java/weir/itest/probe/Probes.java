package weir.itest.probe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All hostile probes, by name, in the order in which they are to run. */
public final class Probes {

    private static final Map<String, Attempt> ALL = new LinkedHashMap<>();
    private static final Map<String, Attempt> DAMAGING = new LinkedHashMap<>();

    static {
        FileProbes.addTo(ALL);
        NetworkProbes.addTo(ALL);
        HostProbes.addTo(ALL);
        KernelProbes.addTo(ALL);
        ProcessProbes.addTo(ALL);
        DamageProbes.addTo(DAMAGING);
    }

    private Probes() {}

    /** Names of the probes that try to reach something, and report whether they did. */
    public static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /** Names of the probes that damage the process in which they run. */
    public static List<String> damaging() {
        return List.copyOf(DAMAGING.keySet());
    }

    /** Runs a probe in this process. */
    static ProbeResult run(String name, Targets targets) {
        return ProbeResult.of(name, ALL.getOrDefault(name, DAMAGING.get(name)), targets);
    }
}
