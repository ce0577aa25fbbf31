package io.drawbridge.it.cluster;

import java.io.Serializable;
import java.time.Duration;

/** PostgreSQL in a namespace of its own, and what can befall it. Called from outside that namespace. */
interface Database {
    /** On every address of the namespace. */
    int PORT = 5432;

    record Credentials(String user, String password) implements Serializable {
    }

    Credentials credentials();

    /** From now on whatever is sent to it, and whatever it sends, arrives so much later. */
    void delay(Duration eachWay) throws Exception;

    /** Nothing that is sent to it or by it arrives, until {@link #release}: then all of it in the same moment. */
    void hold() throws Exception;

    void release() throws Exception;

    /** An immediate shutdown, and waits for its end: no process of it says goodbye, and the next start is a recovery. */
    void stopImmediately() throws Exception;

    /** Starts it again, and returns when it lets clients in. */
    void startAgain() throws Exception;

    /** Counts the sessions again and again, until {@link #mostSessions}. */
    void watchSessions() throws Exception;

    /** The most of them in one moment since {@link #watchSessions}. */
    int mostSessions() throws Exception;

    /** How many that node has. */
    int sessions(String node) throws Exception;

    /** On how many connections nodes listen for notices. */
    int listening() throws Exception;

    /** While on, each such connection is ended as soon as it is seen. */
    void keepKillingNotices(boolean on) throws Exception;

    /** While on, nothing arrives on those connections, and they seem to stand. Afterwards they are reset. */
    void swallowNotices(boolean on) throws Exception;
}
