package io.drawbridge.cli.command;

import java.util.List;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.drawbridge.cli.output.Table;
import io.drawbridge.cli.rest.Answer;
import io.drawbridge.cli.rest.Api;
import io.drawbridge.cli.rest.Query;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may log in. */
@Command(name = "accounts", description = "Say who may log in.")
public final class AccountCommands {
    private static final String PATH = "/accounts";

    private final Shell shell;

    public AccountCommands(Shell shell) {
        this.shell = shell;
    }

    /** What an account has beside its name and its password. */
    static final class Fields {
        @Option(names = "--home", paramLabel = "FOLDER", description = "Below the homes directory; of a new account its name.")
        private String home;

        @Option(names = "--group", paramLabel = "NAME", description = "The group that it belongs to, or none.")
        private String group;

        @Option(names = "--enabled", arity = "1", paramLabel = "true|false", description = "Whether it may log in. To disable it ends its sessions.")
        private Boolean enabled;

        @Option(names = "--tls-required", arity = "1", paramLabel = "true|false", description = "Whether it may do nothing in clear.")
        private Boolean tlsRequired;

        @Option(names = "--certificate", paramLabel = "SHA-256", description = "Fingerprint of a TLS certificate that it logs in with; may be given often, and replaces those that there are. Empty: none.")
        private List<String> certificates;

        void write(ObjectNode account) {
            Shell.put(account, "home", home);
            Shell.putName(account, "group", group);
            Shell.put(account, "enabled", enabled);
            Shell.put(account, "tlsRequired", tlsRequired);
            Shell.putAll(account, "certificates", certificates);
        }
    }

    @Command(name = "ls", description = "List the accounts.")
    void ls(@Option(names = "--search", paramLabel = "TEXT", description = "Only those with this in their names.") String search,
            @Option(names = "--limit", paramLabel = "N", description = "How many at most, 1 to 500 (default: 100).") String limit,
            @Option(names = "--after", paramLabel = "NEXT", description = "Go on behind a page, as its last line says.") String after) {
        Answer page = shell.api().get(PATH + new Query().and("search", search).and("limit", limit).and("after", after));
        shell.list(page, new Table().column("NAME", "name").column("HOME", "home").column("GROUP", "group")
                .column("ENABLED", "enabled")
                .column("TLS", account -> account.path("tlsRequired").asBoolean() ? "required" : "")
                .whole("CHANGED", account -> shell.ago(account.path("changedAt"))));
        shell.noteNext(page);
    }

    @Command(name = "show", description = "Show all of an account but its password.")
    void show(@Parameters(paramLabel = "NAME", description = "Of the account.") String name) {
        shell.show(shell.api().get(path(name)));
    }

    @Command(name = "add", description = "Make an account. Asks for its password.")
    void add(@Parameters(paramLabel = "NAME", description = "Of the account.") String name, @Mixin Fields fields,
            @Mixin Password password, @Mixin Why why) {
        ObjectNode account = Api.object().put("name", name);
        fields.write(account);
        account.put("password", password.chosen(shell.surroundings()));
        shell.done(shell.api().make(PATH + why.query(), account), "made " + name);
    }

    @Command(name = "set", description = "Change an account: what is given; the rest stays.")
    void set(@Parameters(paramLabel = "NAME", description = "Of the account.") String name, @Mixin Fields fields,
            @Mixin Why why) {
        ObjectNode patch = Api.object();
        fields.write(patch);
        Shell.notEmpty(patch);
        shell.changed(shell.api().patch(path(name), why.query(), patch), patch);
    }

    @Command(name = "passwd", description = "Change the password of an account. Asks for it.")
    void passwd(@Parameters(paramLabel = "NAME", description = "Of the account.") String name, @Mixin Password password,
            @Mixin Why why) {
        ObjectNode patch = Api.object().put("password", password.chosen(shell.surroundings()));
        shell.done(shell.api().patch(path(name), why.query(), patch).after(), name + " has a new password");
    }

    @Command(name = "rm", description = "Delete an account, and end its sessions. Its files stay.")
    void rm(@Parameters(paramLabel = "NAME", description = "Of the account.") String name, @Mixin Why why) {
        shell.done(shell.api().delete(path(name) + why.query()), "deleted " + name);
    }

    private static String path(String name) {
        return PATH + "/" + Query.encoded(name);
    }
}
