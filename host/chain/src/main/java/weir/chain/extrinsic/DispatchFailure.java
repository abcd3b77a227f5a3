package weir.chain.extrinsic;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import weir.chain.EnumValue;

/** Finds the error of a failed extrinsic in the events of its block. */
public final class DispatchFailure {

    private DispatchFailure() {}

    /**
     * Returns the error of an extrinsic.
     *
     * @param events decoded {@code System.Events}
     * @param index index of the extrinsic in its block
     * @return the name of a pallet's error, or of another kind of error; empty if the extrinsic has not failed
     */
    public static Optional<String> of(ChainRuntime runtime, Object events, int index) {
        if (events instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> event && isOf(index, event.get("phase"))) {
                    Optional<String> error = error(runtime, event.get("event"));
                    if (error.isPresent()) {
                        return error;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isOf(int index, Object phase) {
        return phase instanceof EnumValue value
                && value.name().equals("ApplyExtrinsic")
                && value.unnamed().equals(List.of((long) index));
    }

    private static Optional<String> error(ChainRuntime runtime, Object event) {
        if (event instanceof EnumValue pallet
                && pallet.name().equals("System")
                && pallet.unnamed().size() == 1
                && pallet.unnamed().get(0) instanceof EnumValue failed
                && failed.name().equals("ExtrinsicFailed")
                && failed.named().get("dispatch_error") instanceof EnumValue error) {
            return Optional.of(moduleError(runtime, error).orElse(error.name()));
        }
        return Optional.empty();
    }

    private static Optional<String> moduleError(ChainRuntime runtime, EnumValue error) {
        return error.unnamed().size() == 1
                        && error.unnamed().get(0) instanceof Map<?, ?> module
                        && module.get("index") instanceof Long pallet
                        && module.get("error") instanceof byte[] code
                        && code.length > 0
                ? runtime.errorName(pallet.intValue(), code[0] & 0xff)
                : Optional.empty();
    }
}
