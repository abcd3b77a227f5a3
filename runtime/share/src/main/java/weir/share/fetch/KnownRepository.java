package weir.share.fetch;

import weir.installer.trust.Trust;
import weir.share.repository.VerifiedRepository;

/**
 * A repository of a trusted publisher. Immutable.
 *
 * @param publisher the publisher
 * @param repository addresses and newest known head
 * @param state the verified copy of this head and its index
 */
public record KnownRepository(Trust.Publisher publisher, Trust.Repository repository, VerifiedRepository state) {}
