package weir.itest.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import weir.cli.CommandRunner;
import weir.fixtures.host.ChildHost;

/** The operator page of a running host in a browser. */
final class HostPage {

    private final ChildHost host;
    private final Browser browser;

    HostPage(ChildHost host, Browser browser) {
        this.host = host;
        this.browser = browser;
    }

    /** Opens the page with a new code, and waits until it gets events. */
    void signIn() throws Exception {
        browser.errors(); // Those of the test before.
        browser.open(newUrl());
        browser.awaitText("#connection", "live");
    }

    /** URL of the admin port, without a slash at the end. */
    String adminUrl() throws Exception {
        return "http://127.0.0.1:"
                + Files.readString(host.dataFile("admin.port")).strip();
    }

    /** URL with a new code, as {@code weir page} prints it. */
    String newUrl() {
        return CommandRunner.run(host.home(), "page")
                .out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("http://"))
                .findFirst()
                .orElseThrow();
    }

    /** What the admin port returns. */
    JsonObject admin(String path) throws Exception {
        return JsonParser.parseString(
                        host.requestAdmin("GET", path, BodyPublishers.noBody()).body())
                .getAsJsonObject();
    }
}
