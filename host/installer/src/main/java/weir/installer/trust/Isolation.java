package weir.installer.trust;

import java.util.List;
import java.util.Optional;
import weir.isolation.Level;
import weir.isolation.Placement;

/**
 * Where the operator lets the bundles of a publisher run. Immutable.
 *
 * @param level the level
 * @param wrapper for {@link Level#EXTERNAL}, program and arguments of the operator's command that starts the child process; empty for
 *     the other levels
 */
public record Isolation(Level level, List<String> wrapper) {

    /** The level of a publisher for whom the operator has chosen none. */
    public static final Isolation DEFAULT = new Isolation(Level.FENCED);

    /** Most words of a wrapper command. */
    public static final int MAX_WORDS = 64;

    public Isolation {
        wrapper = List.copyOf(wrapper);
        if (wrapper.isEmpty() == (level == Level.EXTERNAL)) {
            throw new IllegalArgumentException("a wrapper command is necessary for the level external, and only there");
        }
        if (wrapper.size() > MAX_WORDS
                || wrapper.stream()
                        .anyMatch(word -> word.isEmpty() || word.chars().anyMatch(Character::isISOControl))) {
            throw new IllegalArgumentException("a wrapper command has 1 to " + MAX_WORDS
                    + " words, none of them empty or with a control character such as a line break");
        }
    }

    /** A level without a wrapper command. */
    public Isolation(Level level) {
        this(level, List.of());
    }

    /**
     * How a bundle runs. In the host's JVM, only pure bundles run: code with permissions could do there what the host can, so it runs
     * fenced.
     *
     * @param isPure whether the bundle declares and uses no permission
     */
    public Isolation forBundle(boolean isPure) {
        return level == Level.HOST && !isPure ? DEFAULT : this;
    }

    /**
     * Where a JAR runs: one without a signer in the host, one of a publisher at the level that the operator has chosen. Without a choice,
     * or if the publisher is not trusted any more, it is fenced.
     *
     * @param signer address of the hotkey that has signed the JAR; empty if it was not installed from a publisher
     * @param isPure whether the bundle declares and uses no permission
     */
    public static Placement placement(Trust trust, Optional<String> signer, boolean isPure) {
        if (signer.isEmpty()) {
            return Placement.HOST;
        }
        Optional<Trust.Publisher> trusted = signer.flatMap(trust::owner);
        Isolation isolation =
                trusted.map(Trust.Publisher::isolation).orElse(DEFAULT).forBundle(isPure);
        return isolation.level() == Level.HOST
                ? Placement.HOST
                : new Placement(
                        trusted.map(Trust.Publisher::ss58).orElse(signer.get()),
                        trusted.map(Trust.Publisher::alias).orElse(signer.get()),
                        isolation.level(),
                        isolation.wrapper());
    }

    /** The level and the wrapper command, for people. */
    public String describe() {
        return switch (level) {
            case HOST -> "host (pure bundles; others are fenced)";
            case EXTERNAL -> "external, by: " + String.join(" ", wrapper);
            default -> level.id();
        };
    }
}
