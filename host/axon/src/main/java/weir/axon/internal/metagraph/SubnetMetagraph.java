package weir.axon.internal.metagraph;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import weir.chain.MetagraphService;

/** The operator's copy of the metagraph while its file exists, otherwise the chain's metagraph. Thread-safe. */
public final class SubnetMetagraph implements Metagraph {

    private final MetagraphFile file;
    private final Supplier<MetagraphService> chain;

    /** @param chain returns {@code null} while the chain is not followed */
    public SubnetMetagraph(MetagraphFile file, Supplier<MetagraphService> chain) {
        this.file = file;
        this.chain = chain;
    }

    @Override
    public Optional<Neuron> neuron(String hotkey) {
        MetagraphService service = chain.get();
        if (service == null || file.isInForce()) {
            return file.neuron(hotkey);
        }
        Optional<weir.chain.Neuron> neuron = service.current().flatMap(current -> current.neuron(hotkey));
        if (neuron.isEmpty()) {
            service.requestRefresh(); // It may have registered since.
        }
        return neuron.map(present -> new Neuron(present.hasPermit(), present.totalStakeTokens()));
    }

    /** Returns the problems of the file, for the operator; the chain has a health check of its own. */
    public List<String> problems() {
        return chain.get() == null || file.isInForce() ? file.problems() : List.of();
    }
}
