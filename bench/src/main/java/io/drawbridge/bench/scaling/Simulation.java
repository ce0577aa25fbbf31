package io.drawbridge.bench.scaling;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

import io.drawbridge.bench.door.Costs;

/**
 * One run of a scenario, event by event. The same scenario, costs and seed give the same outcome. A database does one
 * thing at a time, in the order in which it is asked: the lock of the door. All else (the pods' own work, what clients do
 * inside) costs no time here.
 *
 * <p>
 * The credit of a pod stays taken in the database until the pod's next call, so the limit holds; the pod itself gives away
 * no place of it once it has run out.
 */
final class Simulation {
    /** Seconds from a pod to its database, and as many back. */
    private static final double WAY = 0.000_25;
    /** Seconds that a greeting takes when nobody has to be asked. */
    private static final double AT_ONCE = 0.000_05;
    /** Of the time between two flushes. */
    private static final double CREDIT_VALID = 2.5;
    private static final double BEAT = 1;
    /** As many arrivals between two flushes make credit worth its while; fewer are asked for. */
    private static final double LEAST_DEMAND = 4;
    /** Seconds that one stays who only looks at the greeting. */
    private static final double VISIT = 0.005;
    /** Most of a batch. */
    private static final int MOST = 1000;
    /** Of the places that are free, no pod takes more than this part of its even share in advance. */
    private static final double CAUTION = 0.5;
    private static final double MICRO = 1e-6;
    private static final double NANO = 1e9;

    private record Event(double at, long order, Runnable what) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Double.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Scenario scenario;
    private final Costs costs;
    private final double creditValid;
    private final double begin;
    private final double end;
    private final SplittableRandom random;
    private final Outcome outcome = new Outcome();
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private double now;
    private long lastEvent;

    private Simulation(Scenario scenario, Costs costs, long seed, double warmUp, double seconds) {
        this.scenario = scenario;
        this.costs = costs;
        this.creditValid = CREDIT_VALID * scenario.flush();
        this.random = new SplittableRandom(seed);
        this.begin = warmUp;
        this.end = warmUp + seconds;
    }

    /**
     * @param warmUp simulated seconds that do not count
     * @param seconds simulated seconds that do
     */
    static Outcome run(Scenario scenario, Costs costs, long seed, double warmUp, double seconds) {
        Simulation simulation = new Simulation(scenario, costs, seed, warmUp, seconds);
        simulation.run();
        return simulation.outcome;
    }

    private void run() {
        for (int d = 0; d < scenario.databases(); d++) {
            Database database = new Database();
            for (int p = 0; p < scenario.pods() / scenario.databases(); p++) {
                new Pod(database).begin();
            }
        }
        while (!events.isEmpty() && events.peek().at() <= end) {
            Event event = events.poll();
            now = event.at();
            event.what().run();
        }
    }

    private void at(double time, Runnable what) {
        if (time <= end) {
            events.add(new Event(time, lastEvent++, what));
        }
    }

    private double exponential(double mean) {
        return -mean * Math.log(1 - random.nextDouble());
    }

    private boolean counts() {
        return now >= begin;
    }

    /** One door: what it has counted, and until when it is busy. */
    private final class Database {
        private final int limit = scenario.limitOfDatabase();
        private final int nodes = scenario.pods() / scenario.databases();
        private int counted;
        private int inCredit;
        /** Who is inside indeed, whether it has been told or not. */
        private int inside;
        private double busyUntil;

        private double work(double seconds) {
            busyUntil = Math.max(now, busyUntil) + seconds;
            return busyUntil;
        }

        /** @return when it has done that */
        double settle(int arrived, int departed) {
            double time = MICRO * (costs.call() + costs.arrival() / 2 * (arrived + departed)
                    + costs.thousandHeld() * counted / 1000 + costs.node() * nodes);
            if (counts()) {
                outcome.settling += time / (end - begin) / scenario.databases();
            }
            return work(time);
        }

        double beat(int reported) {
            double time = MICRO * (costs.beat() + costs.reported() * reported + costs.beatThousandHeld() * counted / 1000
                    + costs.beatNode() * nodes);
            if (counts()) {
                outcome.beating += time / (end - begin) / scenario.databases();
            }
            return work(time);
        }

        int free() {
            return limit - counted - inCredit;
        }

        void enter() {
            inside++;
            outcome.excess = Math.max(outcome.excess, inside - limit);
        }
    }

    /** @param at when it has come */
    private record Arrival(double at) {
    }

    private static final class Session {
        private boolean told;
        private boolean gone;
    }

