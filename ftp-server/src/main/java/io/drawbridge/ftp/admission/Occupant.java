package io.drawbridge.ftp.admission;

/** Who holds a slot, as seen by those who keep the count. Called from any thread; must not block. */
public interface Occupant {

    /** What it is doing now. */
    Activity activity();

    /** Its slot is lost: it is to leave now, and to tell the client why. */
    void evict(Eviction why);
}
