package weir.itest.commands;

import java.util.Map;

/** Another timeout than ten seconds for the stop of a host. After it, the process ends without waiting for the framework. */
final class StopTimeout {

    private StopTimeout() {}

    /**
     * The environment of a host with this timeout.
     *
     * @param seconds few, to test the timeout itself; many, so that a busy machine does not exceed it
     */
    static Map<String, String> environment(int seconds) {
        String options = System.getenv().getOrDefault("JAVA_OPTS", "");
        return Map.of("JAVA_OPTS", options + " -Dweir.stop.seconds=" + seconds);
    }
}
