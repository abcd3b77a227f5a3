package weir.signer;

import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Finds the address at which validators reach this machine, and rejects addresses at which they cannot. */
final class PublicAddress {

    private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(3);
    private static final int MAX_ANSWER_BYTES = 64;
    /** Services of different owners that answer with the address of the caller. */
    private static final List<URI> SERVICES = List.of(
            URI.create("https://checkip.amazonaws.com"),
            URI.create("https://api.ipify.org"),
            URI.create("https://ipv4.icanhazip.com"));

    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");

    private final Supplier<List<InetAddress>> interfaces;
    private final Function<URI, Optional<String>> lookUp;

    /**
     * @param interfaces addresses of this machine
     * @param lookUp asks a service; empty if it does not answer
     */
    PublicAddress(Supplier<List<InetAddress>> interfaces, Function<URI, Optional<String>> lookUp) {
        this.interfaces = interfaces;
        this.lookUp = lookUp;
    }

    /** Returns one that reads the interfaces of this machine and asks services on the internet. */
    static PublicAddress ofThisMachine() {
        return new PublicAddress(PublicAddress::interfaceAddresses, PublicAddress::ask);
    }

    /** Returns a public IPv4 address of an interface, else one on which two services agree; empty if there is neither. */
    Optional<InetAddress> find() {
        Optional<InetAddress> own = interfaces.get().stream()
                .filter(address -> problem(address, false).isEmpty())
                .findFirst();
        return own.isPresent() ? own : lookUp();
    }

    private Optional<InetAddress> lookUp() {
        List<String> answers = new ArrayList<>();
        for (URI service : SERVICES) {
            Optional<String> answer = lookUp.apply(service).map(String::strip).filter(PublicAddress::isUsableText);
            if (answer.isPresent() && answers.contains(answer.get())) {
                return answer.map(PublicAddress::parse);
            }
            answer.ifPresent(answers::add);
        }
        return Optional.empty();
    }

    private static boolean isUsableText(String text) {
        return IPV4.matcher(text).matches() && problem(parse(text), false).isEmpty();
    }

    /**
     * Returns why validators cannot reach an address, as the end of a sentence.
     *
     * @return empty if it is a public unicast address
     */
    static Optional<String> problem(InetAddress address, boolean allowsIpv6) {
        byte[] bytes = address.getAddress();
        int first = bytes[0] & 0xff;
        int second = bytes[1] & 0xff;
        if (address.isAnyLocalAddress()) {
            return Optional.of("is no address of a machine");
        } else if (address.isLoopbackAddress()) {
            return Optional.of("is reached from this machine only");
        } else if (address.isLinkLocalAddress() || address.isSiteLocalAddress()) {
            return Optional.of("is a private address, which validators cannot reach");
        } else if (address.isMulticastAddress()) {
            return Optional.of("is a multicast address");
        } else if (!(address instanceof Inet4Address)) {
            return ipv6Problem(first, allowsIpv6);
        } else if (first == 0 || first >= 240) {
            return Optional.of("is reserved");
        } else if (first == 100 && (second & 0xc0) == 64) {
            return Optional.of("is a private address of the internet provider, which validators cannot reach");
        }
        return Optional.empty();
    }

    private static Optional<String> ipv6Problem(int first, boolean allowsIpv6) {
        if ((first & 0xe0) != 0x20) {
            return Optional.of("is not a public IPv6 address (2000::/3)");
        }
        return allowsIpv6
                ? Optional.empty()
                : Optional.of("is an IPv6 address, which validators with version 10 of the SDK cannot reach;"
                        + " --allow-ipv6 publishes it all the same");
    }

    /** Reads an address; names are not looked up, because the text has been checked. */
    static InetAddress parse(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address + " is not an IP address", e);
        }
    }

    private static List<InetAddress> interfaceAddresses() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static Optional<String> ask(URI service) {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(LOOK_UP_TIMEOUT).build();
        CompletableFuture<String> answer = client.sendAsync(
                        HttpRequest.newBuilder(service).timeout(LOOK_UP_TIMEOUT).build(), BodyHandlers.ofInputStream())
                .thenApplyAsync(response -> {
                    try (InputStream body = response.body()) {
                        return response.statusCode() == 200
                                ? new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.US_ASCII)
                                : "";
                    } catch (IOException e) {
                        return "";
                    }
                });
        try {
            return Optional.of(answer.get(LOOK_UP_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        }
    }
}
