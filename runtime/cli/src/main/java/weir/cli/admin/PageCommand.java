package weir.cli.admin;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import weir.launcher.AdminPort;

/** {@code weir page}. */
@Command(
        name = "page",
        description = "Prints a URL that opens the operator page of the running host, once, within ten minutes.",
        sortOptions = false)
public final class PageCommand implements Runnable {

    @Mixin
    private HostOptions options;

    @Override
    public void run() {
        String url = new AdminPort(options.home()).pageUrl();
        System.out.print(text(url, System.getProperty("user.name"), hostName()));
    }

    /** What the command prints. */
    static String text(String url, String user, String host) {
        int port = URI.create(url).getPort();
        return "Open this URL in a browser. It is valid once, for ten minutes:\n  " + url
                + "\nOn another machine, first run this there, and leave it running:\n  ssh -N -L " + port
                + ":127.0.0.1:" + port + " " + user + "@" + host + "\n";
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "HOST";
        }
    }
}
