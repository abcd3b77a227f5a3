package weir.chain.publication;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static weir.chain.publication.Publisher.SUBMIT;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import weir.chain.RecordedChain;
import weir.chain.client.FakeSubtensor;
import weir.chain.publication.PublicationResult.Outcome;

/** What real runtimes answered to submissions: answers of the pool, statuses, events of the block, and the entry of {@code Axons}. */
class RecordedSubmissionTest {

    @TestFactory
    Stream<DynamicTest> everyRecordedSubmissionHasItsOutcome() {
        return Stream.of(218, 293).flatMap(spec -> {
            List<JsonObject> cases = new ArrayList<>();
            RecordedChain.json("chain/serve-axon-real-" + spec + ".json")
                    .getAsJsonArray("cases")
                    .forEach(element -> cases.add(element.getAsJsonObject()));
            return cases.stream().flatMap(c -> Stream.of(false, true)
                    .filter(isCut -> !isCut || c.has("statuses"))
                    .map(isCut -> DynamicTest.dynamicTest(
                            spec + " " + c.get("name").getAsString() + (isCut ? ", connection cut" : ""),
                            () -> check(spec, c, isCut))));
        });
    }

    private static void check(int spec, JsonObject c, boolean isCut) {
        Publisher publisher = new Publisher();
        FakeSubtensor chain = publisher.chain;
        chain.node.specs.put(0L, spec);
        JsonObject rpc = c.getAsJsonObject("rpc");
        boolean isRejected = rpc.has("error");
        if (isRejected) {
            chain.node.errors.put(SUBMIT, rpc.get("error").toString());
        } else if (isCut) {
            chain.onSubmission = () -> chain.node.end(Publisher.CUT);
        }
        boolean hadEntry = hadEntry(c);
        if (hadEntry) {
            chain.publish(c.get("axon").getAsString());
        }
        if (c.has("statuses")) {
            chain.afterSubmission.put(3, () -> {
                chain.include(
                        chain.extrinsics.get(0),
                        c.get("extrinsicIndex").getAsInt(),
                        c.get("eventsRaw").getAsString());
                if (!c.get("axon").isJsonNull()) {
                    chain.publish(c.get("axon").getAsString());
                }
                if (!isCut) {
                    c.getAsJsonArray("statuses").forEach(status -> chain.node.push("watch", status));
                }
            });
        }
        AxonAddress address = address(c.getAsJsonObject("args")).orElse(Publisher.ADDRESS);
        PublicationResult result = new AxonPublication(
                        chain.client(),
                        FakeSubtensor.NETUID,
                        FakeSubtensor.HOTKEY,
                        address,
                        () -> publisher.signer,
                        publisher.progress::add)
                .run(false, false);
        Outcome expected = expected(c);
        publisher.assertOutcome(expected, isRejected || expected == Outcome.EQUAL ? 0 : 1, "", result);
        if (expected == Outcome.EQUAL) {
            return;
        }
        errorName(c).ifPresent(name -> assertTrue(result.message().contains(name), result.message()));
        if (isRejected && rpc.getAsJsonObject("error").get("code").getAsInt() != 1013) {
            assertTrue(chain.node.head() <= 1001, "the answer of the pool is final: " + chain.node.head());
        }
    }

    /** The address of a case; empty if no address of Weir can be like it. */
    private static Optional<AxonAddress> address(JsonObject args) {
        byte[] number = new BigInteger(args.get("ip").getAsString()).toByteArray();
        int length = args.get("ip_type").getAsInt() == 4 ? 4 : 16;
        byte[] bytes = new byte[length];
        int count = Math.min(length, number.length);
        System.arraycopy(number, number.length - count, bytes, length - count, count);
        int port = args.get("port").getAsInt();
        try {
            InetAddress ip = InetAddress.getByAddress(bytes);
            return port == 0 || ip.getAddress().length != length
                    ? Optional.empty()
                    : Optional.of(new AxonAddress(ip, port));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static Outcome expected(JsonObject c) {
        String name = c.get("name").getAsString();
        boolean isPublished = events(c).contains("SubtensorModule.AxonServed");
        if (isPublished) {
            return Outcome.PUBLISHED;
        } else if (hadEntry(c) && name.contains("same content")) {
            return Outcome.EQUAL; // Weir does not submit it.
        } else if (name.contains("rate limit")) {
            return Outcome.RATE_LIMITED;
        } else if (name.endsWith("not registered") || name.endsWith("no such subnet")) {
            return Outcome.NOT_REGISTERED;
        }
        return Outcome.REFUSED;
    }

    /** Whether the entry is older than the submission. */
    private static boolean hadEntry(JsonObject c) {
        return c.has("axonDecoded")
                && c.getAsJsonObject("axonDecoded").get("block").getAsLong()
                        < c.get("blockNumber").getAsLong();
    }

    private static String events(JsonObject c) {
        return c.has("events") ? c.get("events").toString() : "";
    }

    /** The name of the pallet's error, from the list that was recorded with the metadata. */
    private static Optional<String> errorName(JsonObject c) {
        if (!events(c).contains("ExtrinsicFailed")) {
            return Optional.empty();
        }
        for (JsonElement event : c.getAsJsonArray("events")) {
            JsonElement attributes = event.getAsJsonArray().get(1);
            if (attributes.isJsonObject() && attributes.getAsJsonObject().has("dispatch_error")) {
                String error = attributes
                        .getAsJsonObject()
                        .getAsJsonObject("dispatch_error")
                        .getAsJsonObject("Module")
                        .get("error")
                        .getAsString();
                int code = Integer.parseInt(error.substring(2, 4), 16);
                JsonObject names = RecordedChain.json("chain/metadata-versions/expected.json")
                        .getAsJsonObject("runtimes")
                        .getAsJsonObject("218-v15")
                        .getAsJsonObject("errors");
                return names.keySet().stream()
                        .filter(name -> names.get(name).getAsInt() == code)
                        .map("SubtensorModule."::concat)
                        .findFirst();
            }
        }
        return Optional.empty();
    }
}
