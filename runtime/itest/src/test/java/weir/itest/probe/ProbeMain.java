package weir.itest.probe;

/** Runs all probes in this process, as a child of the host would, and prints a line for each result. */
public final class ProbeMain {

    private ProbeMain() {}

    /** @param arguments {@code --forbid-programs} to call the fence's method of this name; at the end the line of the {@link Targets} */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (arguments[0].equals("--forbid-programs")) {
            Class.forName("weir.runner.fence.Fence").getMethod("forbidPrograms").invoke(null);
        }
        Targets targets = Targets.parse(arguments[arguments.length - 1]);
        Probes.names()
                .forEach(name -> System.out.println(Probes.run(name, targets).format()));
    }
}
