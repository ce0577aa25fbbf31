package io.drawbridge.ftp.protocol;

import static io.drawbridge.ftp.protocol.Verb.Access.ANYONE;
import static io.drawbridge.ftp.protocol.Verb.Access.LOGGED_IN;
import static io.drawbridge.ftp.protocol.Verb.Argument.NONE;
import static io.drawbridge.ftp.protocol.Verb.Argument.OPTIONAL;
import static io.drawbridge.ftp.protocol.Verb.Argument.REQUIRED;
import static io.drawbridge.ftp.protocol.Verb.Pace.MAY_WAIT;
import static io.drawbridge.ftp.protocol.Verb.Pace.PROMPT;
import static io.drawbridge.ftp.protocol.Verb.Timing.AFTER_TRANSFER;
import static io.drawbridge.ftp.protocol.Verb.Timing.AT_ONCE;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every command word the server knows, with the facts that hold before its handler is asked. */
public enum Verb {
    // @formatter:off
    USER(REQUIRED, ANYONE,    AFTER_TRANSFER, PROMPT,   "<username>",            "RFC 959 §4.1.1", null,
            "530 when logged in already: REIN comes first"),
    PASS(OPTIONAL, ANYONE,    AFTER_TRANSFER, MAY_WAIT, "<password>",            "RFC 959 §4.1.1"),
    HOST(REQUIRED, ANYONE,    AFTER_TRANSFER, MAY_WAIT, "<hostname>",            "RFC 7151 §3", "HOST",
            "before USER, else 503; 504 for a host that there is not, 421 for one that is full or in maintenance"),
    QUIT(NONE,     ANYONE,    AFTER_TRANSFER, PROMPT,   "",                      "RFC 959 §4.1.1", null,
            "a transfer ends first; other work is stopped"),
    AUTH(REQUIRED, ANYONE,    AT_ONCE,        MAY_WAIT, "TLS",                   "RFC 4217 §4", null,
            "TLS-C, SSL and TLS-P too; another mechanism 504; 534 without a certificate"),
    PBSZ(REQUIRED, ANYONE,    AFTER_TRANSFER, PROMPT,   "0",                     "RFC 4217 §9", null,
            "any number is answered 0; 503 before AUTH"),
    PROT(REQUIRED, ANYONE,    AFTER_TRANSFER, PROMPT,   "C | P",                 "RFC 4217 §9", null,
            "S and E: 536; 503 before PBSZ"),
    CCC (NONE,     ANYONE,    AFTER_TRANSFER, PROMPT,   "",                      "RFC 4217 §5", null,
            "534 unless the operator allows it"),
    CWD (REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.1"),
    XCWD(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 1123 §4.1.3.1"),
    CDUP(NONE,     LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "",                      "RFC 959 §4.1.1"),
    XCUP(NONE,     LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "",                      "RFC 775, RFC 1123 §4.1.3.1"),
    PWD (NONE,     LOGGED_IN, AFTER_TRANSFER, PROMPT,   "",                      "RFC 959 §4.1.3"),
    XPWD(NONE,     LOGGED_IN, AFTER_TRANSFER, PROMPT,   "",                      "RFC 775, RFC 1123 §4.1.3.1"),
    MKD (REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3"),
    XMKD(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 775, RFC 1123 §4.1.3.1"),
    RMD (REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3"),
    XRMD(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 775, RFC 1123 §4.1.3.1"),
    DELE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3"),
    RNFR(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3"),
    RNTO(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3", null,
            "503 unless RNFR came directly before it"),
    SIZE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 3659 §4", "SIZE",
            "550 in TYPE A, where only reading the file would tell"),
    MDTM(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 3659 §3", "MDTM",
            "with a time before the name 501: MFMT sets it"),
    TYPE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "A | I | L 8",           "RFC 959 §4.1.2", null,
            "A N too; E, A T, A C and L other than 8: 504"),
    STRU(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "F",                     "RFC 959 §4.1.2", null,
            "R and P: 504"),
    MODE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "S | Z",                 "RFC 959 §4.1.2, draft-preston-ftpext-deflate", "MODE Z",
            "B and C: 504"),
    ALLO(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "<bytes>",               "RFC 959 §4.1.3", null,
            "202: no room need be reserved"),
    PORT(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "h1,h2,h3,h4,p1,p2",     "RFC 959 §4.1.2", null,
            "504 for another address than the client's and for ports below 1024, 502 where active mode is off, 503 after EPSV ALL"),
    EPRT(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "|<protocol>|<address>|<port>|", "RFC 2428 §2", "EPRT",
            "as PORT; 522 for the other network protocol"),
    PASV(NONE,     LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "",                      "RFC 959 §4.1.2", "PASV",
            "425 on IPv6 and when no port is free or no address known, 503 after EPSV ALL"),
    EPSV(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[1 | 2 | ALL]",         "RFC 2428 §3", "EPSV",
            "522 for the other network protocol, 502 where it is off"),
    REST(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "<offset>",              "RFC 3659 §5", "REST STREAM",
            "behind the end of the file 554, in TYPE A 504, both at the transfer"),
    RETR(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3", null,
            "425 without PASV, EPSV, PORT or EPRT"),
    STOR(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3", null,
            "seen when it is whole; what is left of one that breaks off is for the operator to say"),
    APPE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "RFC 959 §4.1.3", null,
            "goes on in the file itself; makes it when it is not there"),
    LIST(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[<pathname>]",          "RFC 959 §4.1.3", null,
            "options of ls are passed over; * and ? in the last name"),
    NLST(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[<pathname>]",          "RFC 959 §4.1.3", null,
            "as LIST; an empty directory is 226 and nothing"),
    MLST(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[<pathname>]",          "RFC 3659 §7"),
    MLSD(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[<pathname>]",          "RFC 3659 §7", null,
            "501 for what is no directory"),
    ABOR(NONE,     LOGGED_IN, AT_ONCE,        PROMPT,   "",                      "RFC 959 §4.1.3", null,
            "226, after the 426 or 451 of what it stops"),
    STAT(OPTIONAL, LOGGED_IN, AT_ONCE,        MAY_WAIT, "[<pathname>]",          "RFC 959 §4.1.3", null,
            "at most 1,000 entries of a directory"),
    NOOP(OPTIONAL, ANYONE,    AT_ONCE,        PROMPT,   "",                      "RFC 959 §4.1.3"),
    SYST(NONE,     ANYONE,    AFTER_TRANSFER, PROMPT,   "",                      "RFC 959 §4.1.3"),
    HELP(OPTIONAL, ANYONE,    AFTER_TRANSFER, PROMPT,   "[<command>]",           "RFC 959 §4.1.3"),
    FEAT(NONE,     ANYONE,    AFTER_TRANSFER, PROMPT,   "",                      "RFC 2389 §3"),
    OPTS(REQUIRED, ANYONE,    AFTER_TRANSFER, PROMPT,   "UTF8 ON | MLST <facts> | HASH [<algorithm>]", "RFC 2389 §4", null,
            "UTF8 OFF: 504, there is nothing but UTF-8"),

    REIN(NONE,     ANYONE,    AFTER_TRANSFER, MAY_WAIT, "",                      "RFC 959 §4.1.1", null,
            "the session keeps its place in the cluster, and gives back that of its account and of its host"),
    ACCT(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "<account>",             "RFC 959 §4.1.1", null, "202: a password is enough"),
    STOU(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[<pathname>]",          "RFC 959 §4.1.3, RFC 1123 §4.1.2.9", null,
            "150 FILE: and the name, which is the argument or `upload`, a dot and 32 digits"),
    SITE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "HELP | CHMOD <mode> <pathname> | UTIME <time> <pathname> | IDLE [<seconds>] | WHO",
            "RFC 959 §4.1.3", null, "SITE HELP tells more"),
    MFMT(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<time> <pathname>",     "draft-somers-ftp-mfxx §3", "MFMT"),
    MFF (REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<fact>=<value>; <pathname>", "draft-somers-ftp-mfxx §5",
            "MFF Modify;UNIX.mode;", "all of the facts, or none"),
    AVBL(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "[<pathname>]",          "draft-peterson-streamlined-ftp-command-extensions", "AVBL",
            "what the file system has, not a quota"),
    COMB(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<target> <part> ...",   "as in other servers", "COMB",
            "names with spaces in quotes; the target is replaced in one step, then the parts are removed; ABOR stops it: 451"),
    RMDA(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "draft-peterson-streamlined-ftp-command-extensions", "RMDA",
            "100 levels at most; 450 after 100,000 removals: say it again; ABOR stops it: 451"),
    RANG(REQUIRED, LOGGED_IN, AFTER_TRANSFER, PROMPT,   "<first> <last>",        "draft-bryan-ftp-range", "RANG STREAM",
            "bytes, from 0, both counted; for the RETR or HASH that comes next"),
    HASH(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname>",            "draft-bryan-ftpext-hash", null,
            "OPTS HASH chooses; MD5 and CRC32 only find damage, nobody's intention; ABOR stops it: 451, also the sums that follow"),
    XCRC(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname> | \"<pathname>\" [<start> [<end>]]", "as in other servers", "XCRC",
            "bytes from start up to, and without, end; also the four that follow"),
    XMD5(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname> | \"<pathname>\" [<start> [<end>]]", "as in other servers", "XMD5"),
    XSHA1(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname> | \"<pathname>\" [<start> [<end>]]", "as in other servers", "XSHA1"),
    XSHA256(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname> | \"<pathname>\" [<start> [<end>]]", "as in other servers", "XSHA256"),
    XSHA512(REQUIRED, LOGGED_IN, AFTER_TRANSFER, MAY_WAIT, "<pathname> | \"<pathname>\" [<start> [<end>]]", "as in other servers", "XSHA512"),
    CLNT(REQUIRED, ANYONE,    AFTER_TRANSFER, PROMPT,   "<name of the client>",  "as in other servers", "CLNT", "changes nothing"),
    CSID(OPTIONAL, ANYONE,    AFTER_TRANSFER, PROMPT,   "[<fact>=<value>; ...]", "draft-peterson-streamlined-ftp-command-extensions", "CSID",
            "tells no version"),
    LANG(OPTIONAL, ANYONE,    AFTER_TRANSFER, PROMPT,   "[en | th]",             "RFC 2640 §4.1", null,
            "the language of what went wrong and of what operators have to say; another: 504"),

    SMNT("<pathname>",                 "RFC 959 §4.1.1",  "the operator mounts, nobody else"),
    ADAT("<data>",                     "RFC 2228 §3",     "for mechanisms other than TLS"),
    MIC ("<data>",                     "RFC 2228 §3",     "for mechanisms other than TLS"),
    CONF("<data>",                     "RFC 2228 §3",     "for mechanisms other than TLS"),
    ENC ("<data>",                     "RFC 2228 §3",     "for mechanisms other than TLS"),
    LPRT("<address>",                  "RFC 1639 §2",     "EPRT has taken its place (RFC 2428)"),
    LPSV("",                           "RFC 1639 §3",     "EPSV has taken its place (RFC 2428)"),
    MFCT("<time> <pathname>",          "draft-somers-ftp-mfxx §4", "Linux lets nobody set when a file was created");
    // @formatter:on

    /** Whether something follows the word. */
    public enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /** Who may say it. */
    public enum Access {
        ANYONE,
        LOGGED_IN
    }

    /** What happens to it while a transfer runs. */
    public enum Timing {
        /** It is answered while the transfer goes on. */
        AT_ONCE,
        /** It waits for the transfer's end. */
        AFTER_TRANSFER
    }

    /** Who may answer it. */
    public enum Pace {
        /** It is at work only for as long as it computes, and may be answered on an event loop. */
        PROMPT,
        /** It asks the disk, the database or the network, or computes for long: only on a thread of its own. */
        MAY_WAIT
    }

    private static final Map<String, Optional<Verb>> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(Verb::name, Optional::of));

    private final Argument argument;
    private final Access access;
    private final Timing timing;
    private final Pace pace;
    private final String syntax;
    private final String source;
    private final String feature;
    private final String note;
    private final boolean offered;

    Verb(Argument argument, Access access, Timing timing, Pace pace, String syntax, String source) {
        this(argument, access, timing, pace, syntax, source, null);
    }

    Verb(Argument argument, Access access, Timing timing, Pace pace, String syntax, String source, String feature) {
        this(argument, access, timing, pace, syntax, source, feature, "");
    }

    Verb(Argument argument, Access access, Timing timing, Pace pace, String syntax, String source, String feature,
            String note) {
        this(argument, access, timing, pace, syntax, source, feature, note, true);
    }

    /** One that is known and never done. */
    Verb(String syntax, String source, String note) {
        this(OPTIONAL, ANYONE, AFTER_TRANSFER, PROMPT, syntax, source, null, note, false);
    }

    Verb(Argument argument, Access access, Timing timing, Pace pace, String syntax, String source, String feature, String note,
            boolean offered) {
        this.argument = argument;
        this.access = access;
        this.timing = timing;
        this.pace = pace;
        this.syntax = syntax;
        this.source = source;
        this.feature = feature;
        this.note = note;
        this.offered = offered;
    }

    /** @param word in any case (RFC 959 §5.3) */
    public static Optional<Verb> of(String word) {
        return BY_WORD.getOrDefault(word.toUpperCase(Locale.ROOT), Optional.empty());
    }

    public Argument argument() {
        return argument;
    }

    public Access access() {
        return access;
    }

    public Timing timing() {
        return timing;
    }

    public Pace pace() {
        return pace;
    }

    /** The word and its argument, as HELP shows it. */
    public String syntax() {
        return syntax.isEmpty() ? name() : name() + " " + syntax;
    }

    /** Where it is defined, for example {@code RFC 959 §4.1.1}. */
    public String source() {
        return source;
    }

    /** Its line in the reply to FEAT (RFC 2389 §3.2); empty when it has none, or one that depends on the session. */
    public Optional<String> feature() {
        return Optional.ofNullable(feature);
    }

    /** What else is to be said of it in one line; empty for nothing. */
    public String note() {
        return note;
    }

    /** Whether it does anything; those that do not are answered 502. */
    public boolean isOffered() {
        return offered;
    }
}
