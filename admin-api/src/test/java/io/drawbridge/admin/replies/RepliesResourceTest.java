package io.drawbridge.admin.replies;

import static io.drawbridge.admin.Client.admin;
import static io.drawbridge.admin.Client.isProblem;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.startsWith;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.drawbridge.admin.TestDatabase;
import io.drawbridge.reply.Language;
import io.drawbridge.reply.ReplyCode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

@QuarkusTest
@WithTestResource(TestDatabase.class)
@DisplayNameGeneration(ReplaceUnderscores.class)
class RepliesResourceTest {
    private static final String REPLIES = "/api/v1/replies";
    private static final String THAI = "(?s).*\\p{IsThai}.*";

    @Test
    void all_codes_are_listed() {
        admin().get(REPLIES).then().statusCode(200).header("Content-Language", "en")
                .body("total", equalTo(ReplyCode.values().length)).body("items", hasSize(ReplyCode.values().length))
                .body("items.code", hasItems(120, 220, 421, 530));
    }

    @Test
    void a_code_is_explained() {
        admin().get(REPLIES + "/421").then().statusCode(200)
                .header("Content-Language", "en").header("Vary", "Accept-Language")
                .body("code", equalTo(421)).body("name", startsWith("Service not available"))
                .body("source", startsWith("RFC 959")).body("closesConnection", equalTo(true))
                .body("meaning", equalTo(ReplyCode.SERVICE_NOT_AVAILABLE.text(Language.ENGLISH).meaning()));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "th | th", "th-TH | th", "de, th;q=0.5, en;q=0.1 | th", "en, th | en", "de | en",
            "not a;;language | en" })
    void the_language_is_the_one_that_the_client_likes_best(String accepted, String chosen) {
        admin().header("Accept-Language", accepted).get(REPLIES + "/220").then().statusCode(200)
                .header("Content-Language", chosen).header("Vary", "Accept-Language");
    }

    @Test
    void in_thai_all_of_it_is_thai() {
        admin().header("Accept-Language", "th").get(REPLIES).then().statusCode(200).header("Content-Language", "th")
                .body("items.meaning", everyItem(matchesPattern(THAI)))
                .body("items.whatToDo", everyItem(matchesPattern(THAI)));
        admin().header("Accept-Language", "th").get(REPLIES + "/220/compare/421").then().statusCode(200)
                .header("Content-Language", "th").body("aspects.aspect", everyItem(matchesPattern(THAI)))
                .body("first.meaning", matchesPattern(THAI));
    }

    @Test
    void two_codes_are_compared() {
        admin().get(REPLIES + "/220/compare/421").then().statusCode(200)
                .header("Content-Language", "en").header("Vary", "Accept-Language")
                .body("first.code", equalTo(220)).body("second.code", equalTo(421))
                .body("aspects", hasSize(5)).body("aspects.differs", hasItems(true));
        admin().get(REPLIES + "/220/compare/220").then().statusCode(200)
                .body("aspects.differs", contains(false, false, false, false, false));
    }

    @ParameterizedTest
    @ValueSource(strings = { "/999", "/0", "/-421", "/abc", "/4294967717", "/999/compare/421", "/421/compare/999",
            "/421/compare/x", "/421/compare" })
    void a_code_that_ftp_does_not_know_is_not_found(String path) {
        isProblem(admin().get(REPLIES + path).then(), 404);
    }
}
