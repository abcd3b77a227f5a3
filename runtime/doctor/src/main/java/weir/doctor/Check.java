package weir.doctor;

/**
 * The result of a check. Immutable.
 *
 * @param name what was checked, one word; several results may have the same name
 * @param status the result
 * @param message what was found, with the values, without a full stop
 * @param remedy what to do, a sentence; empty if there is nothing to do
 */
public record Check(String name, Status status, String message, String remedy) {

    /** The results of a check, from the best to the worst. */
    public enum Status {
        /** As it should be. */
        OK,
        /** Not checked, because something did not answer or is not known. */
        UNCHECKED,
        /** The host works, but validators may ask less, or the miner may earn less. */
        WARNING,
        /** The host does not work, or validators cannot ask it. */
        FAULT
    }

    /** A check without a fault. */
    public static Check ok(String name, String message) {
        return new Check(name, Status.OK, message, "");
    }

    /** A check that could not be made; the remedy may be empty. */
    public static Check unchecked(String name, String reason, String remedy) {
        return new Check(name, Status.UNCHECKED, reason, remedy);
    }

    /** A result that does not stop the host from working, and what to do about it. */
    public static Check warning(String name, String message, String remedy) {
        return new Check(name, Status.WARNING, message, remedy);
    }

    /** A result that stops the host from working, and what to do about it. */
    public static Check fault(String name, String message, String remedy) {
        return new Check(name, Status.FAULT, message, remedy);
    }
}
