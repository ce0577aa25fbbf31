package io.drawbridge.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;

/** A real browser, and what its pages complain of. */
final class Chromium implements AutoCloseable {
    private final Playwright playwright;
    private final com.microsoft.playwright.Browser browser;
    /** Errors in the console, scripts that failed, breaches of the policy, requests to elsewhere. */
    private final List<String> complaints = Collections.synchronizedList(new ArrayList<>());

    private Chromium(Path program) {
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        // As root it has no sandbox.
        browser = playwright.chromium().launch(new LaunchOptions().setExecutablePath(program).setChromiumSandbox(false));
    }

    /** The test that wants it is skipped where it is not installed, and fails in CI. */
    static Chromium start() {
        Path program = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome").map(Path::of)
                .filter(Files::isExecutable).findFirst().orElse(null);
        if (program == null && System.getenv("CI") == null) {
            Assumptions.abort("Chromium is not installed");
        }
        assertThat(program).as("Chromium").isNotNull();
        return new Chromium(program);
    }

    /** A new window, of somebody who has not been here before, in English unless said otherwise. */
    Page window(String home, NewContextOptions options) {
        BrowserContext context = browser.newContext(options.setBaseURL(home));
        Page page = context.newPage();
        page.onConsoleMessage(message -> {
            // Answers that are problems are told of too; those are shown to people, and are no fault of the page.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (!request.url().startsWith(home) && !request.url().startsWith("data:")) {
                complaints.add("asks " + request.url());
            }
        });
        return page;
    }

    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
