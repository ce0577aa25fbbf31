package io.drawbridge.bench.load;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.netty.handler.ssl.SslHandler;

/** One client of a round. It begins anew when it is cut off, as long as the round goes on. On the event loop only. */
final class Client implements Data.Owner {
    /** Servers demand that data connections go on with the session of their control connection, so each has one of its own. */
    private static final AtomicLong TLS_SESSIONS = new AtomicLong();
    private static final Pattern PORT = Pattern.compile(",(\\d{1,3}),(\\d{1,3})\\D*$");

    private final Round round;
    private final int number;
    private Control control;
    private String tlsSession;
    private Data data;
    /** Of what is timed. */
    private long began;
    private boolean answered;
    private boolean dataOver;
    private long received;

    Client(Round round, int number) {
        this.round = round;
        this.number = number;
    }

    void start() {
        control = new Control(this::greeted, this::broken);
        began = System.nanoTime();
        control.connect(round.network(), round.server());
    }

    /** Cuts it off when it has waited too long. */
    void look(long patience) {
        if (control != null && control.hasWaited(patience)) {
            control.fail("no reply");
        }
    }

    void stop() {
        if (data != null) {
            data.drop();
        }
        if (control != null) {
            control.end();
        }
    }

    private void broken(String why) {
        if (data != null) {
            data.drop();
            data = null;
        }
        round.cutOff(this, why);
    }

    private void greeted(Reply greeting) {
        long took = System.nanoTime() - began;
        if (greeting.isPreliminary()) {
            // It has to wait for a place.
            control.hear(this::greeted);
        } else if (round.work() instanceof Work.Visit && greeting.code() == 421) {
            round.tally().refused(took);
            control.end();
            round.next(this);
        } else if (greeting.code() != 220) {
            control.fail("greeted " + greeting.code());
        } else if (round.work() instanceof Work.Visit) {
            round.tally().done(took, 0);
            quit();
        } else if (round.work().isTls()) {
            secure();
        } else {
            logIn();
        }
    }

    private void quit() {
        say("QUIT", 221, bye -> {
            control.end();
            round.next(this);
        });
    }

    private void secure() {
        tlsSession = "session-" + TLS_SESSIONS.incrementAndGet();
        say("AUTH TLS", 234, ready -> control.secure(round.network().tls(tlsSession),
                () -> say("PBSZ 0", 200, agreed -> say("PROT P", 200, isPrivate -> logIn()))));
    }

    private void logIn() {
        control.say("USER " + round.server().user(), user -> {
            if (user.code() == 230) {
                loggedIn();
            } else if (user.code() == 331) {
                say("PASS " + round.server().password(), 230, in -> loggedIn());
            } else {
                control.fail("USER: " + user.code());
            }
        });
    }

    private void loggedIn() {
        if (round.work() instanceof Work.Login) {
            round.tally().done(System.nanoTime() - began, 0);
            quit();
        } else {
            say("TYPE I", 200, image -> round.ready(this));
        }
    }

    /** What it is logged in for, once. */
    void work() {
        began = System.nanoTime();
        switch (round.work()) {
            case Work.Noop noop -> say("NOOP", 200, okay -> {
                round.tally().done(System.nanoTime() - began, 0);
                goOn();
            });
            case Work.Retrieve retrieve -> transfer("RETR " + retrieve.path());
            case Work.Store store -> transfer("STOR " + store.folder() + "/" + number);
            case Work.Listing listing -> transfer(listing.verb() + " " + listing.path());
            case Work.Visit visit -> throw new IllegalStateException("no session");
            case Work.Login login -> throw new IllegalStateException("no session");
        }
    }

    private void goOn() {
        if (round.isOver()) {
            quit();
        } else {
            work();
        }
    }

    private void transfer(String line) {
        answered = false;
        dataOver = false;
        say("PASV", 227, passive -> {
            Matcher port = PORT.matcher(passive.text());
            if (!port.find()) {
                control.fail("PASV: no port");
                return;
            }
            data = new Data(this);
            Optional<SslHandler> tls = round.work().isTls() ? Optional.of(round.network().tls(tlsSession)) : Optional.empty();
            // Whatever address it names: only the one that the client is connected to is known to be of this machine.
            data.connect(round.network(), new InetSocketAddress(round.server().address().getAddress(),
                    Integer.parseInt(port.group(1)) << 8 | Integer.parseInt(port.group(2))), tls);
            control.say(line, this::begun);
        });
    }

    private void begun(Reply reply) {
        if (reply.isPreliminary()) {
            control.hear(this::transferred);
            if (round.work() instanceof Work.Store store) {
                data.send(store.size());
            }
        } else {
            transferred(reply);
        }
    }

    private void transferred(Reply reply) {
        if (!reply.isPositive()) {
            control.fail("transfer: " + reply.code());
            return;
        }
        answered = true;
        endTransfer();
    }

    @Override
    public void dataEnded(long bytes) {
        dataOver = true;
        received = bytes;
        endTransfer();
    }

    @Override
    public void dataFailed(String why) {
        control.fail(why);
    }

    private void endTransfer() {
        if (!answered || !dataOver) {
            return;
        }
        long bytes = switch (round.work()) {
            case Work.Retrieve retrieve -> received == retrieve.size() ? received : -1;
            case Work.Store store -> store.size();
            case Work.Listing listing -> received > 0 ? received : -1;
            case Work.Noop noop -> 0;
            case Work.Visit visit -> 0;
            case Work.Login login -> 0;
        };
        if (bytes < 0) {
            control.fail("only a part came");
            return;
        }
        round.tally().done(System.nanoTime() - began, bytes);
        goOn();
    }

    private void say(String line, int code, Consumer<Reply> then) {
        control.say(line, reply -> {
            if (reply.code() == code) {
                then.accept(reply);
            } else {
                int space = line.indexOf(' ');
                control.fail((space < 0 ? line : line.substring(0, space)) + ": " + reply.code());
            }
        });
    }
}
