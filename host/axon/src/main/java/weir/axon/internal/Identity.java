package weir.axon.internal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.axon.internal.access.Access;
import weir.axon.internal.access.Gate;
import weir.axon.internal.access.LoopbackGate;
import weir.protocol.PublicKey;

/** Who this axon is, and so who may ask it. Knows its hotkey's address and nothing secret. */
@Component(service = Identity.class, configurationPid = "weir.axon")
@Designate(ocd = AxonConfiguration.class)
public final class Identity {

    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);

    private final Access access;

    /** Made by DS. */
    @Activate
    public Identity(BundleContext context, AxonConfiguration configuration) {
        if (configuration.hotkey().isEmpty()) {
            access = null;
            LOG.info(
                    "no hotkey is configured: only this machine is served, signed or not; a dendrite that wants an address"
                            + " may use {}, which is thrown away",
                    throwAway());
        } else {
            access = new Access(policy(context, configuration), Identity::epochNanos, System::nanoTime);
            LOG.info("validators ask for {}", configuration.hotkey());
        }
    }

    /** An address for development, drawn at random: nobody has its secret. */
    private static String throwAway() {
        byte[] publicKey = new byte[32];
        new SecureRandom().nextBytes(publicKey);
        return PublicKey.of(publicKey).ss58();
    }

    /** What requests pass. */
    Gate gate() {
        return access == null ? new LoopbackGate() : access.gate();
    }

    /** What an operator should know, one line each. */
    List<String> troubles() {
        return access == null ? List.of() : access.troubles();
    }

    private static Access.Policy policy(BundleContext context, AxonConfiguration configuration) {
        return new Access.Policy(
                configuration.hotkey(),
                file(context, configuration.metagraph(), "conf/metagraph.json"),
                file(context, configuration.nonces(), "data/nonces"),
                configuration.min_stake(),
                Set.copyOf(List.of(configuration.allow())),
                Set.copyOf(List.of(configuration.deny())),
                configuration.requests_per_address(),
                configuration.requests_per_hotkey());
    }

    private static Path file(BundleContext context, String configured, String inHome) {
        if (!configured.isEmpty()) {
            return Path.of(configured);
        }
        String home = context.getProperty("weir.home");
        if (home == null) {
            throw new IllegalStateException("weir.home is not set; set it, or the file that is " + inHome + " in it");
        }
        return Path.of(home, inHome);
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
