package io.drawbridge.reply;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every reply code an FTP server may send, by number. Left out are 631 to 633 of RFC 2228: they only wrap another reply,
 * for security mechanisms other than TLS.
 */
public enum ReplyCode {
    // @formatter:off
    RESTART_MARKER(110, "Restart marker reply", Source.RFC_959),
    SERVICE_READY_IN_MINUTES(120, "Service ready in nnn minutes", Source.RFC_959),
    DATA_CONNECTION_ALREADY_OPEN(125, "Data connection already open; transfer starting", Source.RFC_959),
    FILE_STATUS_OKAY(150, "File status okay; about to open data connection", Source.RFC_959),

    COMMAND_OKAY(200, "Command okay", Source.RFC_959),
    COMMAND_SUPERFLUOUS(202, "Command not implemented, superfluous at this site", Source.RFC_959),
    SYSTEM_STATUS(211, "System status, or system help reply", Source.RFC_959),
    DIRECTORY_STATUS(212, "Directory status", Source.RFC_959),
    FILE_STATUS(213, "File status", Source.RFC_959),
    HELP_MESSAGE(214, "Help message", Source.RFC_959),
    SYSTEM_TYPE(215, "NAME system type", Source.RFC_959),
    SERVICE_READY(220, "Service ready for new user", Source.RFC_959),
    SERVICE_CLOSING(221, "Service closing control connection", Source.RFC_959),
    DATA_CONNECTION_OPEN(225, "Data connection open; no transfer in progress", Source.RFC_959),
    CLOSING_DATA_CONNECTION(226, "Closing data connection; requested file action successful", Source.RFC_959),
    ENTERING_PASSIVE_MODE(227, "Entering Passive Mode (h1,h2,h3,h4,p1,p2)", Source.RFC_959),
    ENTERING_LONG_PASSIVE_MODE(228, "Entering Long Passive Mode", "RFC 1639 §3"),
    ENTERING_EXTENDED_PASSIVE_MODE(229, "Entering Extended Passive Mode (|||port|)", "RFC 2428 §3"),
    USER_LOGGED_IN(230, "User logged in, proceed", Source.RFC_959),
    USER_LOGGED_IN_BY_SECURITY_DATA(232, "User logged in, authorized by security data exchange", Source.RFC_2228),
    SECURITY_DATA_EXCHANGE_COMPLETE(234, "Security data exchange complete", Source.RFC_2228),
    SECURITY_DATA_EXCHANGE_SUCCESSFUL(235, "Security data exchange completed successfully", Source.RFC_2228),
    FILE_ACTION_OKAY(250, "Requested file action okay, completed", Source.RFC_959),
    PATHNAME_CREATED(257, "\"PATHNAME\" created", Source.RFC_959),

    NEED_PASSWORD(331, "User name okay, need password", Source.RFC_959),
    NEED_ACCOUNT_FOR_LOGIN(332, "Need account for login", Source.RFC_959),
    SECURITY_MECHANISM_OKAY(334, "Requested security mechanism is ok", Source.RFC_2228),
    SECURITY_DATA_ACCEPTABLE(335, "Security data is acceptable, more is required", Source.RFC_2228),
    NEED_PASSWORD_FOR_CHALLENGE(336, "Username okay, need password; challenge is \"...\"", Source.RFC_2228),
    FILE_ACTION_PENDING(350, "Requested file action pending further information", Source.RFC_959),

    SERVICE_NOT_AVAILABLE(421, "Service not available, closing control connection", Source.RFC_959),
    CANNOT_OPEN_DATA_CONNECTION(425, "Can't open data connection", Source.RFC_959),
    TRANSFER_ABORTED(426, "Connection closed; transfer aborted", Source.RFC_959),
    NEED_UNAVAILABLE_SECURITY_RESOURCE(431, "Need some unavailable resource to process security", Source.RFC_2228),
    FILE_ACTION_NOT_TAKEN(450, "Requested file action not taken; file unavailable (busy)", Source.RFC_959),
    LOCAL_ERROR_IN_PROCESSING(451, "Requested action aborted: local error in processing", Source.RFC_959),
    INSUFFICIENT_STORAGE_SPACE(452, "Requested action not taken; insufficient storage space in system", Source.RFC_959),

