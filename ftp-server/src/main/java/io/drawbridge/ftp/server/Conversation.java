package io.drawbridge.ftp.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.admission.Offence;
import io.drawbridge.ftp.command.Dispatcher;
import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.Command;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.session.SessionEvent;
import io.drawbridge.reply.ReplyCode;

/**
 * Takes the events of a session one after the other and answers. It goes on while a transfer runs, so that ABOR, STAT and NOOP
 * are answered then; the rest waits for the transfer's end. A command that works long itself (HASH, COMB, RMDA) lets it listen
 * between its pieces, to the same end.
 *
 * <p>
 * One at a time has the session: the event loop, which answers what is answered promptly, or a virtual thread that it begins
 * for a command that may wait. The thread goes on with what has come meanwhile, and then gives the session back by a task of
 * the event loop behind its replies: no later reply can overtake them. A client that says nothing costs no thread, and neither
 * does one whose transfer runs.
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

    /** Filled by the event loop, emptied by who has the session. */
    private final Queue<SessionEvent> mailbox = new ConcurrentLinkedQueue<>();
    /** Whether somebody has the session. Of the event loop. */
    private boolean taken;
    /** The event loop has the session, and waits for the client to read what it was sent. Of the event loop. */
    private boolean heldUp;
    /** Of the event loop. */
    private boolean ended;

    // Of who has the session.

    /** Commands that came during a transfer or other long work and are not for then. */
    private final Queue<SessionEvent> waiting = new ArrayDeque<>(1);
    /** Answers to ABOR, due when what it stopped has been answered. */
    private final List<Reply> afterStopped = new ArrayList<>(0);
    /** What a thread has answered and not yet handed to the event loop. */
    private List<Answer> answered = new ArrayList<>(0);
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

    /** On the event loop. */
    void tell(SessionEvent event) {
        if (ended) {
            return;
        }
        mailbox.add(event);
        if (!taken) {
            taken = true;
            goOn();
        } else {
            goOnUnlessHeldUp();
        }
    }

    /** The client may have read what held it up, or need not any more. On the event loop. */
    void goOnUnlessHeldUp() {
        if (heldUp && !connection.isHeldUp()) {
            heldUp = false;
            goOn();
        }
    }

    /** The event loop has the session, and keeps it until nothing is left to be done or something may wait. */
    private void goOn() {
        while (!over) {
            if (connection.isHeldUp()) {
                heldUp = true;
                return;
            }
            SessionEvent event = next();
            if (event == null) {
                taken = false;
                return;
            }
            if (mayWait(event)) {
                Thread.ofVirtual().name("session-" + session.slot().id()).start(() -> run(event));
                return;
            }
            try {
                hear(event);
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
        end();
    }

    /** A thread has the session until nothing is left to be done. */
    private void run(SessionEvent first) {
        try {
            SessionEvent event = first;
            while (event != null) {
                hear(event);
                event = over ? null : next();
                if (event != null) {
                    send();
                }
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        } finally {
            connection.send(takeAnswered(), this::goOn);
        }
    }

    private void fail(Throwable e) {
        LOG.errorf(e, "session=%s failed", session.slot().id());
        over = true;
    }

    private void end() {
        ended = true;
        connection.close();
        session.end();
        session.takeEndpoint().ifPresent(Endpoint::close);
    }

    /** Null for nothing that could be done now. */
    private SessionEvent next() {
        return !waiting.isEmpty() && session.transfer().isEmpty() ? waiting.remove() : mailbox.poll();
    }

    /** Whether hearing it is not for the event loop. */
    private boolean mayWait(SessionEvent event) {
        return switch (event) {
            case SessionEvent.Commanded told -> told.verb().isPresent()
                    && (session.transfer().isEmpty() || told.verb().get().timing() == Verb.Timing.AT_ONCE)
                    && dispatcher.mayWait(session, told.verb().get(), told.command().argument());
            case SessionEvent.Failed failed -> false;
            case SessionEvent.TransferEnded transfer -> false;
            case SessionEvent.InputEnded input -> false;
            case SessionEvent.Disconnected disconnected -> false;
        };
    }

    private void hear(SessionEvent event) {
        switch (event) {
            case SessionEvent.Commanded told -> {
                session.touch();
                command(told);
            }
            case SessionEvent.Failed failed -> {
                session.touch();
                session.slot().offend(Offence.BAD_COMMAND);
                answer(failed.fault().reply());
            }
            case SessionEvent.TransferEnded transfer -> transferEnded(transfer.outcome());
            case SessionEvent.InputEnded input -> {
                inputEnded = true;
                // RFC 959 §3.2: the data connection goes with the control connection.
                session.transfer().ifPresent(running -> running.abort(Transfer.AbortCause.CONTROL_CONNECTION_CLOSED));
            }
            case SessionEvent.Disconnected disconnected -> over = true;
        }
        over |= inputEnded && waiting.isEmpty() && session.transfer().isEmpty() && !session.isWorking();
    }

    private void command(SessionEvent.Commanded told) {
        if (told.verb().isEmpty()) {
            session.slot().offend(Offence.BAD_COMMAND);
            answer(Reply.of(ReplyCode.COMMAND_UNRECOGNIZED, "Unknown command"));
        } else if (session.isWorking() || session.transfer().isPresent()) {
            meanwhile(told, told.verb().get());
        } else {
            work(told.verb().get(), told.command());
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
                hear(event);
                send();
            }
        }
        return !workStopped;
    }

    /** During a transfer, or while a command works. */
    private void meanwhile(SessionEvent.Commanded told, Verb verb) {
        switch (verb.timing()) {
            case AFTER_TRANSFER -> {
                waiting.add(told);
                // RFC 959 §4.1.1 has it wait for a transfer; the rest of other work nobody will ask for.
                workStopped |= verb == Verb.QUIT;
            }
            case AT_ONCE -> {
                Reply reply = dispatcher.run(session, verb, told.command().argument());
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
        answer(new Answer(dispatcher.transferEnded(session, outcome), session.isSecured(), true));
        answerStopping();
    }

    private void answerStopping() {
        if (!afterStopped.isEmpty()) {
            afterStopped.forEach(this::answer);
            afterStopped.clear();
        }
    }

    /** Only now is the line taken: a client that sends more than is answered is held up. */
    private void answer(Reply reply) {
        answer(new Answer(reply, session.isSecured(), false));
        over |= reply.code().closesConnection();
    }

    private void answer(Answer answer) {
        if (connection.isOnEventLoop()) {
            connection.answer(answer);
        } else {
            answered.add(answer);
        }
    }

    /** From a thread: hands on what it has answered, and waits while the client does not read. */
    private void send() {
        if (!answered.isEmpty()) {
            connection.send(takeAnswered(), () -> {
            });
            connection.awaitReading();
        }
    }

    private List<Answer> takeAnswered() {
        List<Answer> taken = answered;
        answered = new ArrayList<>(0);
        return taken;
    }
}