    private final class Pod {
        private final Database database;
        private final boolean onCredit = scenario.policy() == Scenario.Policy.CREDIT
                && scenario.flush() / meanGap() >= LEAST_DEMAND;
        private final List<Arrival> waiting = new ArrayList<>();
        /** Let in on credit, and not told yet. */
        private List<Session> untold = new ArrayList<>();
        private int departed;
        private int inside;
        private boolean asking;
        private int credit;
        private double creditEnds;
        /** As the database has it. */
        private int taken;
        private int recent;

        Pod(Database database) {
            this.database = database;
        }

        void begin() {
            inside = scenario.sessions() / scenario.pods();
            database.counted += inside;
            database.inside += inside;
            for (int i = 0; i < inside; i++) {
                double leaves = exponential(scenario.stay());
                if (leaves < end) {
                    Session session = new Session();
                    session.told = true;
                    at(leaves, () -> leave(session));
                }
            }
            at(exponential(meanGap()), this::arrive);
            at(random.nextDouble() * BEAT, this::beat);
            if (onCredit) {
                at(random.nextDouble() * scenario.flush(), this::flush);
            }
        }

        private double meanGap() {
            return scenario.pods() / scenario.arrivalsPerSecond();
        }

        private void arrive() {
            at(now + exponential(meanGap()), this::arrive);
            if (counts()) {
                outcome.arrivals++;
            }
            recent++;
            if (credit > 0 && now < creditEnds) {
                credit--;
                Session session = new Session();
                untold.add(session);
                letIn(session, now, AT_ONCE);
            } else {
                waiting.add(new Arrival(now));
                ask();
            }
        }

        private void letIn(Session session, double arrivedAt, double greetedAfter) {
            greeted(arrivedAt, greetedAfter);
            inside++;
            database.enter();
            boolean visits = random.nextDouble() < scenario.visits();
            at(arrivedAt + greetedAfter + exponential(visits ? VISIT : scenario.stay()), () -> leave(session));
        }

        private void greeted(double arrivedAt, double after) {
            if (arrivedAt >= begin) {
                outcome.greetings.add((long) (after * NANO));
            }
        }

        private void leave(Session session) {
            session.gone = true;
            inside--;
            database.inside--;
            if (session.told) {
                departed++;
                if (!onCredit) {
                    ask();
                }
            } else {
                // Its place is one of the credit again; whether that is still good is seen when somebody wants it.
                credit++;
            }
        }

        private void flush() {
            at(now + scenario.flush(), this::flush);
            if (departed > 0 || !untold.isEmpty() || recent > 0 || taken > 0) {
                ask();
            }
        }

        private void ask() {
            if (asking) {
                return;
            }
            asking = true;
            List<Arrival> asked = List.copyOf(waiting.subList(0, Math.min(waiting.size(), MOST)));
            waiting.subList(0, asked.size()).clear();
            List<Session> told = untold.stream().filter(session -> !session.gone).toList();
            untold = new ArrayList<>();
            told.forEach(session -> session.told = true);
            int gone = departed;
            departed = 0;
            int kept = now < creditEnds ? credit : 0;
            credit = kept;
            int wanted = onCredit && recent > 0
                    ? (int) Math.ceil(1 + 2 * creditValid / meanGap())
                    : 0;
            recent = 0;
            at(now + WAY, () -> settle(asked, told.size(), gone, kept, wanted));
        }

        private void settle(List<Arrival> asked, int told, int gone, int kept, int wanted) {
            double done = database.settle(asked.size() + told, gone);
            database.counted += told - gone;
            database.inCredit += kept - taken;
            taken = kept;
            int admitted = Math.max(0, Math.min(asked.size(), database.free()));
            database.counted += admitted;
            if (counts()) {
                int refused = asked.size() - admitted;
                outcome.refused += refused;
                outcome.refusedNeedlessly += Math.min(refused, Math.max(0, database.limit - database.inside - admitted));
            }
            int granted = Math.max(0,
                    Math.min(wanted - kept, (int) (CAUTION * database.free() / Math.max(1, database.nodes))));
            database.inCredit += granted;
            taken += granted;
            at(done + WAY, () -> answered(asked, admitted, granted));
        }

        private void answered(List<Arrival> asked, int admitted, int granted) {
            for (int i = 0; i < asked.size(); i++) {
                Arrival arrival = asked.get(i);
                if (i < admitted) {
                    Session session = new Session();
                    session.told = true;
                    letIn(session, arrival.at(), now - arrival.at());
                } else {
                    greeted(arrival.at(), now - arrival.at());
                }
            }
            if (granted > 0 || credit > 0) {
                credit += granted;
                creditEnds = now + creditValid;
            }
            asking = false;
            if (!waiting.isEmpty() || !onCredit && departed > 0) {
                ask();
            }
        }

        private void beat() {
            at(now + WAY, () -> {
                double done = database.beat((int) (inside * scenario.active()));
                // The next one begins a second after this one has ended.
                at(done + WAY + BEAT, this::beat);
            });
        }
    }
}
