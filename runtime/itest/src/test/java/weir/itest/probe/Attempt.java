package weir.itest.probe;

/** Tries something that a strategy of another publisher must not be able to do. */
interface Attempt {

    /**
     * Returns what was reached. Throws if it was not reached.
     *
     * @throws UnsupportedOperationException if this JDK or machine has no means for the attempt, so that it proves nothing
     */
    Object run(Targets targets) throws Throwable;
}
