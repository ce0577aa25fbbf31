package io.drawbridge.ftp.admission.policy;

import java.util.List;

import io.drawbridge.ftp.admission.policy.Settings.Evict;
import io.drawbridge.ftp.admission.policy.Settings.Limits;
import io.drawbridge.ftp.admission.policy.Settings.Target;

/** What may happen. Numbers that pick one of several are taken modulo how many there are then. */
sealed interface Step {

    record Arriving(String listener, String address) {
    }

    /** One of a host and an account is null. */
    record Claiming(int session, String host, String account) {
    }

    enum Mishap {
        NONE,
        /** Nobody hears the answer, and the batch is sent again. */
        ANSWER_LOST,
        /** It was held up, and a later one was settled before. */
        LATE,
        TWICE
    }

    record Batch(int process, List<Integer> departing, List<Arriving> arriving, List<Claiming> claiming, Integer capacity,
            Mishap mishap) implements Step {
    }

    record Rejoin(int process) implements Step {
    }

    /** @param transferring the session at a place transfers if the bit at that place is set */
    record Beat(int process, int transferring) implements Step {
    }

    /** A process starts, perhaps under the name of another one that still runs. */
    record Start(String node) implements Step {
    }

    record Stop(int process) implements Step {
    }

    record Kill(int process) implements Step {
    }

    record LeaseRunsOut(String node) implements Step {
    }

    record PostgresCrashes() implements Step {
    }

    record TimePasses(int milliseconds) implements Step {
    }

    record SetLimits(Limits limits) implements Step {
    }

    record PutRule(Target target, Integer sessions, Integer rate, Evict evict) implements Step {
    }

    record DropRule(Target target) implements Step {
    }

    /** @param sessions none takes the reserve away */
    record SetReserve(int reserve, int sessions) implements Step {
    }

    /** @param group null for none */
    record ChangeAccount(String account, String group, boolean enabled) implements Step {
    }

    record EnforceLimits() implements Step {
    }
}
