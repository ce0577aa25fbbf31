package io.drawbridge.bench.scaling;

/**
 * A cluster and its clients.
 *
 * @param pods each with its share of all clients
 * @param databases each with the pods, and so the listeners or virtual hosts, of its own, and with its share of the limit
 * @param sessions inside, all in all, when clients come as often as they go
 * @param room of the limit above that, as a share of it: with 0 the door is as good as full
 * @param stay how long a session lasts on average, in seconds
 * @param visits of all that connect the share that only looks at the greeting
 * @param active of the sessions the share that does something in a second, and so stands in its pod's heartbeat
 * @param policy how a pod asks
 * @param flush after how many seconds a pod that has credit tells who is inside; its credit is good for two and a half times
 *        that
 */
record Scenario(int pods, int databases, int sessions, double room, double stay, double visits, double active, Policy policy,
        double flush) {

    /** How a pod comes to the places that it gives away. */
    enum Policy {
        /** A call of {@code settle} stands between each client and its greeting; while one is on its way the next collects. */
        ASK,
        /** Places are taken in advance, and who was let in is told afterwards, unless it has gone by then. */
        CREDIT
    }

    Scenario {
        if (pods < 1 || databases < 1 || pods % databases != 0 || sessions < pods || visits < 0 || visits >= 1
                || flush <= 0) {
            throw new IllegalArgumentException("no cluster: " + pods + " pods, " + databases + " databases, " + sessions
                    + " sessions, " + visits + " visits");
        }
    }

    /** Of all pods together, visits included. */
    double arrivalsPerSecond() {
        return sessions / stay / (1 - visits);
    }

    int limitOfDatabase() {
        return (int) Math.round(sessions * (1 + room) / databases);
    }
}
