package io.drawbridge.ftp.protocol;

import static io.drawbridge.ftp.protocol.Verb.Access.ANYONE;
import static io.drawbridge.ftp.protocol.Verb.Access.LOGGED_IN;
import static io.drawbridge.ftp.protocol.Verb.Argument.NONE;
import static io.drawbridge.ftp.protocol.Verb.Argument.OPTIONAL;
import static io.drawbridge.ftp.protocol.Verb.Argument.REQUIRED;
import static io.drawbridge.ftp.protocol.Verb.Timing.AFTER_TRANSFER;
import static io.drawbridge.ftp.protocol.Verb.Timing.AT_ONCE;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every command word the server knows, with the facts that hold before its handler is asked. */
public enum Verb {
    // @formatter:off
    USER(REQUIRED, ANYONE,    AFTER_TRANSFER, "<username>",            "RFC 959 §4.1.1"),
    PASS(OPTIONAL, ANYONE,    AFTER_TRANSFER, "<password>",            "RFC 959 §4.1.1"),
    HOST(REQUIRED, ANYONE,    AFTER_TRANSFER, "<hostname>",            "RFC 7151 §3", "HOST"),
    QUIT(NONE,     ANYONE,    AFTER_TRANSFER, "",                      "RFC 959 §4.1.1"),
    CWD (REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.1"),
    XCWD(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 775, RFC 1123 §4.1.3.1"),
    CDUP(NONE,     LOGGED_IN, AFTER_TRANSFER, "",                      "RFC 959 §4.1.1"),
    XCUP(NONE,     LOGGED_IN, AFTER_TRANSFER, "",                      "RFC 775, RFC 1123 §4.1.3.1"),
    PWD (NONE,     LOGGED_IN, AFTER_TRANSFER, "",                      "RFC 959 §4.1.3"),
    XPWD(NONE,     LOGGED_IN, AFTER_TRANSFER, "",                      "RFC 775, RFC 1123 §4.1.3.1"),
    MKD (REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    XMKD(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 775, RFC 1123 §4.1.3.1"),
    RMD (REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    XRMD(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 775, RFC 1123 §4.1.3.1"),
    DELE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    RNFR(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    RNTO(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    SIZE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 3659 §4", "SIZE"),
    MDTM(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 3659 §3", "MDTM"),
    TYPE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "A | I | L 8",           "RFC 959 §4.1.2"),
    STRU(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "F",                     "RFC 959 §4.1.2"),
    MODE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "S",                     "RFC 959 §4.1.2"),
    ALLO(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<bytes>",               "RFC 959 §4.1.3"),
    PASV(NONE,     LOGGED_IN, AFTER_TRANSFER, "",                      "RFC 959 §4.1.2", "PASV"),
    EPSV(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, "[1 | 2 | ALL]",         "RFC 2428 §3", "EPSV"),
    REST(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<offset>",              "RFC 3659 §5", "REST STREAM"),
    RETR(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    STOR(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    APPE(REQUIRED, LOGGED_IN, AFTER_TRANSFER, "<pathname>",            "RFC 959 §4.1.3"),
    LIST(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, "[<pathname>]",          "RFC 959 §4.1.3"),
    NLST(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, "[<pathname>]",          "RFC 959 §4.1.3"),
    MLST(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, "[<pathname>]",          "RFC 3659 §7"),
    MLSD(OPTIONAL, LOGGED_IN, AFTER_TRANSFER, "[<pathname>]",          "RFC 3659 §7"),
    ABOR(NONE,     LOGGED_IN, AT_ONCE,        "",                      "RFC 959 §4.1.3"),
    STAT(OPTIONAL, LOGGED_IN, AT_ONCE,        "[<pathname>]",          "RFC 959 §4.1.3"),
    NOOP(OPTIONAL, ANYONE,    AT_ONCE,        "",                      "RFC 959 §4.1.3"),
    SYST(NONE,     ANYONE,    AFTER_TRANSFER, "",                      "RFC 959 §4.1.3"),
    HELP(OPTIONAL, ANYONE,    AFTER_TRANSFER, "[<command>]",           "RFC 959 §4.1.3"),
    FEAT(NONE,     ANYONE,    AFTER_TRANSFER, "",                      "RFC 2389 §3"),
    OPTS(REQUIRED, ANYONE,    AFTER_TRANSFER, "UTF8 ON | MLST <facts>", "RFC 2389 §4");
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

    private static final Map<String, Verb> BY_WORD = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(Verb::name, Function.identity()));

    private final Argument argument;
    private final Access access;
    private final Timing timing;
    private final String syntax;
    private final String source;
    private final String feature;

    Verb(Argument argument, Access access, Timing timing, String syntax, String source) {
        this(argument, access, timing, syntax, source, null);
    }

    Verb(Argument argument, Access access, Timing timing, String syntax, String source, String feature) {
        this.argument = argument;
        this.access = access;
        this.timing = timing;
        this.syntax = syntax;
        this.source = source;
        this.feature = feature;
    }

    /** @param word in any case (RFC 959 §5.3) */
    public static Optional<Verb> of(String word) {
        return Optional.ofNullable(BY_WORD.get(word.toUpperCase(Locale.ROOT)));
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
}
