package io.drawbridge.it.cluster;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everybody who uses the cluster over the network: FTP clients from many addresses, and an administrator. Called from outside
 * their namespace. Nodes are given by their addresses.
 */
interface Clients {

    /**
     * @param crowd by which those who were let in are called later
     * @param admitted to which node each of them has come
     * @param notAdmitted all that each of the others could read, to the end, with the exception if there was one
     * @param took from the first connect to the last greeting
     */
    record Arrivals(int crowd, List<String> admitted, List<String> notAdmitted, Duration took) implements Serializable {
    }

    /**
     * What has become of a crowd.
     *
     * @param inside those who were answered
     * @param told the 421 of the others
     * @param lost what those read who were neither answered nor told
     */
    record Presence(int inside, List<String> told, List<String> lost) implements Serializable {
    }

    /**
     * A newcomer who leaves at once.
     *
     * @param heard the greeting, or all that could be read, or the exception
     */
    record Knock(String node, Instant connected, Instant answered, String heard) implements Serializable {
        boolean admitted() {
            return heard.startsWith("220 ");
        }

        boolean refused() {
            return heard.startsWith("421 ") && heard.endsWith("\r\n");
        }
    }

    /**
     * One visit of a guest.
     *
     * @param answered when it last asked for something and was answered afterwards; until then it certainly was inside
     * @param farewell all that it read at the end; empty when it went by itself
     */
    record Visit(Instant admitted, Instant answered, String farewell) implements Serializable {
    }

    /**
     * @param refusals all that guests read who were not let in
     */
    record Visits(List<Visit> visits, List<String> refusals) implements Serializable {
        /** How many certainly were inside in the same moment. */
        int mostAtOnce() {
            Map<Instant, Integer> changes = new TreeMap<>();
            visits.forEach(visit -> {
                changes.merge(visit.admitted(), 1, Integer::sum);
                changes.merge(visit.answered(), -1, Integer::sum);
            });
            int inside = 0;
            int most = 0;
            for (int change : changes.values()) {
                inside += change;
                most = Math.max(most, inside);
            }
            return most;
        }
    }

    /**
     * @param sha256 of what this side has sent or received
     * @param reply the last line, which is to be a 226
     */
    record Transferred(long bytes, String sha256, String reply) implements Serializable {
    }

    // The administrator.

    void makeAccount(String name);

    /** @param maxSessions null for no limit */
    void limit(Integer maxSessions);

    void limitPerAddress(int maxSessions);

    /** Keeps places free for a network. */
    void reserve(String name, int sessions, String network);

    /** Whoever comes from there is never banned. */
    void allow(String network);

    void ban(String address);

    void revokeBan(String address);

    /** From which addresses the sessions are that the cluster lists. */
    List<String> addressesInside();

    void close(String message);

    void open();

    int total();

    /** Returns when so many sessions are counted. */
    void awaitTotal(int total);

    /** Asks for the total again and again, until {@link #mostWatched}. */
    void watchTotal();

    /** The highest total since {@link #watchTotal}. */
    int mostWatched() throws Exception;

    // FTP clients.

    /** Clients that connect in the same moment, spread over the nodes. Those who are let in stay. */
    Arrivals storm(int clients, List<String> nodes) throws Exception;

    /** Says NOOP to each one of a crowd. */
    Presence presence(int crowd) throws Exception;

    /** Everybody goes, also who knocks and who transfers. */
    void leave() throws Exception;

    Knock knock(String node) throws Exception;

    /** From now on newcomers knock at each of these nodes, one after the other. */
    void keepKnocking(List<String> nodes);

    /** How many have knocked and been answered, since {@link #keepKnocking}. */
    int knocks();

    List<Knock> stopKnocking() throws Exception;

    /**
     * Begins to upload, slowly, until it is told to finish.
     *
     * @return by which it is called later
     */
    int upload(String node, String account, String file) throws Exception;

    /**
     * Begins to download, slowly, until it is told to finish.
     *
     * @return by which it is called later
     */
    int download(String node, String account, String file) throws Exception;

    /** Has a transfer go on as fast as it can, and waits for its end. */
    Transferred finish(int transfer) throws Exception;

    /**
     * Has a storm begin.
     *
     * @return by which {@link #endStorm} calls it
     */
    int beginStorm(int clients, List<String> nodes);

    /** Waits until all of a storm have been greeted, or not. */
    Arrivals endStorm(int storm) throws Exception;

    /** How many clients of the storm that has begun last have connected so far. */
    int connected();

    /** Guests want to stay, come again when they are sent away, and try again when they are not let in. */
    void haveGuests(int guests, String node) throws Exception;

    /** How many guests have been let in and not sent away. */
    int guestsInside();

    /** The guests go. */
    Visits endGuests() throws Exception;

    // How long a change takes.

    /**
     * Closes the door, and opens it again, as often as wished.
     *
     * @return for each time, how long after the answer to the administrator the last of the nodes first said 421
     */
    List<Duration> closings(int rounds, List<String> nodes) throws Exception;

    /**
     * Ends sessions, on each of the nodes in turn.
     *
     * @return for each, how long after the answer to the administrator its client read 421; negative when it was before
     */
    List<Duration> kicks(int rounds, List<String> nodes) throws Exception;
}
