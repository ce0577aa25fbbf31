package io.drawbridge.it.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;

import io.drawbridge.it.Api;
import io.drawbridge.it.Launch;
import io.drawbridge.it.cluster.Client.Heard;

/** The {@link Clients}, inside their namespace. */
public final class ClientsProgram implements Clients {
    /** How long a client that knocks waits before the next one, and the administrator before the next look. */
    private static final long PAUSE_MILLIS = 20;

    /** @param client null when it could not connect */
    private record Arrival(String node, Client client, Heard greeting) {
        boolean admitted() {
            return greeting.text().startsWith("220 ");
        }
    }

    private final Api api;
    private final List<String> addresses;
    private final String partner;
    private final AtomicInteger lastAddress = new AtomicInteger();
    /** Since the last storm began. */
    private final AtomicInteger connected = new AtomicInteger();
    private final AtomicInteger lastNumber = new AtomicInteger();
    private final Map<Integer, Future<Arrivals>> storms = new ConcurrentHashMap<>();
    private final Map<Integer, List<Client>> crowds = new ConcurrentHashMap<>();
    private final Map<Integer, SlowTransfer> transfers = new ConcurrentHashMap<>();
    private Repeated<Knock> knocking;
    private Repeated<Integer> watching;
    private Guests guests;

    private ClientsProgram(URI api, List<String> addresses) {
        this.api = new Api(api, Launch.ADMIN_PASSWORD);
        this.addresses = addresses.subList(0, addresses.size() - 1);
        this.partner = addresses.getLast();
    }

    /** @param arguments the admin API's address, and those from which clients come; from the last one those that transfer */
    public static void main(String... arguments) throws IOException {
        PrintStream answers = System.out;
        // What libraries print must not stand between the answers.
        System.setOut(System.err);
        List<String> all = List.of(arguments);
        RemoteCalls.serve(new ClientsProgram(URI.create(all.getFirst()), all.subList(1, all.size())), System.in, answers);
        System.exit(0);
    }

    @Override
    public void makeAccount(String name) {
        api.makeAccount(name);
    }

    @Override
    public void limit(Integer maxSessions) {
        api.limit(maxSessions);
    }

    @Override
    public void limitPerAddress(int maxSessions) {
        api.limit(null, maxSessions, null);
    }

    @Override
    public void reserve(String name, int sessions, String network) {
        api.reserve(name, sessions, network);
    }

    @Override
    public void allow(String network) {
        api.allow(network);
    }

    @Override
    public void ban(String address) {
        api.ban(address);
    }

    @Override
    public void revokeBan(String address) {
        api.revokeBan(address);
    }

    @Override
    public List<String> addressesInside() {
        return api.sessions().stream().map(Api.Session::remoteAddress).toList();
    }

    @Override
    public void close(String message) {
        api.close(message, 60);
    }

    @Override
    public void open() {
        api.open();
    }

    @Override
    public int total() {
        return api.total();
    }

    @Override
    public void awaitTotal(int total) {
        api.awaitTotal(total);
    }

    @Override
    public synchronized void watchTotal() {
        watching = new Repeated<>(List.of(this::totalIfKnown), PAUSE_MILLIS);
    }

    private int totalIfKnown() {
        try {
            return api.total();
        } catch (AssertionError e) {
            // Not 200: the database is away.
            return 0;
        }
    }

    @Override
    public synchronized int mostWatched() throws InterruptedException, ExecutionException {
        return watching.stop().stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    @Override
    public Arrivals storm(int clients, List<String> nodes) throws InterruptedException, ExecutionException {
        return endStorm(beginStorm(clients, nodes));
    }

    @Override
    public int beginStorm(int clients, List<String> nodes) {
        connected.set(0);
        FutureTask<Arrivals> storm = new FutureTask<>(() -> arrive(clients, nodes));
        Thread.ofPlatform().daemon().start(storm);
        int number = lastNumber.incrementAndGet();
        storms.put(number, storm);
        return number;
    }

    @Override
    public Arrivals endStorm(int storm) throws InterruptedException, ExecutionException {
        return storms.remove(storm).get();
    }

    private Arrivals arrive(int clients, List<String> nodes) throws InterruptedException, ExecutionException {
        CyclicBarrier allHere = new CyclicBarrier(clients);
        List<Callable<Arrival>> tasks = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            String node = nodes.get(i % nodes.size());
            tasks.add(() -> {
                allHere.await();
                return arrive(node);
            });
        }
        Instant start = Instant.now();
        List<Arrival> arrivals = all(tasks);
        Instant end = arrivals.stream().map(arrival -> arrival.greeting().at()).max(Instant::compareTo).orElseThrow();
        List<Arrival> admitted = arrivals.stream().filter(Arrival::admitted).toList();
        int crowd = lastNumber.incrementAndGet();
        crowds.put(crowd, admitted.stream().map(Arrival::client).toList());
        return new Arrivals(crowd, admitted.stream().map(Arrival::node).toList(),
                arrivals.stream().filter(arrival -> !arrival.admitted()).map(arrival -> arrival.greeting().text()).toList(),
                Duration.between(start, end));
    }

