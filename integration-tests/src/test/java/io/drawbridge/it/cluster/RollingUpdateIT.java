package io.drawbridge.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import io.drawbridge.it.Api;
import io.drawbridge.it.CommandLine;
import io.drawbridge.it.Content;
import io.drawbridge.it.DrawbridgeProcess;
import io.drawbridge.it.FailureReport;
import io.drawbridge.it.Refusals;
import io.drawbridge.it.cluster.Clients.Transferred;
import io.drawbridge.it.cluster.Clients.Visit;
import io.drawbridge.it.cluster.Clients.Visits;
import io.drawbridge.it.cluster.Cluster.Node;

/** What clients notice when the nodes behind HAProxy are replaced one after the other, as docs/operations.md says. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class RollingUpdateIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int INSIDE = 200;
    private static final int TOO_MANY = 20;
    /** For the partner, who transfers. */
    private static final int RESERVED = 16;
    private static final int LIMIT = INSIDE + RESERVED;
    private static final String GUESTS = "10.220.1.0/24";
    private static final int TRANSFERS_EACH_WAY = 3;
    private static final long LARGE = 64 * Content.MIB;

    @TempDir
    private static Path folder;
    private static Cluster cluster;
    private static Clients clients;
    private static HaProxy haProxy;
    private static Path tree;
    private static Path large;

    private final AtomicInteger lastName = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        CommandLine.of("lftp", "--version").run();
        cluster = Cluster.startForHaProxy(folder);
        clients = cluster.clients();
        haProxy = cluster.startHaProxy("");
        Files.createDirectories(cluster.home());
        tree = tree(cluster.home().resolve("tree"));
        large = Content.write(cluster.home().resolve("large"), LARGE);
        clients.reserve("partner", RESERVED, Cluster.PARTNER + "/32");
        clients.limit(LIMIT);
        // They try again much sooner than they are told to.
        clients.allow(GUESTS);
    }

    @AfterAll
    static void stop() throws Exception {
        if (cluster != null) {
            cluster.stop();
        }
    }

    /** Some small files, some larger ones, and one of nothing. */
    private static Path tree(Path root) throws IOException {
        for (int i = 0; i < 12; i++) {
            Path file = root.resolve("folder-" + i % 3).resolve("file-" + i);
            Files.createDirectories(file.getParent());
            Content.write(file, i * i * 10_000L);
        }
        return root;
    }

    @Test
    void no_transfer_fails_and_the_limit_holds_while_all_nodes_are_replaced() throws Exception {
        cluster.database().watchSessions();
        clients.haveGuests(INSIDE + TOO_MANY, HaProxy.ADDRESS);
        awaitFull();
        Repeated<String> mirrors = new Repeated<>(List.of(this::mirrorUp, this::mirrorDown), 0);
        for (int i = 0; i < cluster.size(); i++) {
            replace(i);
        }
        List<String> transcripts = mirrors.stop();
        Visits visits = clients.endGuests();

        assertThat(cluster.database().mostSessions()).as("sessions in the database").isBetween(INSIDE, LIMIT);
        assertThat(visits.mostAtOnce()).as("guests inside").isEqualTo(INSIDE);
        assertThat(visits.refusals()).isNotEmpty().allSatisfy(
                heard -> assertThat(heard).as("of a newcomer").matches(Refusals.tooManySessions(LIMIT) + "\r\n"));
        assertThat(visits.visits()).extracting(Visit::farewell)
                .allSatisfy(heard -> assertThat(heard).as("of one inside").matches("|421 Shutting down\\.?\r\n"));
        assertThat(transcripts).hasSizeGreaterThan(2 * cluster.size()).allSatisfy(RollingUpdateIT::assertNoneBrokenOff);
    }

    private void replace(int index) throws Exception {
        Node node = cluster.node(index);
        List<Integer> transfers = new ArrayList<>();
        haProxy.sendNewcomersOnlyTo(index);
        for (int i = 0; i < TRANSFERS_EACH_WAY; i++) {
            transfers.add(clients.upload(HaProxy.ADDRESS, Cluster.ACCOUNT, uploaded(i).getFileName().toString()));
            transfers.add(clients.download(HaProxy.ADDRESS, Cluster.ACCOUNT, large.getFileName().toString()));
        }
        haProxy.sendNewcomersEverywhere();
        int before = cluster.database().sessions(node.name());
        node.tellToStop();
        await().atMost(SOON).until(() -> haProxy.server("nodes", index).check().equals("L7STS 503"));
        assertThat(haProxy.server("nodes", index).isUp()).isFalse();
        assertThat(cluster.database().sessions(node.name())).as("sessions when newcomers go elsewhere")
                .isGreaterThan(before / 2);

        await().atMost(SOON).until(() -> cluster.database().sessions(node.name()) < before / 2);
        assertThat(haProxy.server("data-" + index, index).connections()).as("transfers when idle sessions were told to go")
                .isGreaterThanOrEqualTo(2 * TRANSFERS_EACH_WAY);
        for (int i = 0; i < TRANSFERS_EACH_WAY; i++) {
            Transferred up = clients.finish(transfers.get(2 * i));
            assertThat(up.reply()).startsWith("226 ");
            assertThat(up.sha256()).isEqualTo(Content.sha256(uploaded(i)));
            Transferred down = clients.finish(transfers.get(2 * i + 1));
            assertThat(down.reply()).startsWith("226 ");
            assertThat(down.sha256()).isEqualTo(Content.sha256(large));
        }
        DrawbridgeProcess.End end = node.awaitEnd();
        assertThat(end.status()).isZero();
        node.startAgain();
        await().atMost(SOON).until(() -> haProxy.server("nodes", index).isUp());
        awaitFull();
        await().atMost(SOON).until(() -> cluster.database().sessions(node.name()) > 0);
    }

    private static Path uploaded(int number) {
        return cluster.home().resolve("uploaded-" + number);
    }

    private static void awaitFull() {
        await().atMost(SOON).untilAsserted(() -> assertThat(clients.guestsInside()).isEqualTo(INSIDE));
    }

    private static void assertNoneBrokenOff(String transcript) {
        assertThat(transcript).contains("<--- 226").doesNotContain("<--- 425", "<--- 426", "<--- 451");
    }

    private String mirrorUp() throws Exception {
        Path there = cluster.home().resolve("up-" + lastName.incrementAndGet());
        return transferTree("mirror -R -P 2 " + tree + " " + there.getFileName(), there);
    }

    private String mirrorDown() throws Exception {
        Path here = folder.resolve("down-" + lastName.incrementAndGet());
        return transferTree("mirror -P 2 " + tree.getFileName() + " " + here, here);
    }

    /** Goes on in another session where one is closed. */
    private String transferTree(String command, Path copy) throws Exception {
        String said = lftp("set net:max-retries 0; set net:reconnect-interval-base 1; " + command);
        List<Path> files = files(tree);
        assertThat(files(copy)).isEqualTo(files);
        for (Path file : files) {
            assertThat(copy.resolve(file)).hasSameBinaryContentAs(tree.resolve(file));
        }
        delete(copy);
        return said;
    }

    /** @return what client and server have said, among other things */
    private static String lftp(String commands) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(cluster.whereClientsAre());
        words.addAll(List.of("lftp", "--norc", "-u", Cluster.ACCOUNT + "," + Api.passwordOf(Cluster.ACCOUNT), "-p",
                Integer.toString(Client.FTP_PORT), HaProxy.ADDRESS, "-e", "debug 5; set net:socket-bind-ipv4 "
                        + Cluster.PARTNER + "; set cmd:fail-exit yes; set ftp:ssl-allow no; " + commands + "; exit"));
        return CommandLine.of(words.getFirst(), words.subList(1, words.size()).toArray(String[]::new)).run();
    }

    /** In order, as they are called in that folder. */
    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
        }
    }

    private static void delete(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
