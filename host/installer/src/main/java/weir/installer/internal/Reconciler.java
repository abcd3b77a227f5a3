package weir.installer.internal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weir.installer.PluginStatus;

/**
 * Makes the framework's plugins equal to the folder's, step by step on one thread: arrivals first, so that a renamed or replaced
 * file takes over before the old one goes; then departures; then the new state is written down.
 */
final class Reconciler {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);

    private final PluginsFolder folder;
    private final SwapSequence sequence;
    private final PluginBundles bundles;
    private final Serving serving;
    private final PrivateCopies copies;
    private final InstalledFile memory;
    private final Map<String, Slot> slots = new TreeMap<>();
    /** By hash, bundles that no file runs any more. They stay as long as a file holds them, though it was refused. */
    private final Map<String, Installed> released = new TreeMap<>();

    private boolean unsaved;
    private volatile List<PluginStatus> status = List.of();
    private volatile List<String> problems = List.of();

    Reconciler(
            PluginsFolder folder,
            SwapSequence sequence,
            PluginBundles bundles,
            Serving serving,
            PrivateCopies copies,
            InstalledFile memory) {
        this.folder = folder;
        this.sequence = sequence;
        this.bundles = bundles;
        this.serving = serving;
        this.copies = copies;
        this.memory = memory;
    }

    List<PluginStatus> status() {
        return status;
    }

    List<String> problems() {
        return problems;
    }

    /** Puts back what ran when the host last stopped, if its file is still there, be it under another name. */
    void restore() {
        try {
            Set<String> there = folder.look(System.nanoTime()).keySet();
            memory.read().forEach((file, hash) -> {
                if (there.contains(file)) {
                    restore(file, hash);
                } else {
                    there.stream()
                            .filter(other -> isContent(hash, other))
                            .findFirst()
                            .ifPresent(holder -> restoreHeld(holder, hash));
                }
            });
        } catch (IOException e) {
            LOG.warn("The plugins folder cannot be read yet", e);
        }
        Set<Bundle> known = new HashSet<>();
        slots.values().forEach(slot -> slot.installed().ifPresent(one -> known.add(one.bundle())));
        released.values().forEach(one -> known.add(one.bundle()));
        bundles.strangers(known).forEach(bundles::remove);
        publish(List.of());
    }

    /** One look at the folder and everything that follows from it. */
    void tick() {
        bundles.look(System.nanoTime());
        List<String> troubles = new ArrayList<>(bundles.stuck());
        try {
            long now = System.nanoTime();
            Map<String, PluginsFolder.Sighting> seen = folder.look(now);
            boolean changed = arrivals(seen, now) | departures(seen);
            dismiss();
            if (changed) {
                slots.values().forEach(slot -> slot.othersChanged(now));
                unsaved = true;
            }
            if (folder.isReadOnly()) {
                troubles.add(
                        "the plugins folder is read-only; what is there serves, and commands can neither install nor"
                                + " uninstall. Mend its permissions if they are to");
            }
        } catch (IOException e) {
            troubles.add("the plugins folder cannot be read (" + e + "); what is installed keeps serving."
                    + " Create the folder or mend its permissions");
        }
        try {
            save();
        } catch (IOException e) {
            troubles.add("what is installed cannot be written down (" + e + "); it keeps serving."
                    + " Make room or mend the permissions of the data folder");
        }
        slots.values().forEach(slot -> slot.reviewed(this::note));
        publish(troubles);
    }

    private void restore(String file, String hash) {
        Slot slot = slots.computeIfAbsent(file, Slot::new);
        try {
            slot.installed(sequence.again(hash), "");
        } catch (Refusal | IOException e) {
            LOG.info("{}: {}; taking it from the plugins folder anew", file, e.getMessage());
        }
    }

    private boolean isContent(String hash, String file) {
        try {
            return PrivateCopies.hash(folder.path(file)).equals(hash);
        } catch (IOException e) {
            return false; // the next look at the folder says why
        }
    }

    /** A file that was renamed while nobody looked, or refused where it went; it is judged, and waits for that here. */
    private void restoreHeld(String file, String hash) {
        try {
            released.put(hash, sequence.again(hash));
            slots.computeIfAbsent(file, Slot::new).holds(hash);
        } catch (Refusal | IOException e) {
            LOG.info("{}: {}; taking it from the plugins folder anew", file, e.getMessage());
        }
    }

    private boolean arrivals(Map<String, PluginsFolder.Sighting> seen, long now) {
        boolean changed = false;
        for (String file : new TreeSet<>(seen.keySet())) {
            Slot slot = slots.computeIfAbsent(file, Slot::new);
            PluginsFolder.Sighting sighting = seen.get(file);
            if (slot.isDue(sighting, now)) {
                slot.judging(sighting);
                changed |= arrival(file, slot, seen, now);
            } else {
                slot.beingWritten(sighting);
            }
        }
        return changed;
    }

    private boolean arrival(String file, Slot slot, Map<String, PluginsFolder.Sighting> seen, long now) {
        var before = slot.installed();
        try (PrivateCopies.Draft copied = copies.draft(folder.path(file))) {
            slot.holds(copied.hash());
            Installed installed = sequence.run(copied, before, identity -> heldByAnother(identity, slot, seen));
            slot.installed(installed, note(installed));
            before.filter(old -> !old.equals(installed)).ifPresent(this::release);
            return !before.filter(installed::equals).isPresent();
        } catch (Refusal refusal) {
            slot.refused(refusal, System.nanoTime());
        } catch (IOException | RuntimeException | Error e) {
            // Of errors, too: the file is judged already, and without another try it would wait for ever.
            slot.postponed(e, System.nanoTime());
        }
        return false;
    }

    private String note(Installed installed) {
        List<String> failures = serving.failures(installed.bundle());
        return failures.isEmpty() ? "" : "it cannot serve routes " + failures;
    }

    /** Whether a file that is still there holds the same name and version. */
    private boolean heldByAnother(
            ManifestPolicy.Identity identity, Slot slot, Map<String, PluginsFolder.Sighting> seen) {
        return slots.entrySet().stream()
                .filter(other -> other.getValue() != slot
                        && seen.containsKey(other.getKey())
                        && !seen.get(other.getKey()).stamp().equals(PluginsFolder.Stamp.NONE))
                .anyMatch(other -> other.getValue()
                        .installed()
                        .filter(one -> one.identity().equals(identity))
                        .isPresent());
    }

    private boolean departures(Map<String, PluginsFolder.Sighting> seen) {
        List<String> gone =
                slots.keySet().stream().filter(file -> !seen.containsKey(file)).toList();
        for (String file : gone) {
            slots.remove(file).installed().ifPresent(installed -> {
                release(installed);
                LOG.info(
                        isWanted(installed) ? "{}: is gone; {} goes on" : "{}: is gone, {} is uninstalled",
                        file,
                        installed.identity());
            });
        }
        return !gone.isEmpty();
    }

    /** A file does not run it any more. */
    private void release(Installed installed) {
        released.put(installed.hash(), installed);
        dismiss();
    }

    /** Removes the released bundles, unless the same content came back under another name, or waits to. */
    private void dismiss() {
        for (Installed one : List.copyOf(released.values())) {
            boolean runs = slots.values().stream().anyMatch(slot -> slot.isRunning(one));
            if (!isWanted(one)) {
                bundles.remove(one.bundle());
            }
            if (runs || !isWanted(one)) {
                released.remove(one.hash());
                unsaved = true;
            }
        }
    }

    private boolean isWanted(Installed one) {
        return slots.values().stream().anyMatch(slot -> slot.isRunning(one) || slot.isHolding(one));
    }

    private void save() throws IOException {
        if (unsaved) {
            Map<String, String> hashes = new HashMap<>();
            slots.forEach((file, slot) -> slot.installed().ifPresent(one -> hashes.put(file, one.hash())));
            // Without a file of its own a bundle goes by the name of its copy.
            released.keySet()
                    .forEach(hash -> hashes.put(copies.path(hash).getFileName().toString(), hash));
            memory.write(hashes);
            copies.keepOnly(Set.copyOf(hashes.values()));
            unsaved = false;
        }
    }

    private void publish(List<String> troubles) {
        troubles.stream().filter(trouble -> !problems.contains(trouble)).forEach(LOG::error);
        problems = List.copyOf(troubles);
        status = slots.values().stream().map(Slot::status).toList();
    }
}
