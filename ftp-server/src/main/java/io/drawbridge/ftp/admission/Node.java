package io.drawbridge.ftp.admission;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.config.FtpConfig;
import io.drawbridge.program.StartFailure;

/** This ftp-server as a member of the cluster: its name, and the registration under which its sessions count. */
@Singleton
public final class Node {
    /** How often the lease is renewed. */
    static final Duration BEAT = Duration.ofSeconds(1);
    /** How long the sessions of a node count that is not heard of. */
    static final Duration LEASE = Duration.ofSeconds(12);
    /** A node that has missed so much of its lease is dead: another process may take its name. */
    private static final Duration SILENCE_OF_THE_DEAD = BEAT.multipliedBy(3);
    private static final Pattern NUMBERED = Pattern.compile(".*-(\\d{1,6})");
    private static final Logger LOG = Logger.getLogger(Node.class);

    private final Ledger ledger;
    private final String name;
    private final UUID run = UUID.randomUUID();
    private final Instant startedAt = Instant.now();
    private volatile OptionalLong epoch = OptionalLong.empty();

    Node(Ledger ledger, FtpConfig config) {
        this.ledger = ledger;
        this.name = config.node().orElseGet(Node::hostName);
    }

    public String name() {
        return name;
    }

    /**
     * Which one of several nodes it is: the number at the end of its name, as a StatefulSet of Kubernetes numbers its pods.
     *
     * @param setting that asks
     * @throws StartFailure when the name does not end in one
     */
    public int ordinal(String setting) {
        Matcher numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            throw new StartFailure(setting + " goes by the number at the end of the node's name, as in ftp-2, and \"" + name
                    + "\" has none: set HOSTNAME or DRAWBRIDGE_FTP_NODE");
        }
        return Integer.parseInt(numbered.group(1));
    }

    /** Changes with each registration; it has one once {@link #join} has returned. */
    public long epoch() {
        return epoch.orElseThrow();
    }

    /**
     * Registers this process. Blocks for some seconds when the name was in use a moment ago, to see whether it still is.
     *
     * @throws StartFailure when a process of that name is running, or the database does not answer
     */
    public void join() {
        try {
            Optional<Duration> lease = ledger.remainingLease(name);
            if (lease.isPresent()) {
                awaitSilence(lease.get());
            }
            epoch = OptionalLong.of(ledger.register(name, run, startedAt, LEASE));
            LOG.infof("node=%s epoch=%d registered", name, epoch());
        } catch (SQLException e) {
            throw new StartFailure("the database does not let this node register: " + e.getMessage(), e);
        }
    }

    private void awaitSilence(Duration lease) throws SQLException {
        Duration wait = lease.minus(LEASE.minus(SILENCE_OF_THE_DEAD));
        if (!wait.isPositive()) {
            return;
        }
        try {
            // For a beat of the other one. There is no event to wait for: the dead send none.
            TimeUnit.MILLISECONDS.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            throw new StartFailure("interrupted", e);
        }
        Duration unlessRenewed = lease.minus(wait).plus(BEAT.dividedBy(2));
        if (ledger.remainingLease(name).filter(now -> now.compareTo(unlessRenewed) > 0).isPresent()) {
            throw new StartFailure("a node named \"" + name + "\" is running already:"
                    + " give this one a name of its own with HOSTNAME or DRAWBRIDGE_FTP_NODE");
        }
    }

    /**
     * Registers again under a new epoch, after the old one was lost, with the sessions that run.
     *
     * @param held those first that are to stay
     * @return the sessions that have no room any more; empty when another process has taken the name
     */
    Optional<Map<UUID, Ledger.Decision>> rejoin(List<Slot> held) throws SQLException {
        Optional<Ledger.Rejoined> rejoined = ledger.rejoin(name, run, startedAt, LEASE, held);
        rejoined.ifPresent(registration -> {
            epoch = OptionalLong.of(registration.epoch());
            LOG.warnf("node=%s epoch=%d registered again, %d sessions counted anew, %d without room", name, epoch(),
                    held.size(),
                    registration.refused().size());
        });
        return rejoined.map(Ledger.Rejoined::refused);
    }

    /** Takes this node and its sessions out of the count. */
    public void leave() {
        try {
            ledger.unregister(name, epoch());
        } catch (SQLException e) {
            LOG.warnf("node=%s could not unregister, its sessions count for %d s more: %s", name, LEASE.toSeconds(),
                    e.getMessage());
        }
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new StartFailure("this machine has no host name: set HOSTNAME or DRAWBRIDGE_FTP_NODE", e);
        }
    }
}
