package io.drawbridge.ftp.command;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.drawbridge.account.Permission;
import io.drawbridge.ftp.protocol.Reply;
import io.drawbridge.ftp.protocol.Verb;
import io.drawbridge.ftp.session.Session;
import io.drawbridge.ftp.storage.StorageException;
import io.drawbridge.reply.ReplyCode;

/** Which permissions of an account a command needs: asked before any command runs. */
final class Permits {
    /** Of SITE; the others change nothing in the home. */
    private static final List<String> SITE_CHANGES = List.of("CHMOD", "UTIME");

    /** They change or replace what is there; COMB too, which takes more than one path. */
    private static final Set<Verb> REPLACING = EnumSet.of(Verb.STOR, Verb.APPE, Verb.RNTO);

    private Permits() {
    }

    /** @return the one reply to a command that the account has no permission for; empty when it may run */
    static Optional<Reply> refusal(Session session, Verb verb, String argument) throws StorageException {
        Set<Permission> needed = needed(verb, argument);
        if (needed.isEmpty() || !session.isLoggedIn()) {
            return Optional.empty();
        }
        Set<Permission> held = session.account().permissions().get();
        Optional<Reply> refusal = needed.stream().filter(one -> !held.contains(one)).findFirst()
                .map(missing -> refused(verb, missing));
        return refusal.isPresent() || held.contains(Permission.OVERWRITE) || !meetsWhatIsThere(session, verb, argument)
                ? refusal
                : Optional.of(refused(verb, Permission.OVERWRITE));
    }

    static boolean mayOverwrite(Session session) {
        return session.account().permissions().get().contains(Permission.OVERWRITE);
    }

    private static Reply refused(Verb verb, Permission missing) {
        return Reply.of(ReplyCode.FILE_UNAVAILABLE, verb + ": permission denied, this account may not " + switch (missing) {
            case LIST -> "list";
            case DOWNLOAD -> "download";
            case UPLOAD -> "upload";
            case OVERWRITE -> "overwrite";
            case DELETE -> "delete";
            case RENAME -> "rename";
            case MAKE_DIRECTORY -> "make directories";
        });
    }

    private static Set<Permission> needed(Verb verb, String argument) {
        return switch (verb) {
            case LIST, NLST, MLSD, MLST, SIZE, MDTM -> EnumSet.of(Permission.LIST);
            case STAT -> argument.isBlank() ? Set.of() : EnumSet.of(Permission.LIST);
            case RETR, HASH, XCRC, XMD5, XSHA1, XSHA256, XSHA512 -> EnumSet.of(Permission.DOWNLOAD);
            case STOR, STOU, APPE, MFMT, MFF -> EnumSet.of(Permission.UPLOAD);
            case SITE -> SITE_CHANGES.contains(argument.stripLeading().split(" ", 2)[0].toUpperCase(Locale.ROOT))
                    ? EnumSet.of(Permission.UPLOAD)
                    : Set.of();
            // What it puts together it could not read, and the parts are removed.
            case COMB -> EnumSet.of(Permission.UPLOAD, Permission.DELETE);
            case DELE, RMD, XRMD, RMDA -> EnumSet.of(Permission.DELETE);
            case RNFR, RNTO -> EnumSet.of(Permission.RENAME);
            case MKD, XMKD -> EnumSet.of(Permission.MAKE_DIRECTORY);
            case USER, PASS, HOST, QUIT, AUTH, PBSZ, PROT, CCC, CWD, XCWD, CDUP, XCUP, PWD, XPWD, TYPE, STRU, MODE, ALLO, PORT,
                    EPRT, PASV, EPSV, REST, ABOR, NOOP, SYST, HELP, FEAT, OPTS, REIN, ACCT, AVBL, RANG, CLNT, CSID, LANG, SMNT,
                    ADAT, MIC, CONF, ENC, LPRT, LPSV, MFCT ->
                Set.of();
        };
    }

    private static boolean meetsWhatIsThere(Session session, Verb verb, String argument) throws StorageException {
        Optional<String> target = verb == Verb.COMB
                ? Names.split(argument).flatMap(names -> names.stream().findFirst())
                : Optional.of(argument).filter(path -> REPLACING.contains(verb));
        return target.isPresent() && session.account().home().exists(session.directory().resolve(target.get()));
    }
}
