package weir.share.fetch;

import weir.base.WeirException;
import weir.installer.trust.Trust;

/** Nothing new of a publisher is accepted. */
final class FrozenPublisherException extends WeirException {

    private static final long serialVersionUID = 1;

    FrozenPublisherException(Trust.Publisher publisher) {
        super(
                false,
                publisher.alias() + " (" + publisher.ss58() + ") is frozen: "
                        + publisher.frozen().orElseThrow(),
                PublisherKeys.isRevoked(publisher)
                        ? "Wait until its new hotkey publishes. Do not trust this one again: it may be stolen."
                        : "Its key may be stolen: ask the publisher. Both heads are in data/repositories."
                                + " `weir trust remove` and `weir trust` begin anew.",
                null);
    }
}
