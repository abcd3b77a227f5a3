package weir.itest.page;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weir.chain.internal.metagraph.FakeNodeServer;
import weir.fixtures.host.ChildHost;

/** The panel of the chain, with a fake node of the chain behind a real WebSocket. */
@Timeout(600)
class ChainBrowserTest {

    private static final String MINER = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    private static final String OTHER = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";

    @TempDir
    Path home;

    @Test
    void panelFollowsTheRegistrationOfTheMiner() throws Exception {
        try (Browser browser = Browser.start();
                FakeNodeServer node = new FakeNodeServer()) {
            node.setChainMillis(System.currentTimeMillis());
            node.setNeuron(OTHER, true, 5000);
            try (ChildHost host = ChildHost.start(
                    home,
                    "--axon.ip",
                    "127.0.0.1",
                    "--hotkey",
                    MINER,
                    "--subtensor.network",
                    node.uri().toString())) {
                host.await("the admin port is open", () -> Files.exists(host.dataFile("admin.port")));
                new HostPage(host, browser).signIn();
                browser.awaitText("#chain", "not registered");
                browser.awaitText("#machine", "agrees with the chain");
                browser.awaitText("#chain", "no validator asks it");
                browser.awaitText("#earning", "The hotkey is not registered in the subnet");
                node.setNeuron(MINER, false, 0);
                node.makeBlocks(25);
                browser.awaitText("#chain", "subnet 98");
                browser.awaitText("#chain", "metagraph");
                browser.awaitText("#chain", "No address is published on the chain");
                browser.awaitText("#chain", "immunity");
                browser.awaitText("#machine", "s behind the chain"); // The blocks were made within a moment.
                browser.screenshot("chain");
                assertEquals(List.of(), browser.errors());
            }
        }
    }
}
