package io.drawbridge.ftp.account;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.storage.Home;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;

/**
 * Someone who has shown who it is.
 *
 * @param tlsRequired whether it may do nothing in clear
 * @param permissions as they are at the moment of asking
 * @param allowedNetworks from where it may log in, in CIDR notation; null: from everywhere
 * @param expiresAt from when on it may not log in; null: never
 */
public record Account(String name, Home home, boolean tlsRequired, Supplier<Set<Permission>> permissions,
        List<String> allowedNetworks, Instant expiresAt) {

    /** @return why it may not log in from there and then, for the log; empty when it may */
    public Optional<String> refusal(InetAddress from, Instant at) {
        if (expiresAt != null && !at.isBefore(expiresAt)) {
            return Optional.of("expired");
        }
        InetSocketAddress client = new InetSocketAddress(from, 0);
        return allowedNetworks == null || allowedNetworks.stream().anyMatch(network -> rule(network).matches(client))
                ? Optional.empty()
                : Optional.of("address-not-allowed");
    }

    private static IpSubnetFilterRule rule(String network) {
        String[] baseAndPrefix = network.split("/");
        return new IpSubnetFilterRule(baseAndPrefix[0], Integer.parseInt(baseAndPrefix[1]), IpFilterRuleType.ACCEPT);
    }
}
