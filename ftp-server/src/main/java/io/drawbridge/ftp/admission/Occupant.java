package io.drawbridge.ftp.admission;

import io.drawbridge.reply.Language;

/** Who holds a slot or waits for one, as seen by those who keep the count. Called from any thread; must not block. */
public interface Occupant {

    /** What it is doing now. */
    Activity activity();

    /** In which it reads what operators have to say. */
    Language language();

    /** It is to be told this with its next reply. */
    void announce(String words);

    /** Its slot is lost: it is to leave, and to tell the client why. */
    void evict(Eviction why);
}
