package weir.share.fetch;

import java.nio.file.Path;
import java.util.Optional;
import weir.share.repository.VerifiedRepository;

/**
 * A repository that was read and verified.
 *
 * @param ss58 address of the publisher's hotkey
 * @param address where it was read
 * @param state head and index
 * @param staged a copy that is to be selected by {@code conf/trust.json}; empty if this state is selected already
 */
record FetchedRepository(String ss58, String address, VerifiedRepository state, Optional<Path> staged) {

    String name() {
        return state.head().repository();
    }

    long sequence() {
        return state.head().sequence();
    }
}
