package weir.axon.internal.auth;

/** A request's headers by name, case-insensitive; {@code null} for one that is missing. */
@FunctionalInterface
public interface RequestHeaders {
    String get(String name);
}
