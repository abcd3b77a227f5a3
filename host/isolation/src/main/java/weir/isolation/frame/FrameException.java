package weir.isolation.frame;

/** A frame that is not as the other side must send it. The message names the field. The connection cannot be used any more. */
public final class FrameException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong, with the field and its value */
    public FrameException(String problem) {
        super(problem);
    }
}
