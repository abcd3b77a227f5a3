package weir.runner.fence;

/** The fence cannot be applied. Nothing that it should contain may run. */
public final class FenceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    FenceException(String problem) {
        super(problem);
    }
}
