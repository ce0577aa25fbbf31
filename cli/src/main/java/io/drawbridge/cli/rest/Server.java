package io.drawbridge.cli.rest;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

import io.drawbridge.cli.outcome.Failure;

/**
 * Where the API is, and who asks.
 *
 * @param url without the path of the API and without a slash at its end
 * @param authorization the header; null for nobody
 * @param certificates PEM, of the authorities to trust instead of the machine's own; null for these
 */
public record Server(URI url, String authorization, Path certificates) {
    public static final URI HERE = URI.create("http://localhost:8080");
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    /**
     * @param text also with the path of the API
     * @throws Failure when it is none
     */
    public static URI url(String text) {
        String base = text.strip().replaceAll("/+(?:api(?:/v1)?/*)?$", "");
        try {
            URI url = URI.create(base);
            if (url.getHost() != null && url.getRawUserInfo() == null && url.getRawQuery() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            // As if it were none.
        }
        throw Failure.usage("the URL must be like https://drawbridge.example.org:8443, not '" + text + "'");
    }

    /**
     * @param token null for nobody
     * @throws Failure when it cannot be one
     */
    public static Server withToken(URI url, String token, Path certificates) {
        if (token != null && !TOKEN.matcher(token).matches()) {
            // Without its own words, which may be those of a token that was pasted badly.
            throw Failure.usage("the token is empty, or has a character that no token has");
        }
        return new Server(url, token == null ? null : "Bearer " + token, certificates);
    }

    public Server withPassword(String name, String password) {
        return new Server(url, "Basic " + Base64.getEncoder()
                .encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)), certificates);
    }

    @Override
    public String toString() {
        return url.toString();
    }
}
