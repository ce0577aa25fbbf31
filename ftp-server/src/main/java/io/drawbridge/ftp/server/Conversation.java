package io.drawbridge.ftp.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.admission.Offence;
import io.drawbridge.ftp.command.Dispatcher;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Command;
import io.drawbridge.ftp.protocol.Input;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.session.SessionEvent;
import io.drawbridge.reply.ReplyCode;

/**
 * The thread of a session: takes its events one after the other and answers. It goes on while a transfer runs, so that
 * ABOR, STAT and NOOP are answered then; the rest waits for the transfer's end. A command that works long itself (HASH, COMB,
 * RMDA) lets it listen between its pieces, to the same end. A virtual thread, begun by the first event: a client that
 * is greeted and says nothing costs none.
 */
final class Conversation {
    private static final Logger LOG = Logger.getLogger(Conversation.class);

    /**
     * Replies come in the order of the commands, also to a client that sends several at once; but for one that takes longer.
     */
    private static final Duration PROMPT = Duration.ofSeconds(1);

    private final Dispatcher dispatcher;
    private final Session session;
    private final ControlConnection connection;
    private final BlockingQueue<SessionEvent> mailbox = new LinkedBlockingQueue<>();
    private final AtomicBoolean begun = new AtomicBoolean();
    /** Commands that came during a transfer or other long work and are not for then. */
    private final ArrayDeque<Command> waiting = new ArrayDeque<>();
    /** Answers to ABOR, due when what it stopped has been answered. */
    private final List<Reply> afterStopped = new ArrayList<>();
    private long workBegun;
    private boolean workStopped;
    private boolean inputEnded;
    private boolean over;

    Conversation(Dispatcher dispatcher, Session session, ControlConnection connection) {
        this.dispatcher = dispatcher;
        this.session = session;
        this.connection = connection;
        session.setMeanwhile(this::listen);
    }

    /** Any thread. */
    void tell(SessionEvent event) {
        mailbox.add(event);
        boolean nothingToEnd = event instanceof SessionEvent.Disconnected && !begun.get();
        if (!nothingToEnd && begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name("session-" + session.slot().id()).start(this::run);
        }
    }

    private void run() {
        try {
            while (!over) {
                handle(mailbox.take());
                goOnWithWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s failed", session.slot().id());
        } finally {
            connection.close();
            session.end();
            session.takeEndpoint().ifPresent(Endpoint::close);
        }
    }

    private void handle(SessionEvent event) {
        switch (event) {
            case SessionEvent.Received received -> {
                session.touch();
                switch (received.input()) {
                    case Input.Fault fault -> {
                        session.slot().offend(Offence.BAD_COMMAND);
                        answer(fault.reply());
                    }
                    case Input.Line line -> command(Command.parse(line.text()));
                }
            }
            case SessionEvent.TransferEnded ended -> transferEnded(ended.outcome());
            case SessionEvent.InputEnded ended -> {
                inputEnded = true;
                // RFC 959 §3.2: the data connection goes with the control connection.
                session.transfer().ifPresent(running -> running.abort(Transfer.AbortCause.CONTROL_CONNECTION_CLOSED));
            }
            case SessionEvent.Disconnected disconnected -> over = true;
        }
    }

    private void command(Command command) {
        Optional<Verb> verb = Verb.of(command.word());
        if (verb.isEmpty()) {
            session.slot().offend(Offence.BAD_COMMAND);
            answer(Reply.of(ReplyCode.COMMAND_UNRECOGNIZED, "Unknown command"));
        } else if (session.isWorking() || session.transfer().isPresent()) {
            meanwhile(verb.get(), command);
        } else {
            work(verb.get(), command);
        }
    }

    private void work(Verb verb, Command command) {
        workBegun = System.nanoTime();
        workStopped = false;
        answer(dispatcher.run(session, verb, command.argument()));
        answerStopping();
    }

    /** Between two pieces of a command's work. */
    private boolean listen() {
        if (System.nanoTime() - workBegun > PROMPT.toNanos()) {
            for (SessionEvent event = mailbox.poll(); event != null; event = mailbox.poll()) {
                handle(event);
            }
        }
        return !workStopped;
    }

    /** During a transfer, or while a command works. */
    private void meanwhile(Verb verb, Command command) {
        switch (verb.timing()) {
            case AFTER_TRANSFER -> {
                waiting.add(command);
                // RFC 959 §4.1.1 has it wait for a transfer; the rest of other work nobody will ask for.
                workStopped |= verb == Verb.QUIT;
            }
            case AT_ONCE -> {
                Reply reply = dispatcher.run(session, verb, command.argument());
                if (reply.code() == ReplyCode.CLOSING_DATA_CONNECTION) {
                    // RFC 959 §4.1.3: 426 for the transfer, then 226 for ABOR itself. Other work ends with 451.
                    afterStopped.add(reply);
                    workStopped = true;
                } else {
                    answer(reply);
                }
            }
        }
    }

    private void transferEnded(Transfer.Outcome outcome) {
        session.transferEnded();
        connection.sendTransferEnd(dispatcher.transferEnded(session, outcome));
        answerStopping();
    }

    private void answerStopping() {
        afterStopped.forEach(this::answer);
        afterStopped.clear();
    }

    private void goOnWithWaiting() {
        while (!over && !waiting.isEmpty() && session.transfer().isEmpty()) {
            command(waiting.remove());
        }
        over |= inputEnded && session.transfer().isEmpty();
    }

    /** Only now is the line taken: a client that sends more than is answered is held up. */
    private void answer(Reply reply) {
        connection.send(reply);
        connection.lineTaken();
        over |= reply.code().closesConnection();
    }
}
