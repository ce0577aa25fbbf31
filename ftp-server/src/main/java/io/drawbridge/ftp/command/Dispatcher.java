package io.drawbridge.ftp.command;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

import jakarta.inject.Singleton;

import org.jboss.logging.Logger;

import io.drawbridge.ftp.data.Endpoint;
import io.drawbridge.ftp.data.Transfer;
import io.drawbridge.ftp.protocol.HashAlgorithm;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Pending;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;

/** From a verb and its argument to the one reply. */
@Singleton
public final class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);

    /** Clients put these between REST and the transfer that it is for. */
    private static final Set<Verb> KEEP_PENDING = EnumSet.of(Verb.PASV, Verb.EPSV, Verb.PORT, Verb.EPRT, Verb.TYPE, Verb.NOOP);

    private final LoginCommands login;
    private final DirectoryCommands directories;
    private final FileCommands files;
    private final TransferCommands transfers;
    private final ListingCommands listings;
    private final PassiveCommands passive;
    private final ActiveCommands active;
    private final SettingCommands settings;
    private final InfoCommands info;
    private final ChecksumCommands checksums;
    private final SiteCommands sites;
    private final SecurityCommands security;
    private final Accesses accesses;

    Dispatcher(LoginCommands login, DirectoryCommands directories, FileCommands files, TransferCommands transfers,
            ListingCommands listings, PassiveCommands passive, ActiveCommands active, SettingCommands settings,
            InfoCommands info, ChecksumCommands checksums, SiteCommands sites, SecurityCommands security, Accesses accesses) {
        this.login = login;
        this.directories = directories;
        this.files = files;
        this.transfers = transfers;
        this.listings = listings;
        this.passive = passive;
        this.active = active;
        this.settings = settings;
        this.info = info;
        this.checksums = checksums;
        this.sites = sites;
        this.security = security;
        this.accesses = accesses;
    }

    /**
     * Whether running it may ask the disk, the database or the network, or take long: that is not for an event loop. Of a port
     * that is open the session takes its part here, so that the command need not.
     */
    public boolean mayWait(Session session, Verb verb, String argument) {
        if (verb == Verb.USER) {
            // A certificate may be a login.
            return session.certificate().isPresent();
        }
        if (verb == Verb.STAT) {
            return !argument.isBlank();
        }
        if (verb == Verb.PASV || verb == Verb.EPSV) {
            return !passive.lend(session);
        }
        return verb.pace() == Verb.Pace.MAY_WAIT;
    }

    /**
     * Runs a command. A reply of 150 means that a transfer has been started, whose end comes as an event.
     *
     * @param argument empty for none
     */
    public Reply run(Session session, Verb verb, String argument) {
        try {
            return inLanguageOf(session, answer(session, verb, argument));
        } finally {
            // What PASV was lent and has not taken.
            session.takeLent().ifPresent(Endpoint::close);
        }
    }

    private Reply answer(Session session, Verb verb, String argument) {
        if (verb.access() == Verb.Access.LOGGED_IN && !session.isLoggedIn()) {
            return Reply.of(ReplyCode.NOT_LOGGED_IN, "Log in with USER and PASS first");
        }
        if (verb.argument() == Verb.Argument.REQUIRED && argument.isEmpty()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, "Syntax: " + verb.syntax());
        }
        if (verb.argument() == Verb.Argument.NONE && !argument.isBlank()) {
            return Reply.of(ReplyCode.SYNTAX_ERROR_IN_ARGUMENTS, verb + " takes no argument");
        }
        try {
            Optional<Reply> notPermitted = Permits.refusal(session, verb, argument);
            return notPermitted.isPresent() ? notPermitted.get() : handle(session, verb, argument);
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.FAILED) {
                LOG.errorf("session=%s verb=%s the storage failed: %s", session.slot().id(), verb, e.getCause());
            }
            return Failures.reply(argument, e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "session=%s verb=%s failed", session.slot().id(), verb);
            return Reply.of(ReplyCode.LOCAL_ERROR_IN_PROCESSING, "An error of this server; it has been logged");
        }
    }

    /** The last reply of a transfer. */
    public Reply transferEnded(Session session, Transfer.Outcome outcome) {
        return inLanguageOf(session, transfers.ended(session, outcome));
    }

    /**
     * What went wrong is said in the catalogue's words, and the rest stands behind them: no program reads that text. A 421
     * has the operator's words.
     */
    private static Reply inLanguageOf(Session session, Reply reply) {
        return switch (session.language()) {
            case ENGLISH -> reply;
            case THAI -> switch (reply.code().replyClass()) {
                case TRANSIENT_NEGATIVE_COMPLETION, PERMANENT_NEGATIVE_COMPLETION -> reply.code().closesConnection() ? reply
                        : Reply.of(reply.code(), reply.code().text(Language.THAI).meaning() + " ("
                                + String.join(" ", reply.lines()) + ")");
                case POSITIVE_PRELIMINARY, POSITIVE_COMPLETION, POSITIVE_INTERMEDIATE -> reply;
            };
        };
    }

    private Reply handle(Session session, Verb verb, String argument) throws StorageException {
        Pending pending = KEEP_PENDING.contains(verb) ? new Pending.Nothing() : session.takePending();
        Reply reply = handle(session, verb, pending, argument);
        accesses.answered(session, verb, pending, argument, reply);
        return reply;
    }

    private Reply handle(Session session, Verb verb, Pending pending, String argument) throws StorageException {
        return switch (verb) {
            case USER -> login.user(session, argument);
            case PASS -> login.pass(session, argument);
            case HOST -> login.host(session, argument);
            case AUTH -> security.authenticate(session, argument);
            case PBSZ -> security.bufferSize(session, argument);
            case PROT -> security.protection(session, argument);
            case CCC -> security.clearCommandChannel(session);
            case QUIT -> login.quit();
            case CWD, XCWD -> directories.change(session, argument);
            case CDUP, XCUP -> directories.up(session);
            case PWD, XPWD -> directories.print(session);
            case MKD, XMKD -> directories.make(session, argument);
            case RMD, XRMD -> directories.remove(session, argument);
            case DELE -> files.delete(session, argument);
            case RNFR -> files.renameFrom(session, argument);
            case RNTO -> files.renameTo(session, pending, argument);
            case SIZE -> files.size(session, argument);
            case MDTM -> files.modificationTime(session, argument);
            case TYPE -> settings.type(session, argument);
            case STRU -> settings.structure(argument);
            case MODE -> settings.mode(session, argument);
            case ALLO -> settings.allocate();
            case OPTS -> settings.options(session, argument);
            case PORT -> active.port(session, argument);
            case EPRT -> active.extendedPort(session, argument);
            case PASV -> passive.passive(session);
            case EPSV -> passive.extendedPassive(session, argument);
            case REST -> transfers.restart(session, argument);
            case RETR -> transfers.retrieve(session, pending, argument);
            case STOR -> transfers.store(session, pending, argument);
            case APPE -> transfers.append(session, argument);
            case ABOR -> transfers.abort(session);
            case LIST -> listings.list(session, argument);
            case NLST -> listings.names(session, argument);
            case MLSD -> listings.machineList(session, argument);
            case MLST -> listings.machineEntry(session, argument);
            case STAT -> argument.isBlank() ? info.status(session) : listings.status(session, argument);
            case SYST -> info.system();
            case NOOP -> info.nothing();
            case HELP -> info.help(argument);
            case FEAT -> info.features(session);
            case REIN -> login.reinitialize(session);
            case ACCT -> login.account();
            case STOU -> transfers.storeUnique(session, argument);
            case SITE -> sites.site(session, argument);
            case MFMT -> files.modifyTime(session, argument);
            case MFF -> files.modifyFacts(session, argument);
            case AVBL -> directories.available(session, argument);
            case COMB -> files.combine(session, argument);
            case RMDA -> directories.removeTree(session, argument);
            case RANG -> transfers.range(session, argument);
            case HASH -> checksums.hash(session, pending, argument);
            case XCRC -> checksums.sum(session, HashAlgorithm.CRC_32, argument);
            case XMD5 -> checksums.sum(session, HashAlgorithm.MD5, argument);
            case XSHA1 -> checksums.sum(session, HashAlgorithm.SHA_1, argument);
            case XSHA256 -> checksums.sum(session, HashAlgorithm.SHA_256, argument);
            case XSHA512 -> checksums.sum(session, HashAlgorithm.SHA_512, argument);
            case CLNT -> settings.client();
            case CSID -> info.identify();
            case LANG -> settings.language(session, argument);
            case SMNT, ADAT, MIC, CONF, ENC, LPRT, LPSV, MFCT ->
                Reply.of(ReplyCode.COMMAND_NOT_IMPLEMENTED, verb + " is not offered here");
        };
    }
}
