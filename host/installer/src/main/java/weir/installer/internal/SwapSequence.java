package weir.installer.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/**
 * The way of one settled file into service:
 *
 * <pre>
 * Settled → Copied → Verified → Kept → Installed → Started → Serving
 *      └────────┴────────┴────────┴─────────┴─────────┴→ Refused: nothing has changed
 * </pre>
 *
 * <p>What is verified is the copy, so that nobody can exchange the file in between. The plugin that the file held before is not
 * touched here: it serves until the new one does, and the caller removes it then, or keeps it after a refusal.
 */
final class SwapSequence {

    /** How long a started bundle may take until its strategies are available: as long as a query's answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final BundleContext context;
    private final PrivateCopies copies;
    private final PluginBundles bundles;
    private final Serving serving;

    SwapSequence(BundleContext context, PrivateCopies copies, PluginBundles bundles, Serving serving) {
        this.context = context;
        this.copies = copies;
        this.bundles = bundles;
        this.serving = serving;
    }

    /**
     * Brings a file's content into service.
     *
     * @param copied the settled file's content
     * @param before what runs from it now
     * @param isDouble whether another file holds a bundle of this name and version
     * @return what runs from it now; equal to {@code before} where the content is the same
     * @throws Refusal if it cannot be used
     * @throws IOException if it cannot be read or copied now: try again later
     */
    Installed run(PrivateCopies.Draft copied, Optional<Installed> before, Predicate<ManifestPolicy.Identity> isDouble)
            throws Refusal, IOException {
        if (before.filter(same -> same.hash().equals(copied.hash())).isPresent()) {
            return before.get();
        }
        ManifestPolicy.Identity verified = verified(copied.aside());
        if (isDouble.test(verified)) {
            throw new Refusal(
                    verified + " is already installed from another file; remove one of the two, or raise the version",
                    Refusal.Until.OTHERS_CHANGE,
                    null);
        }
        copied.keep();
        return inService(copied.hash(), verified, before);
    }

    /** Brings a copy that was in service when the host last ran back into service. */
    Installed again(String hash) throws Refusal, IOException {
        if (!copies.isWhole(hash)) {
            throw new Refusal("its private copy " + copies.path(hash).getFileName() + " is gone or spoilt");
        }
        return inService(hash, verified(copies.path(hash)), Optional.empty());
    }

    private ManifestPolicy.Identity verified(Path copy) throws Refusal, IOException {
        return new ManifestPolicy(HostPackages.of(context)).verify(Archive.manifest(copy));
    }

    /** Whatever goes wrong, what this very run has installed is taken away again; what ran before goes on. */
    private Installed inService(String hash, ManifestPolicy.Identity identity, Optional<Installed> before)
            throws Refusal, IOException {
        boolean ran = bundles.has(hash);
        boolean serves = false;
        try {
            long begun = System.nanoTime();
            Installed next = new Installed(hash, identity, bundles.install(hash, copies.path(hash)));
            bundles.start(next.bundle());
            boolean slow = System.nanoTime() - begun >= PATIENCE.toNanos();
            if (before.isPresent()) {
                takeOver(next, before.get(), slow, ran);
            }
            serves = true;
            return next;
        } finally {
            if (!serves && !ran) {
                bundles.remove(hash);
            }
        }
    }

    /** The old one may only go when every route that depends on it has somebody else. */
    private void takeOver(Installed next, Installed before, boolean slow, boolean ran) throws Refusal {
        List<String> orphans = serving.onlyBy(before.bundle());
        for (long until = System.nanoTime() + PATIENCE.toNanos();
                !orphans.isEmpty() && System.nanoTime() < until;
                orphans = serving.onlyBy(before.bundle())) {
            pause();
        }
        if (!orphans.isEmpty()) {
            String goesOn = ran ? "; " + next.identity() + " runs already and goes on" : "";
            throw refusal(next.bundle(), before, orphans, slow, goesOn);
        }
    }

    private Refusal refusal(Bundle next, Installed before, List<String> orphans, boolean slow, String goesOn) {
        List<String> failed = serving.failures(next);
        if (failed.isEmpty()) {
            return new Refusal("its version is outside the range of routes " + orphans + ", which need "
                    + before.identity() + "; change 'versions' there, or give the file another name" + goesOn);
        }
        String what = "it cannot serve routes " + failed;
        return slow && serving.awaitsStart(next)
                ? new Refusal(
                        what + ", for it takes longer than " + PATIENCE.toSeconds() + " s to start" + goesOn,
                        Refusal.Until.LATER,
                        null)
                : new Refusal(what + "; mend it and raise the version" + goesOn);
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
