package weir.share.sign;

import org.osgi.framework.Version;
import weir.protocol.PublicKey;

/**
 * The messages that publishers sign: one line of ASCII each. The prefix keeps them apart from each other and from everything else that
 * a hotkey signs: requests of validators, {@code btauth} and transactions.
 */
public final class Messages {

    private Messages() {}

    /**
     * The message that makes a head valid.
     *
     * @param sha256 hash of the head's bytes, 64 lower-case hexadecimal digits
     */
    public static String head(PublicKey publisher, String repository, long sequence, String sha256) {
        return "weir-head-v1:" + publisher.ss58() + ":" + repository + ":" + sequence + ":" + sha256;
    }

    /**
     * The message by which an author states that a JAR is a version of a bundle.
     *
     * @param sha256 hash of the JAR, 64 lower-case hexadecimal digits
     */
    public static String bundle(PublicKey publisher, String name, Version version, String sha256) {
        return "weir-bundle-v1:" + publisher.ss58() + ":" + name + ":" + version + ":" + sha256;
    }

    /**
     * The message that makes a state of a blocklist valid.
     *
     * @param sha256 hash of the list's bytes, 64 lower-case hexadecimal digits
     */
    public static String list(PublicKey keeper, String list, long sequence, String sha256) {
        return "weir-list-v1:" + keeper.ss58() + ":" + list + ":" + sequence + ":" + sha256;
    }

    /**
     * The message by which a coldkey states which hotkeys publish for it.
     *
     * @param sha256 hash of the bytes of {@code publisher.json}, 64 lower-case hexadecimal digits
     */
    public static String publisher(PublicKey coldkey, long serial, String sha256) {
        return "weir-publisher-v1:" + coldkey.ss58() + ":" + serial + ":" + sha256;
    }
}