    COMMAND_UNRECOGNIZED(500, "Syntax error, command unrecognized", Source.RFC_959),
    SYNTAX_ERROR_IN_ARGUMENTS(501, "Syntax error in parameters or arguments", Source.RFC_959),
    COMMAND_NOT_IMPLEMENTED(502, "Command not implemented", Source.RFC_959),
    BAD_SEQUENCE_OF_COMMANDS(503, "Bad sequence of commands", Source.RFC_959),
    PARAMETER_NOT_IMPLEMENTED(504, "Command not implemented for that parameter", Source.RFC_959),
    DATA_CONNECTION_REFUSED_FOR_PROT(521, "Data connection cannot be opened with this PROT setting", "RFC 4217"),
    NETWORK_PROTOCOL_NOT_SUPPORTED(522, "Network protocol not supported", "RFC 2428 §2"),
    NOT_LOGGED_IN(530, "Not logged in", Source.RFC_959),
    NEED_ACCOUNT_FOR_STORING(532, "Need account for storing files", Source.RFC_959),
    COMMAND_PROTECTION_DENIED(533, "Command protection level denied for policy reasons", Source.RFC_2228),
    REQUEST_DENIED(534, "Request denied for policy reasons", Source.RFC_2228),
    FAILED_SECURITY_CHECK(535, "Failed security check", Source.RFC_2228),
    PROT_LEVEL_NOT_SUPPORTED(536, "Requested PROT level not supported by mechanism", Source.RFC_2228),
    COMMAND_PROTECTION_NOT_SUPPORTED(537, "Command protection level not supported by security mechanism", Source.RFC_2228),
    FILE_UNAVAILABLE(550, "Requested action not taken; file unavailable (not found, no access)", Source.RFC_959),
    PAGE_TYPE_UNKNOWN(551, "Requested action aborted: page type unknown", Source.RFC_959),
    EXCEEDED_STORAGE_ALLOCATION(552, "Requested file action aborted; exceeded storage allocation", Source.RFC_959),
    FILE_NAME_NOT_ALLOWED(553, "Requested action not taken; file name not allowed", Source.RFC_959),
    INVALID_REST_PARAMETER(554, "Requested action not taken: invalid REST parameter", Source.RFC_1123),
    TYPE_OR_STRU_MISMATCH(555, "Requested action not taken: type or stru mismatch", Source.RFC_1123);
    // @formatter:on

    private static final Map<Integer, ReplyCode> BY_CODE = Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(ReplyCode::code, Function.identity()));

    private final int code;
    private final String rfcName;
    private final String source;

    ReplyCode(int code, String rfcName, String source) {
        this.code = code;
        this.rfcName = rfcName;
        this.source = source;
    }

    /** The three digits, 110 to 555. */
    public int code() {
        return code;
    }

    /** What the RFC calls it, shortened, without a full stop; placeholders such as nnn are the RFC's. */
    public String rfcName() {
        return rfcName;
    }

    /** Where it is defined, as "RFC 959 §4.2.2". */
    public String source() {
        return source;
    }

    public ReplyClass replyClass() {
        return ReplyClass.of(code);
    }

    public ReplyGroup group() {
        return ReplyGroup.of(code);
    }

    /** Whether the server closes the control connection after it, always. */
    public boolean closesConnection() {
        return this == SERVICE_CLOSING || this == SERVICE_NOT_AVAILABLE;
    }

    public ReplyText text(Language language) {
        return ReplyText.of(this, language);
    }

    /** The reply with that number; empty if the catalogue has none. */
    public static Optional<ReplyCode> of(int code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }

    private static final class Source {
        static final String RFC_959 = "RFC 959 §4.2.2";
        static final String RFC_1123 = "RFC 1123 §4.1.3.4";
        static final String RFC_2228 = "RFC 2228 §5.1";
    }
}
