package weir.router.parameters;

/** A value that a strategy's parameter cannot have, or the name of a parameter that the strategy does not have. */
public final class InvalidParameterException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String parameter;
    private final String problem;
    private final String remedy;

    InvalidParameterException(String parameter, String problem, String remedy) {
        super("'" + parameter + "' " + problem + "; " + remedy);
        this.parameter = parameter;
        this.problem = problem;
        this.remedy = remedy;
    }

    /** Name of the parameter, as the user wrote it. */
    public String parameter() {
        return parameter;
    }

    /** What is wrong: a predicate whose subject is the parameter, for example {@code is 7000000}. */
    public String problem() {
        return problem;
    }

    /** What to do, in the imperative, without a full stop. */
    public String remedy() {
        return remedy;
    }
}
