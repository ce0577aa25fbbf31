package io.drawbridge.ftp.command;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

import org.jboss.logging.Logger;

import io.drawbridge.program.StartFailure;
import io.netty.util.NetUtil;

/** An IPv4 address that stands in a setting, as itself or by a name of which the address may change. Any thread. */
final class NamedAddress {
    private static final Logger LOG = Logger.getLogger(NamedAddress.class);

    private final String setting;
    private final String name;
    private final LookUp lookUp;
    private volatile Inet4Address current;

    /** All addresses of a name, or of an address that is written out. */
    @FunctionalInterface
    interface LookUp {
        InetAddress[] addressesOf(String name) throws UnknownHostException;
    }

    /** @throws StartFailure when it has no IPv4 address */
    NamedAddress(String setting, String name, LookUp lookUp) {
        this.setting = setting;
        this.name = name;
        this.lookUp = lookUp;
        try {
            this.current = ipv4().orElseThrow(() -> new StartFailure(setting + ": \"" + name + "\" has no IPv4 address"));
        } catch (UnknownHostException e) {
            throw new StartFailure(setting + ": \"" + name + "\" is not known", e);
        }
    }

    boolean mayChange() {
        return !NetUtil.isValidIpV4Address(name);
    }

    Inet4Address current() {
        return current;
    }

    /** What was known stays while nobody knows the name. Blocks. */
    void lookUpAgain() {
        try {
            Optional<Inet4Address> found = ipv4();
            if (found.isPresent() && !found.get().equals(current)) {
                current = found.get();
                LOG.infof("%s: %s is %s now", setting, name, found.get().getHostAddress());
            }
        } catch (UnknownHostException e) {
            LOG.debugf("%s: \"%s\" is not known just now", setting, name);
        }
    }

    /** The first one, unless the one that was told until now is still one of several. */
    private Optional<Inet4Address> ipv4() throws UnknownHostException {
        Inet4Address before = current;
        InetAddress[] found = lookUp.addressesOf(name);
        if (before != null && Arrays.asList(found).contains(before)) {
            return Optional.of(before);
        }
        return Arrays.stream(found).filter(Inet4Address.class::isInstance).map(Inet4Address.class::cast).findFirst();
    }
}
