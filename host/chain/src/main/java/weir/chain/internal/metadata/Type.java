package weir.chain.internal.metadata;

import java.util.List;

/**
 * A type of the runtime.
 *
 * @param path modules and name of the type in its source; empty for tuples, sequences and primitive types
 * @param shape how its values are encoded
 */
public record Type(List<String> path, Shape shape) {

    /** Returns the last segment of the path, or an empty text. */
    public String name() {
        return path.isEmpty() ? "" : path.get(path.size() - 1);
    }
}
