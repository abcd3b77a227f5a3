package weir.share.list;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import weir.base.WeirException;
import weir.installer.trust.Blocklist;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;
import weir.protocol.PublicKey;
import weir.share.repository.RepositorySource;

/**
 * Fetches blocklists into {@code conf/trust.json}, from which the host applies them. Accepts a state only if its sequence is not lower than
 * the newest known one, so that nobody can show an old state again. Thread-safe.
 */
public final class BlocklistFetcher {

    private final TrustFile trustFile;
    private final Function<String, RepositorySource> sources;

    /** @param sources opens the directory at an address */
    public BlocklistFetcher(TrustFile trustFile, Function<String, RepositorySource> sources) {
        this.trustFile = trustFile;
        this.sources = sources;
    }

    /**
     * Why a list was not fetched.
     *
     * @param list its last known state, which stays in force
     * @param message what happened
     */
    public record Problem(Blocklist list, String message) {}

    /**
     * Adds a list, or changes the keeper of an address.
     *
     * @param url normal form of the address
     * @throws WeirException if it cannot be read, or is not signed by the keeper; nothing is changed then
     */
    public BlocklistFile add(String url, PublicKey keeper) {
        BlocklistFile.Verified found = BlocklistFile.read(sources.apply(url), keeper);
        BlocklistFile file = found.file();
        trustFile.update("add blocklist " + file.name() + " of " + keeper + " from " + url, trust -> {
            for (Blocklist other : trust.lists()) {
                if (other.name().equals(file.name()) && !other.url().equals(url)) {
                    throw WeirException.usage(
                            "the blocklist " + file.name() + " is known already from " + other.url(),
                            "Remove it first: weir blocklist remove " + file.name());
                }
                if (other.url().equals(url) && other.keeper().equals(keeper.ss58())) {
                    requireNotOlder(other, found);
                }
            }
            return trust.with(file.toBlocklist(url, found.sha256()));
        });
        return file;
    }

    /**
     * Fetches the newest state of a list.
     *
     * @throws WeirException if it cannot be read, is not signed by its keeper, or is older than the known state, which then stays
     */
    public BlocklistFile fetch(Blocklist list) {
        RepositorySource source = sources.apply(list.url());
        BlocklistFile.Verified found = BlocklistFile.read(source, PublicKey.ofSs58(list.keeper()));
        BlocklistFile file = found.file();
        if (!file.name().equals(list.name())) {
            throw WeirException.failed(
                    source + " is the blocklist " + file.name() + ", not " + list.name(),
                    "Ask the keeper. To use the other list, remove this one and add it again.");
        }
        trustFile.update(
                "fetch blocklist " + file.name() + " from " + list.url() + ": sequence " + file.sequence() + ", hash "
                        + found.sha256(),
                trust -> {
                    Blocklist known = trust.list(list.url())
                            .filter(each -> each.keeper().equals(list.keeper()))
                            .orElseThrow(() -> WeirException.failed(
                                    "the blocklist " + list.name() + " was removed", "Add it again if you need it."));
                    requireNotOlder(known, found);
                    return trust.with(file.toBlocklist(list.url(), found.sha256()));
                });
        return file;
    }

    /**
     * Fetches all lists, one after the other. One that cannot be fetched does not stop the others.
     *
     * @return the problems; none if all were fetched and all their entries are understood
     */
    public List<Problem> fetchAll() {
        Trust trust = trustFile.read();
        List<Problem> problems = new ArrayList<>();
        for (Blocklist list : trust.lists()) {
            try {
                fetch(list).ignored().forEach(ignored -> problems.add(new Problem(list, ignored)));
            } catch (WeirException e) {
                problems.add(new Problem(list, e.getMessage()));
            }
        }
        return problems;
    }

    private static void requireNotOlder(Blocklist known, BlocklistFile.Verified found) {
        long sequence = found.file().sequence();
        if (sequence < known.sequence()) {
            throw WeirException.failed(
                    known.url() + " has the old sequence " + sequence + " of the blocklist " + known.name()
                            + "; known is " + known.sequence(),
                    "The known state stays in force. Ask the keeper if this lasts.");
        }
        if (sequence == known.sequence() && !found.sha256().equals(known.sha256())) {
            throw WeirException.failed(
                    "the keeper of the blocklist " + known.name() + " has signed two states of sequence " + sequence
                            + ": " + known.sha256() + " and " + found.sha256(),
                    "Its key may be stolen: ask the keeper. The known state stays in force.");
        }
    }
}
