package weir.installer.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

/** Bundles that come back before they have gone, in a real framework. */
class PluginBundlesTest extends HostFixture {

    /** As at the system's limit of threads: the constructor of a thread asks this for the value of the child. */
    private static final class NoThreads extends InheritableThreadLocal<String> {
        @Override
        protected String childValue(String parent) {
            throw new OutOfMemoryError("unable to create native thread");
        }
    }

    private final NoThreads noThreads = new NoThreads();

    @Test
    void anEndThatFindsNoThreadIsBegunAgain() throws Exception {
        PluginBundles bundles = new PluginBundles(host.context(), new LoaderWatch());
        Path jar = home.resolve("sample.jar");
        Pack.sample("1.0.0", "one").to(jar);
        Bundle bundle = bundles.install("sample", jar);
        bundles.start(bundle);
        host.awaitWord("one none");
        noThreads.set("");
        bundles.remove(bundle);
        bundles.look(System.nanoTime());
        noThreads.remove();
        assertEquals("one none", host.word());
        assertTrue(bundles.stuck().get(0).contains("no thread could be started for its end"), () -> bundles.stuck()
                .toString());
        assertThrows(Refusal.class, () -> bundles.install("sample", jar));
        TestHost.await(
                () -> {
                    bundles.look(System.nanoTime());
                    return bundles.stuck().isEmpty();
                },
                () -> bundles.stuck().toString());
        assertEquals(Bundle.UNINSTALLED, bundle.getState());
        assertTrue(host.ask().fallback());
    }

    @Test
    void aStartThatFindsNoThreadIsSaidSo() throws Exception {
        PluginBundles bundles = new PluginBundles(host.context(), new LoaderWatch());
        Path jar = home.resolve("sample.jar");
        Pack.sample("1.0.0", "one").to(jar);
        Bundle bundle = bundles.install("sample", jar);
        // Its configuration is there by then, so that the start comes on this very thread.
        TestHost.await(() -> !host.router().routes().isEmpty(), () -> "there is no route");
        noThreads.set("");
        bundles.start(bundle);
        noThreads.remove();
        assertTrue(note().contains("no thread could be started"), this::note);
        bundles.remove(bundle);
        bundles.start(bundles.install("sample", jar));
        host.awaitWord("one none");
    }

    /** Nobody got Configuration Admin for it; giving back what it never had must harm nobody. */
    @Test
    void aBundleWithoutComponentsLeavesNoTraceAtConfigurationAdmin() throws Exception {
        PluginBundles bundles = new PluginBundles(host.context(), new LoaderWatch());
        Path jar = home.resolve("library.jar");
        new Pack()
                .with("Bundle-SymbolicName", "my.library")
                .with("Bundle-Version", "1.0.0")
                .with("-includeresource", "my/library/readme.txt;literal='x'")
                .with("-fixupmessages", "\"*\"")
                .to(jar);
        Bundle library = bundles.install("library", jar);
        bundles.start(library);
        bundles.remove(library);
        assertEquals(Bundle.UNINSTALLED, library.getState());
        assertEquals(List.of(), bundles.stuck());
        Bundle[] users = host.context()
                .getAllServiceReferences("org.osgi.service.cm.ConfigurationAdmin", null)[0]
                .getUsingBundles();
        assertFalse(Arrays.asList(users).contains(library), () -> Arrays.toString(users));
        Path sample = home.resolve("sample.jar");
        Pack.sample("1.0.0", "one").to(sample);
        host.route("default", "\"pair\": \"*\", \"parameters\": {\"word\": \"a\"}");
        bundles.start(bundles.install("sample", sample));
        host.awaitWord("one a");
    }

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
