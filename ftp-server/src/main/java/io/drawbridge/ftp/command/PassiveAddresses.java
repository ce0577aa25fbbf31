package io.drawbridge.ftp.command;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.inject.Singleton;

import io.drawbridge.ftp.admission.Node;
import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.ftp.kubernetes.ServiceAddress;
import io.drawbridge.ftp.proxy.Network;
import io.drawbridge.program.StartFailure;
import io.vertx.core.Vertx;

/** The addresses that clients are told by PASV. Any thread. */
@Singleton
final class PassiveAddresses {
    private static final Duration BETWEEN_LOOK_UPS = Duration.ofSeconds(30);
    private static final String FOR_ALL = "drawbridge.ftp.passive-address";
    private static final String FOR_SOME = "drawbridge.ftp.passive-addresses";

    private record ForNetwork(Network network, NamedAddress address) {
    }

    private final Optional<NamedAddress> forAll;
    /** Empty where it comes from no Service of Kubernetes. */
    private final Optional<ServiceAddress> ofService;
    /** The narrowest network first. */
    private final List<ForNetwork> forSome;

    PassiveAddresses(Vertx vertx, FtpConfig config, Node node) {
        forAll = config.passiveAddress().map(each -> new NamedAddress(FOR_ALL, ownOf(each, node), InetAddress::getAllByName));
        ofService = config.passiveAddressService().map(service -> ServiceAddress.watched(vertx, service));
        forSome = config.passiveAddresses().orElse(List.of()).stream()
                .map(some -> new ForNetwork(some.network(),
                        new NamedAddress(FOR_SOME, some.address(), InetAddress::getAllByName)))
                .sorted(Comparator.comparing((ForNetwork some) -> some.network().prefix()).reversed()).toList();
        List<NamedAddress> names = Stream.concat(forAll.stream(), forSome.stream().map(ForNetwork::address))
                .filter(NamedAddress::mayChange).toList();
        if (!names.isEmpty()) {
            // Not when a client asks: the look-up may take long.
            vertx.setPeriodic(BETWEEN_LOOK_UPS.toMillis(), timer -> vertx.executeBlocking(() -> {
                names.forEach(NamedAddress::lookUpAgain);
                return null;
            }));
        }
    }

    private static String ownOf(List<String> each, Node node) {
        if (each.size() == 1) {
            return each.getFirst();
        }
        int ordinal = node.ordinal(FOR_ALL + " with several addresses");
        if (ordinal >= each.size()) {
            throw new StartFailure(FOR_ALL + " has " + each.size() + " addresses, and none for node \"" + node.name() + "\"");
        }
        return each.get(ordinal);
    }

    /**
     * @param client its own address
     * @param reached the address to which it has connected
     * @return empty when a client of IPv6 asks, or there is no address of IPv4, or not yet
     */
    Optional<Inet4Address> toldTo(InetAddress client, InetAddress reached) {
        if (!(client instanceof Inet4Address)) {
            return Optional.empty();
        }
        Optional<ForNetwork> narrowest = forSome.stream().filter(some -> some.network().contains(client)).findFirst();
        if (narrowest.isEmpty() && ofService.isPresent()) {
            return ofService.get().current();
        }
        return narrowest.map(ForNetwork::address).or(() -> forAll).map(NamedAddress::current)
                .or(() -> reached instanceof Inet4Address own ? Optional.of(own) : Optional.empty());
    }

    /** It is that of a Service, which has none yet. */
    boolean isAwaited() {
        return ofService.isPresent() && ofService.get().current().isEmpty();
    }
}
