package weir.chain.publication;

import java.util.Map;
import weir.chain.client.ChainBlock;
import weir.chain.client.ChainSession;
import weir.chain.client.HotkeyState;
import weir.chain.extrinsic.ChainRuntime;
import weir.protocol.PublicKey;

/**
 * The entry of {@code SubtensorModule.Axons} that a publication writes.
 *
 * @param netuid number of the subnet
 * @param hotkey the hotkey to which the address belongs
 */
record AxonEntry(int netuid, PublicKey hotkey, AxonAddress address) {

    /** Whether the chain has the entry. */
    boolean isIn(HotkeyState state) {
        return state.axon().filter(address::isEqualTo).isPresent();
    }

    HotkeyState read(ChainSession session, ChainBlock block) {
        return session.hotkeyState(block, netuid, hotkey);
    }

    byte[] encodeCall(ChainRuntime runtime) {
        return runtime.encodeCall("SubtensorModule", "serve_axon", address.arguments(netuid));
    }

    /** Describes the call for the operator, one argument per line. */
    String describeCall() {
        StringBuilder text = new StringBuilder("SubtensorModule.serve_axon");
        for (Map.Entry<String, Object> argument : address.arguments(netuid).entrySet()) {
            text.append("\n  ").append(argument.getKey()).append(' ').append(argument.getValue());
            if (argument.getKey().equals("ip")) {
                text.append(" (").append(address.ip().getHostAddress()).append(')');
            }
        }
        return text.toString();
    }
}
