package io.drawbridge.ftp.kubernetes;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.config.ServiceName;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/**
 * The public IPv4 address that a Service of Kubernetes was given, which may come late and change. What was known stays while
 * Kubernetes does not answer. Any thread.
 */
public final class ServiceAddress {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(10);
    private static final Logger LOG = Logger.getLogger(ServiceAddress.class);

    private final KubernetesApi api;
    private final ServiceName service;
    private volatile Inet4Address current;
    private volatile String lastTrouble = "";

    ServiceAddress(KubernetesApi api, ServiceName service) {
        this.api = api;
        this.service = service;
    }

    /** Looks now and from time to time, from the pod that this program runs in. Does not block. */
    public static ServiceAddress watched(Vertx vertx, ServiceName service) {
        ServiceAddress address = new ServiceAddress(KubernetesApi.ofThisPod(), service);
        address.watch(vertx);
        return address;
    }

    private void watch(Vertx vertx) {
        vertx.<Void> executeBlocking(() -> {
            look();
            return null;
        }).onComplete(done -> vertx.setTimer(BETWEEN_LOOKS.toMillis(), timer -> watch(vertx)));
    }

    /** Empty as long as it was given none. */
    public Optional<Inet4Address> current() {
        return Optional.ofNullable(current);
    }

    /** Blocks. */
    void look() {
        try {
            List<Inet4Address> found = given();
            if (found.isEmpty()) {
                trouble("it has no IPv4 address yet");
                return;
            }
            lastTrouble = "";
            if (!found.contains(current)) {
                current = found.getFirst();
                LOG.infof("data connections are taken at %s, the address of the Service %s", current.getHostAddress(), service);
            }
        } catch (IOException | DecodeException | ClassCastException e) {
            trouble(e.toString());
        }
    }

    /** Not again at each look. */
    private void trouble(String what) {
        if (!what.equals(lastTrouble)) {
            lastTrouble = what;
            LOG.warnf("the address of the Service %s is not known, %s: %s", service,
                    current == null ? "PASV is answered 425" : "clients are told the last one", what);
        }
    }

    private List<Inet4Address> given() throws IOException {
        JsonObject answer = new JsonObject(
                api.get("/api/v1/namespaces/" + service.namespace() + "/services/" + service.name()));
        JsonArray ingress = answer.getJsonObject("status", new JsonObject())
                .getJsonObject("loadBalancer", new JsonObject()).getJsonArray("ingress", new JsonArray());
        List<Inet4Address> addresses = new ArrayList<>();
        for (int i = 0; i < ingress.size(); i++) {
            JsonObject one = ingress.getJsonObject(i);
            addresses.addAll(ipv4(one.getString("ip", one.getString("hostname"))));
        }
        return addresses;
    }

    /** Some load balancers have a name and no address. */
    private static List<Inet4Address> ipv4(String host) throws UnknownHostException {
        return host == null ? List.of()
                : Stream.of(InetAddress.getAllByName(host)).filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast)
                        .toList();
    }
}
