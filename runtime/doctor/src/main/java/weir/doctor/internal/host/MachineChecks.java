package weir.doctor.internal.host;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import weir.base.WeirException;
import weir.chain.MetagraphStatus;
import weir.doctor.Check;
import weir.launcher.Home;
import weir.launcher.StateFormats;

/** Java, disk, formats of the state, and clock. */
public final class MachineChecks {

    private static final int MIN_JAVA = 17;
    private static final long MIB = 1 << 20;
    /** Journal, log and a copy of the largest plugin. */
    private static final long MIN_FREE_BYTES = 128 * MIB;

    private static final long LOW_FREE_BYTES = 1024 * MIB;
    private static final String CLOCK_REMEDY = "Run an NTP client, for example `sudo timedatectl set-ntp true`; "
            + "requests of validators are accepted only if their time is close to that of this machine";

    private MachineChecks() {}

    /** @param version the running Java */
    public static Check java(Runtime.Version version, String vendor) {
        String found = "Java " + version + ", " + vendor;
        return version.feature() >= MIN_JAVA
                ? Check.ok("java", found)
                : Check.fault(
                        "java",
                        found + ", but the host needs " + MIN_JAVA,
                        "Install JDK 17 or newer, or set JAVA_HOME.");
    }

    public static Check disk(Home home) {
        Path existing = home.folder();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        Path data = Files.exists(home.data()) ? home.data() : existing;
        if (!Files.isWritable(data)) {
            return Check.fault(
                    "disk",
                    "this user cannot write " + data,
                    "Give the command as the user who runs the host, or correct the permissions.");
        }
        try {
            FileStore store = Files.getFileStore(existing);
            return disk(home, store.getUsableSpace());
        } catch (IOException e) {
            return Check.unchecked(
                    "disk", "the free space of " + existing + " is not known: " + WeirException.describe(e), "");
        }
    }

    public static Check disk(Home home, long freeBytes) {
        String free = freeBytes / MIB < 1024
                ? freeBytes / MIB + " MiB"
                : String.format(Locale.ROOT, "%.1f GiB", freeBytes / (double) (1024 * MIB));
        String message = free + " free for " + home.folder();
        if (freeBytes < MIN_FREE_BYTES) {
            return Check.fault(
                    "disk", message, "Free disk space: without it, the host installs no plugin and keeps no journal.");
        }
        return freeBytes < LOW_FREE_BYTES
                ? Check.warning("disk", message, "Free disk space before journal, log and history need it.")
                : Check.ok("disk", message);
    }

    /** Whether this version of Weir can read the files that another version has written into the home. */
    public static Check state(Home home) {
        try {
            StateFormats.of(home).requireReadable();
            return Check.ok("state", "this version of Weir reads all formats in " + home.data());
        } catch (WeirException e) {
            return Check.fault("state", e.problem(), e.remedy());
        }
    }

    /**
     * Compares the clock of this machine with that of the chain, which is known to a block.
     *
     * @param ahead by how much the newest block is older than the clock; negative if its time is in the future
     */
    public static Check clock(Duration ahead) {
        if (ahead.compareTo(MetagraphStatus.MIN_BLOCK_AGE) < 0) {
            return Check.fault(
                    "clock", "the clock is at least " + -ahead.toSeconds() + " s behind the chain", CLOCK_REMEDY + ".");
        }
        if (ahead.compareTo(MetagraphStatus.MAX_BLOCK_AGE) > 0) {
            return Check.fault(
                    "clock",
                    "the clock is " + ahead.toSeconds()
                            + " s ahead of the newest block, or the node lags behind the chain",
                    CLOCK_REMEDY + ". If the clock is correct, use another node with --subtensor.chain_endpoint.");
        }
        return Check.ok(
                "clock", "agrees with the chain: the newest block is " + Math.max(0, ahead.toSeconds()) + " s old");
    }
}