    /** The client is left open when it is let in, and closed when it is not. */
    private Arrival arrive(String node) throws InterruptedException, IOException {
        Client client;
        try {
            client = connect(node);
            connected.incrementAndGet();
        } catch (IOException e) {
            return new Arrival(node, null, new Heard("(" + e + ")", Instant.now(), true));
        }
        Arrival arrival = new Arrival(node, client, client.greeting());
        if (!arrival.admitted()) {
            client.close();
        }
        return arrival;
    }

    /** From each of our addresses in turn. */
    private Client connect(String node) throws IOException {
        return new Client(addresses.get(Math.floorMod(lastAddress.getAndIncrement(), addresses.size())), node);
    }

    private static <T> List<T> all(List<Callable<T>> tasks) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }

    @Override
    public Presence presence(int crowd) throws InterruptedException, ExecutionException {
        List<Heard> answers = all(crowds.get(crowd).stream().<Callable<Heard>> map(client -> () -> {
            try {
                client.send("NOOP");
            } catch (IOException e) {
                // It says so below, with the end.
            }
            return client.hear();
        }).toList());
        List<String> ended = answers.stream().map(Heard::text).filter(text -> !text.startsWith("200 ")).toList();
        return new Presence(answers.size() - ended.size(), ended.stream().filter(text -> text.startsWith("421 ")).toList(),
                ended.stream().filter(text -> !text.startsWith("421 ")).toList());
    }

    @Override
    public void leave() throws IOException, InterruptedException, ExecutionException {
        if (knocking != null) {
            knocking.stop();
        }
        for (Integer storm : List.copyOf(storms.keySet())) {
            endStorm(storm);
        }
        for (List<Client> crowd : crowds.values()) {
            for (Client client : crowd) {
                client.close();
            }
        }
        crowds.clear();
        for (SlowTransfer transfer : transfers.values()) {
            transfer.close();
        }
        transfers.clear();
    }

    @Override
    public Knock knock(String node) throws InterruptedException, IOException {
        Instant start = Instant.now();
        Arrival arrival = arrive(node);
        if (arrival.admitted()) {
            arrival.client().close();
        }
        return new Knock(node, start, arrival.greeting().at(), arrival.greeting().text());
    }

    @Override
    public synchronized void keepKnocking(List<String> nodes) {
        knocking = new Repeated<>(nodes.stream().<Callable<Knock>> map(node -> () -> knock(node)).toList(), PAUSE_MILLIS);
    }

    @Override
    public synchronized int knocks() {
        return knocking.done();
    }

    @Override
    public synchronized List<Knock> stopKnocking() throws InterruptedException, ExecutionException {
        return knocking.stop();
    }

    @Override
    public synchronized void haveGuests(int number, String node) {
        guests = new Guests(number, () -> connect(node));
    }

    @Override
    public synchronized int guestsInside() {
        return guests.inside();
    }

    @Override
    public synchronized Visits endGuests() throws InterruptedException, ExecutionException {
        return guests.end();
    }

    @Override
    public int connected() {
        return connected.get();
    }

    @Override
    public int upload(String node, String account, String file) throws IOException, InterruptedException {
        return begun(SlowTransfer.upload(new Client(partner, node).logIn(account), file));
    }

    @Override
    public int download(String node, String account, String file) throws IOException, InterruptedException {
        return begun(SlowTransfer.download(new Client(partner, node).logIn(account), file));
    }

    private int begun(SlowTransfer transfer) {
        int number = lastNumber.incrementAndGet();
        transfers.put(number, transfer);
        return number;
    }

    @Override
    public Transferred finish(int transfer) throws InterruptedException, ExecutionException {
        return transfers.get(transfer).finish();
    }

    @Override
    public List<Duration> closings(int rounds, List<String> nodes) throws Exception {
        List<Duration> closings = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            api.close("Round " + round, 60);
            Instant told = Instant.now();
            List<Instant> heard = all(nodes.stream().<Callable<Instant>> map(node -> () -> awaitKnock(node, false)).toList());
            closings.add(Duration.between(told, heard.stream().max(Instant::compareTo).orElseThrow()));
            api.open();
            all(nodes.stream().<Callable<Instant>> map(node -> () -> awaitKnock(node, true)).toList());
        }
        return closings;
    }

    private Instant awaitKnock(String node, boolean admitted) throws InterruptedException, IOException {
        while (true) {
            Knock knock = knock(node);
            if (!knock.admitted() && !knock.refused()) {
                throw new AssertionError("neither 220 nor 421: " + knock);
            }
            if (knock.admitted() == admitted) {
                return knock.answered();
            }
        }
    }

    @Override
    public List<Duration> kicks(int rounds, List<String> nodes) throws Exception {
        List<Duration> kicks = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            try (Client client = connect(nodes.get(round % nodes.size()))) {
                client.expect("220");
                List<Api.Session> sessions = api.sessions();
                if (sessions.size() != 1) {
                    throw new AssertionError("not one session but " + sessions);
                }
                api.end(sessions.getFirst());
                Instant told = Instant.now();
                Heard farewell = client.farewell();
                if (farewell.end()) {
                    throw new AssertionError("no 421 but " + farewell);
                }
                kicks.add(Duration.between(told, farewell.at()));
            }
            api.awaitTotal(0);
        }
        return kicks;
    }
}
