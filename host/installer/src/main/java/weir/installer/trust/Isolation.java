package weir.installer.trust;

import java.util.List;
import weir.isolation.Level;

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

    /** The level and the wrapper command, for people. */
    public String describe() {
        return switch (level) {
            case HOST -> "host (pure bundles; others are fenced)";
            case EXTERNAL -> "external, by: " + String.join(" ", wrapper);
            default -> level.id();
        };
    }
}
