package io.drawbridge.ftp.admission.policy;

import java.util.UUID;

/**
 * A session that is counted.
 *
 * @param connectedAt in microseconds, as all times here
 * @param lastActivityAt in microseconds
 * @param eviction the limit that it has to leave for; null: none
 */
record Inside(UUID id, String node, String listener, String address, String host, String account, String reserve,
        boolean provisional, long connectedAt, long lastActivityAt, boolean transferring, String eviction) {

    Network network() {
        return Network.of(address);
    }

    Inside claiming(String newHost, String newAccount) {
        return new Inside(id, node, listener, address, newHost, newAccount, reserve, provisional, connectedAt, lastActivityAt,
                transferring, eviction);
    }

    Inside in(String newReserve, boolean onTrial) {
        return new Inside(id, node, listener, address, host, account, newReserve, onTrial, connectedAt, lastActivityAt,
                transferring, eviction);
    }

    Inside active(long at, boolean transfers) {
        return new Inside(id, node, listener, address, host, account, reserve, provisional, connectedAt, at, transfers,
                eviction);
    }

    Inside evicted(String reason) {
        return new Inside(id, node, listener, address, host, account, reserve, provisional, connectedAt, lastActivityAt,
                transferring, reason);
    }
}
