package io.drawbridge.ftp.admission;

import java.time.Duration;
import java.time.Instant;

import io.drawbridge.maintenance.Template;
import io.drawbridge.reply.Language;
import io.vertx.core.json.JsonObject;

/**
 * What an operator has to say of a maintenance window, in every language in which it was written.
 *
 * @param templates by the tag of the language; may be empty
 * @param until null when nobody knows
 * @param retryAfter null when nobody knows
 */
record WindowWords(JsonObject templates, String reason, Instant until, Duration retryAfter) {
    /** Asks the functions of the schema for the templates of all languages. */
    static final String ALL_LANGUAGES = "*";

    /** @param templates a JSON object: template by the tag of the language */
    static WindowWords of(String templates, String reason, Instant until, Duration retryAfter) {
        return new WindowWords(new JsonObject(templates), reason, until, retryAfter);
    }

    /** @return in English when there are none in that language; may be empty */
    String in(Language language) {
        String english = templates.getString(Language.ENGLISH.tag(), "");
        return Template.fill(templates.getString(language.tag(), english), reason, until, retryAfter, Instant.now());
    }
}
