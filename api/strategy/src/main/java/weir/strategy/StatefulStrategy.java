package weir.strategy;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A strategy with state that survives a change of its version or parameters, and a restart of the host. Its component must provide
 * {@link RebalanceStrategy} only:
 *
 * <pre>{@code
 * @Component(service = RebalanceStrategy.class, configurationPid = "my-strategy", configurationPolicy = ConfigurationPolicy.REQUIRE)
 * }</pre>
 *
 * <p><b>Change of version.</b> New queries of the route wait, the running ones end, the old instance saves its state, the new one
 * restores it, and then the new one serves. All this takes at most one second; after it, or if a method throws an exception, the new
 * instance serves without the state, and health and the log give the reason. The host then keeps the earlier state for the next
 * instance, and does not store that of the new one. A query waits until its deadline at most; if that is earlier, its answer is a
 * fallback, which keeps the current positions.
 *
 * <p><b>Restart.</b> The host also saves the state when it stops, and stores the bytes on disk. After a crash, the new instance gets
 * the bytes of the last save, which may be older than the last query.
 *
 * <p><b>Self-test.</b> A new version answers an old query as a test before it serves. The host saves the instance's state before this
 * query and restores it afterwards. An instance for which this fails, or whose {@code decide} does not return, never serves.
 *
 * <p><b>Threading.</b> The host calls both methods on a thread of their own, and begins them while no {@link #decide} call runs. A
 * method that does not return in time may run on while the instance serves.
 *
 * @since 1.1
 */
@ConsumerType
public interface StatefulStrategy extends RebalanceStrategy {

    /** Maximum length of a saved state in bytes: 1 MiB. */
    int MAX_STATE_BYTES = 1 << 20;

    /**
     * Returns the state. Must not change it: the instance may serve again afterwards.
     *
     * @return at most {@link #MAX_STATE_BYTES} bytes; must not be {@code null}. Begin with a format version, because another version of
     *     the strategy reads them
     */
    byte[] saveState();

    /**
     * Replaces the whole state by a saved one.
     *
     * @param state bytes that {@link #saveState} of this or another version of the strategy returned, for the same route
     * @throws RuntimeException if the bytes cannot be used; the state must then be the same as before the call
     */
    void restoreState(byte[] state);
}
