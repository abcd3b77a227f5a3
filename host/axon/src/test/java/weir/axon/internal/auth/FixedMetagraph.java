package weir.axon.internal.auth;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import weir.chain.AxonInfo;
import weir.chain.Metagraph;
import weir.chain.MetagraphService;
import weir.chain.MetagraphStatus;
import weir.chain.Neuron;

/** A metagraph that a test chooses. It permits one refresh, as the real one does within a minute. */
public final class FixedMetagraph implements MetagraphService, Supplier<Optional<MetagraphService>> {

    private final List<Neuron> neurons = new ArrayList<>();
    private final AtomicInteger refreshes = new AtomicInteger();

    /** Registers a neuron with a stake in tokens. */
    public FixedMetagraph with(String hotkey, boolean hasPermit, double stake) {
        neurons.add(new Neuron(neurons.size(), hotkey, hasPermit, 0, 0, (long) (stake * 1e9), AxonInfo.NONE));
        return this;
    }

    /** @param rows objects with {@code hotkey}, {@code permit} and {@code stake} */
    static FixedMetagraph of(JsonArray rows) {
        FixedMetagraph metagraph = new FixedMetagraph();
        for (JsonElement row : rows) {
            JsonObject neuron = row.getAsJsonObject();
            metagraph.with(
                    neuron.get("hotkey").getAsString(),
                    neuron.get("permit").getAsBoolean(),
                    neuron.get("stake").getAsDouble());
        }
        return metagraph;
    }

    @Override
    public Optional<MetagraphService> get() {
        return Optional.of(this);
    }

    @Override
    public Optional<Metagraph> current() {
        return Optional.of(new Metagraph(98, 1, 50, neurons));
    }

    @Override
    public boolean isRefreshAllowed() {
        return refreshes.get() == 0;
    }

    @Override
    public void requestRefresh() {
        refreshes.incrementAndGet();
    }

    int refreshes() {
        return refreshes.get();
    }

    @Override
    public MetagraphStatus status() {
        return new MetagraphStatus(false, Optional.empty(), "", "");
    }
}
