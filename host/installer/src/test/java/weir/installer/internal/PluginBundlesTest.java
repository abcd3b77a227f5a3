package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Bundles that come back before they have gone, in a real framework. */
class PluginBundlesTest extends HostFixture {

    /** So many instances hang in their ends one after the other that nobody waits for the last. */
    @Test
    void whatStillHangsInItsEndIsNotTakenForNew() throws Exception {
        for (int i = 0; i < 5; i++) {
            host.route("more-" + i, "\"pair\": \"0x" + "0".repeat(39) + i + "\"");
        }
        PluginBundles bundles = new PluginBundles(host.context(), new LoaderWatch());
        Path jar = home.resolve("clinging.jar");
        Pack.sample("1.0.0", "clinging").to(jar);
        Bundle first = bundles.install("clinging", jar);
        bundles.start(first);
        host.awaitWord("clinging none");
        bundles.remove(first);
        assertEquals(1, bundles.stuck().size());
        Refusal refusal = assertThrows(Refusal.class, () -> bundles.install("clinging", jar));
        assertEquals(Refusal.Until.LATER, refusal.until());
        System.setProperty(AWAKE, "true");
        TestHost.await(() -> first.getState() == Bundle.UNINSTALLED, first::toString);
        Bundle second = bundles.install("clinging", jar);
        assertNotEquals(first, second);
        bundles.start(second);
        host.awaitWord("clinging none");
    }
}
