package io.drawbridge.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;

/** The console, as people use it with a browser, and what FTP clients notice of it. */
@DisplayNameGeneration(ReplaceUnderscores.class)
@ExtendWith(FailureReport.class)
class ConsoleIT {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Path OF_DOCS = Path.of("..", "docs", "images");

    /** How a page may be looked at. */
    private enum Look {
        LIGHT("en", ColorScheme.LIGHT, 1280, true),
        DARK("en", ColorScheme.DARK, 1280, true),
        PHONE("en", ColorScheme.LIGHT, 360, false),
        THAI("th", ColorScheme.LIGHT, 1280, false);

        private final NewContextOptions options;
        /** It sees nothing else in the others, and takes its time. */
        private final boolean isLookedAtByAxe;

        Look(String language, ColorScheme colors, int width, boolean isLookedAtByAxe) {
            this.isLookedAtByAxe = isLookedAtByAxe;
            options = new NewContextOptions().setLocale(language).setColorScheme(colors).setViewportSize(width, 800)
                    .setTimezoneId("UTC");
        }
    }

    @TempDir
    private static Path folder;
    private static DrawbridgeProcess drawbridge;
    private static Api api;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        drawbridge = Launch.standalone(folder.resolve("data")).start().awaitUp();
        api = Api.of(drawbridge);
        api.makeAccount("alice");
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (drawbridge != null) {
            drawbridge.close();
        }
    }

    @AfterEach
    void the_browser_has_nothing_to_complain_of() {
        assertThat(chromium.complaints()).isEmpty();
    }

    private static Page window(Look look) {
        return chromium.window(drawbridge.api().toString(), look.options);
    }

    private static Page signedIn(Look look) {
        Page page = window(look);
        page.navigate("/");
        signIn(page, Launch.ADMIN_PASSWORD);
        assertThat(page.locator("nav")).isAttached();
        return page;
    }

    private static void signIn(Page page, String password) {
        page.locator("input[name=name]").fill("admin");
        page.locator("input[name=password]").fill(password);
        page.keyboard().press("Enter");
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName(name).setExact(true));
    }

    private static Locator heading(Page page) {
        return page.getByRole(AriaRole.HEADING, new GetByRoleOptions().setLevel(1));
    }

    /** Of the dialog that is open. */
    private static void confirm(Page page) {
        page.locator("dialog button[type=submit]").click();
        assertThat(page.locator("dialog")).hasCount(0);
    }

    @Test
    void who_has_a_wrong_password_is_told_so_and_who_has_the_right_one_comes_in() {
        Page page = window(Look.LIGHT);
        page.navigate("/");
        signIn(page, "wrong");
        assertThat(page.getByRole(AriaRole.ALERT)).containsText("no administrator");
        signIn(page, Launch.ADMIN_PASSWORD);
        assertThat(heading(page)).hasText("Overview");
        button(page, "Sign out").click();
        assertThat(page.locator("input[name=password]")).isVisible();
        page.context().close();
    }

    @Test
    void three_clicks_close_the_door_and_clients_read_what_was_previewed() throws Exception {
        Page page = signedIn(Look.LIGHT);
        Page watching = signedIn(Look.LIGHT);
        assertThat(watching.getByText("The door is open.")).isVisible();
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Maintenance").setExact(true)).click();
        button(page, "Close the door now").click();
        page.locator("dialog input[name=message]").fill("Back at 14:00 UTC");
        page.locator("dialog input[name=retryAfterSeconds]").fill("1800");
        Locator preview = page.locator("dialog .wire");
        assertThat(preview).hasText("421 Closed for maintenance: Back at 14:00 UTC. Try again in 1800 s. [R-…]");
        String[] around = preview.textContent().split("R-…");
        confirm(page);
        try (FtpProbe client = FtpProbe.connect(drawbridge.ftpPort())) {
            String read = client.expect("421");
            assertThat(read).startsWith(around[0]).endsWith(around[1]);
            assertThat(watching.getByText("The door is closed for maintenance.")).isVisible();
            explained(page, read);
        }
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Maintenance").setExact(true)).click();
        button(page, "Open the door").click();
        confirm(page);
        try (FtpProbe client = FtpProbe.connect(drawbridge.ftpPort())) {
            client.greeted();
        }
        assertThat(watching.getByText("The door is open.")).isVisible();
        page.context().close();
        watching.context().close();
    }

    /** A node writes a refusal within about a second. */
    private static void explained(Page page, String read) {
        org.awaitility.Awaitility.await().untilAsserted(
                () -> assertThat(api.answer("/refusals")).contains(read.substring(read.length() - 9, read.length() - 1)));
        page.getByRole(AriaRole.LINK, new GetByRoleOptions().setName("Refusals").setExact(true)).click();
        page.locator("input[name=reference]").fill(read);
        page.keyboard().press("Enter");
        assertThat(page.locator("main")).containsText("Back at 14:00 UTC");
    }

    @Test
    void a_session_is_seen_as_it_comes_and_is_ended() throws Exception {
        Page page = signedIn(Look.LIGHT);
        page.navigate("/#/sessions?account=alice");
        assertThat(page.getByText("No session matches.")).isVisible();
        try (FtpProbe client = FtpProbe.connect(drawbridge.ftpPort()).greeted().logIn("alice")) {
            Locator end = page.locator("tbody button").first();
            end.click();
            confirm(page);
            client.expect("421 Closed by the administrator");
        }
        assertThat(page.getByText("No session matches.")).isVisible();
        page.context().close();
    }

    @Test
    void a_change_of_a_limit_shows_first_whom_it_meets() throws Exception {
        Page page = signedIn(Look.LIGHT);
        try (FtpProbe one = FtpProbe.connectFrom("127.0.0.3", drawbridge.ftpPort()).greeted();
                FtpProbe other = FtpProbe.connectFrom("127.0.0.3", drawbridge.ftpPort()).greeted()) {
            api.awaitTotal(2);
            page.navigate("/#/limits");
            button(page, "Change the limits").click();
            page.locator("dialog input[name=maxSessionsPerAddress]").fill("1");
            assertThat(page.locator("dialog [aria-live]")).hasText("Addresses above the new limit of 1: 1");
            confirm(page);
            assertThat(api.answer("/limits")).contains("\"maxSessionsPerAddress\":1,");
            try (FtpProbe third = FtpProbe.connectFrom("127.0.0.3", drawbridge.ftpPort())) {
                third.expect("421 Too many sessions from 127.0.0.3 (limit 1)");
            }
            one.send("NOOP").expect("200");
            other.send("NOOP").expect("200");
        } finally {
            api.limit(null);
        }
        api.awaitTotal(0);
        page.context().close();
    }

    @Test
    void an_account_that_is_made_here_uploads() throws Exception {
        Page page = signedIn(Look.LIGHT);
        page.navigate("/#/accounts");
        button(page, "New account").click();
        page.locator("dialog input[name=name]").fill("maria");
        page.locator("dialog input[name=password]").fill(Api.passwordOf("maria"));
        confirm(page);
        assertThat(page.locator("tbody")).containsText("maria");
        try (FtpProbe client = FtpProbe.connect(drawbridge.ftpPort()).greeted().logIn("maria");
                Upload upload = Upload.begin(client, "orders.csv")) {
            upload.write("1;bolts\n");
            upload.end();
            client.expect("226");
        }
        assertThat(folder.resolve("data/homes/maria/orders.csv")).hasContent("1;bolts\n");
        page.context().close();
    }

    @Test
    void english_and_thai_have_words_for_the_same() {
        Page page = window(Look.LIGHT);
        page.navigate("/");
        Object differences = page.evaluate("""
                async () => {
                    const [en, th] = await Promise.all(['en', 'th'].map(one => import(`/console/text/${one}.js`)));
                    const [a, b] = [en, th].map(one => Object.keys(one.default));
                    return [...a.filter(key => !b.includes(key)), ...b.filter(key => !a.includes(key))].join(' ');
                }""");
        assertThat(differences).isEqualTo("");
        page.context().close();
    }

    @Test
    void numbers_are_those_of_the_api() throws Exception {
        Page page = signedIn(Look.LIGHT);
        api.limit(7);
        try (FtpProbe one = FtpProbe.connect(drawbridge.ftpPort()).greeted();
                FtpProbe other = FtpProbe.connect(drawbridge.ftpPort()).greeted()) {
            api.awaitTotal(2);
            assertThat(page.getByText("2 of 7")).isVisible();
            assertThat(page.locator(".tiles .big").first()).hasText(Integer.toString(api.total()));
            one.send("QUIT").expect("221");
            other.send("QUIT").expect("221");
            assertThat(page.getByText("0 of 7")).isVisible();
        } finally {
            api.limit(null);
        }
        page.context().close();
    }

    @ParameterizedTest
    @EnumSource
    void every_page_is_for_everybody(Look look) throws Exception {
        Files.createDirectories(SCREENSHOTS);
        api.limit(100, 10, null);
        Page page = signedIn(look);
        try (FtpProbe client = FtpProbe.connect(drawbridge.ftpPort()).greeted().logIn("alice")) {
            List<String> pages = page.locator("nav a.nav-link").all().stream().map(link -> link.getAttribute("href")).toList();
            assertThat(pages).hasSizeGreaterThan(4);
            for (String href : pages) {
                page.navigate("/" + href);
                assertThat(page.locator("nav [aria-current]")).hasAttribute("href", href);
                assertThat(heading(page)).isVisible();
                // Its data too: whatever stands below the heading.
                assertThat(page.locator("main > div + *").first()).isAttached();
                String name = href.substring(href.indexOf('/') + 1);
                page.screenshot(
                        new ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + "-" + look.name().toLowerCase() + ".png"))
                                .setFullPage(true));
                client.send("NOOP").expect("200");
                if (look.isLookedAtByAxe) {
                    assertThat(violations(page)).as("%s, %s", name, look).isEmpty();
                }
                assertThat((boolean) page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("%s fits into the width, %s", name, look).isTrue();
            }
        } finally {
            api.limit(null);
        }
        if (Boolean.getBoolean("write.docs")) {
            Files.createDirectories(OF_DOCS);
            page.navigate("/#/overview");
            assertThat(page.locator("main > div + *").first()).isAttached();
            page.screenshot(new ScreenshotOptions().setPath(OF_DOCS.resolve("console-" + look.name().toLowerCase() + ".png")));
        }
        page.context().close();
    }

    private static List<String> violations(Page page) {
        return new AxeBuilder(page).analyze().getViolations().stream().map(ConsoleIT::told).toList();
    }

    private static String told(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
