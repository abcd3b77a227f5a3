package weir.share.fetch;

import java.util.List;
import java.util.Optional;
import weir.base.WeirException;
import weir.installer.trust.Isolation;
import weir.installer.trust.Trust;
import weir.installer.trust.TrustFile;

/** Adds publishers to {@code conf/trust.json}. */
public final class TrustedPublishers {

    private TrustedPublishers() {}

    /**
     * Trusts a publisher, or changes its alias or its coldkey.
     *
     * @param address address of its hotkey
     * @param coldkey address of its coldkey; empty to keep the known one
     * @throws WeirException if the alias is not valid or looks like that of another publisher, or if another hotkey has replaced this one
     */
    public static Trust trust(TrustFile file, String address, String alias, Optional<String> coldkey) {
        return file.update("trust " + alias + " " + address, trust -> {
            Optional<Trust.Publisher> known = trust.publisher(address);
            trust.owner(address).filter(owner -> !owner.ss58().equals(address)).ifPresent(owner -> {
                throw WeirException.failed(
                        address + " is a former hotkey of " + owner.alias() + ", replaced by " + owner.ss58(),
                        "It may be stolen: do not trust it again. `weir trust remove " + owner.alias()
                                + "` forgets the publisher.");
            });
            return trust.with(new Trust.Publisher(
                    address,
                    Alias.require(trust, alias, address),
                    coldkey.or(() -> known.flatMap(Trust.Publisher::coldkey)),
                    known.flatMap(Trust.Publisher::frozen),
                    known.map(Trust.Publisher::repositories).orElse(List.of()),
                    known.filter(each -> coldkey.isEmpty() || coldkey.equals(each.coldkey()))
                            .map(Trust.Publisher::serial)
                            .orElse(0L), // another coldkey begins with serials of its own
                    known.map(Trust.Publisher::formerKeys).orElse(List.of()),
                    known.map(Trust.Publisher::isolation).orElse(Isolation.DEFAULT)));
        });
    }
}
