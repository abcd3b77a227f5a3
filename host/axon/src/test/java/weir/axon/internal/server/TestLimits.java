package weir.axon.internal.server;

import java.time.Duration;

/** Builds {@link ServerLimits}; those that are not set are never reached by a test. */
final class TestLimits {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Duration header = MINUTE;
    private Duration body = MINUTE;
    private int bytesPerSecond = 1;
    private Duration rateGrace = MINUTE;
    private Duration handling = MINUTE;
    private Duration keepAlive = MINUTE;
    private Duration crowdedKeepAlive = MINUTE;
    private Duration shutdown = Duration.ofMillis(200);
    private int connections = 5000;
    private int perNetwork = 5000;

    static TestLimits limits() {
        return new TestLimits();
    }

    TestLimits header(long ms) {
        header = Duration.ofMillis(ms);
        return this;
    }

    TestLimits body(long ms) {
        body = Duration.ofMillis(ms);
        return this;
    }

    TestLimits rate(int leastBytesPerSecond, long graceMs) {
        bytesPerSecond = leastBytesPerSecond;
        rateGrace = Duration.ofMillis(graceMs);
        return this;
    }

    TestLimits handling(long ms) {
        handling = Duration.ofMillis(ms);
        return this;
    }

    TestLimits keepAlive(long ms) {
        keepAlive = Duration.ofMillis(ms);
        return this;
    }

    TestLimits crowdedKeepAlive(long ms) {
        crowdedKeepAlive = Duration.ofMillis(ms);
        return this;
    }

    TestLimits shutdown(long ms) {
        shutdown = Duration.ofMillis(ms);
        return this;
    }

    TestLimits connections(int max, int maxPerNetwork) {
        connections = max;
        perNetwork = maxPerNetwork;
        return this;
    }

    ServerLimits build() {
        return new ServerLimits(
                header,
                body,
                bytesPerSecond,
                rateGrace,
                handling,
                keepAlive,
                crowdedKeepAlive,
                shutdown,
                connections,
                perNetwork);
    }
}
