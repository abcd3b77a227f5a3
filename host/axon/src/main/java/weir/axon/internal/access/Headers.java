package weir.axon.internal.access;

/** A request's headers by name, in any case; {@code null} where there is none. */
@FunctionalInterface
public interface Headers {
    String get(String name);
}
