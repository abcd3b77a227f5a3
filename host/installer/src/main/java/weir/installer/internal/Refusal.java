package weir.installer.internal;

/** Why a file cannot be used, in words that end with the remedy. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Until until;

    /** How long a refusal holds. */
    enum Until {
        /** The file is another one. */
        FILE_CHANGES,
        /** Another file comes or goes: a missing package may be there, or a double is gone. */
        OTHERS_CHANGE,
        /** Some time has gone by: a busy machine may be faster then. */
        LATER
    }

    Refusal(String why) {
        this(why, Until.FILE_CHANGES, null);
    }

    Refusal(String why, Until until, Throwable cause) {
        super(why, cause);
        this.until = until;
    }

    Until until() {
        return until;
    }
}
