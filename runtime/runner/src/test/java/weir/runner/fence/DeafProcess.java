package weir.runner.fence;

import java.util.Arrays;

/** Without arguments, prints its process id and reads no input. With arguments, starts them as a command and waits for ever. */
public final class DeafProcess {

    /** An argument that stands for the process id of this process. */
    static final String PARENT = "PARENT";

    private DeafProcess() {}

    public static void main(String[] arguments) throws Exception {
        String pid = String.valueOf(ProcessHandle.current().pid());
        if (arguments.length == 0) {
            System.out.println(pid);
        } else {
            new ProcessBuilder(Arrays.stream(arguments)
                            .map(argument -> argument.equals(PARENT) ? pid : argument)
                            .toList())
                    .inheritIO()
                    .start();
        }
        Thread.sleep(Long.MAX_VALUE);
    }
}
