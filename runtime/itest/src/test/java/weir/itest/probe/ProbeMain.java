package weir.itest.probe;

/** Runs all probes in this process, as a child of the host would, and prints a line for each result. */
public final class ProbeMain {

    private ProbeMain() {}

    /** @param arguments the fence's class if its method {@code forbidPrograms} is to be called; then the line of the {@link Targets} */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (arguments.length > 1) {
            Class.forName(arguments[0]).getMethod("forbidPrograms").invoke(null);
        }
        Targets targets = Targets.parse(arguments[arguments.length - 1]);
        Probes.names()
                .forEach(name -> System.out.println(Probes.run(name, targets).format()));
    }
}
