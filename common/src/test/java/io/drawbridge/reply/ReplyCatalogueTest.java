package io.drawbridge.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplyCatalogueTest {

    private static final Pattern NAMES = Pattern.compile("\\b[1-6]\\d\\d\\b|\\b[A-Z]{4}\\b|drawbridge\\.[a-z.-]+[a-z]");

    @ParameterizedTest
    @EnumSource
    void the_texts_are_exactly_those_the_catalogue_asks_for(Language language) {
        var wanted = new TreeSet<String>();
        for (var reply : ReplyCode.values()) {
            Stream.of("meaning", "whenSeen", "whatToDo", "whenToUse").forEach(text -> wanted.add(reply.code() + "." + text));
            wanted.add("repeat." + reply.replyClass() + (reply.closesConnection() ? ".closed" : ".open"));
        }
        for (var replyClass : ReplyClass.values()) {
            wanted.add("class." + replyClass + ".name");
            wanted.add("class." + replyClass + ".meaning");
        }
        for (var group : ReplyGroup.values()) {
            wanted.add("group." + group + ".name");
        }
        for (var aspect : ReplyComparison.Aspect.values()) {
            wanted.add("aspect." + aspect);
        }
        wanted.add("connection.open");
        wanted.add("connection.closed");

        assertThat(new TreeSet<>(Texts.keys(language))).isEqualTo(wanted);
        assertThat(wanted).allSatisfy(key -> assertThat(Texts.of(language, key)).isNotBlank().doesNotContain("\n"));
    }

    @ParameterizedTest
    @EnumSource
    void every_code_has_its_texts_in_every_language(ReplyCode reply) {
        for (var language : Language.values()) {
            var text = reply.text(language);
            assertThat(Stream.of(text.meaning(), text.whenSeen(), text.whatToDo(), text.whenToUse()))
                    .doesNotHaveDuplicates().allSatisfy(it -> assertThat(it).isNotBlank());
        }
    }

    @Test
    void thai_texts_are_written_in_thai_and_english_ones_are_not() {
        assertThat(Texts.keys(Language.THAI)).allSatisfy(key -> {
            assertThat(Texts.of(Language.THAI, key)).containsPattern("\\p{IsThai}");
            assertThat(Texts.of(Language.ENGLISH, key)).doesNotContainPattern("\\p{IsThai}");
        });
    }

    /** A translation that names another code or setting than its original has gone astray. */
    @Test
    void both_languages_name_the_same_codes_verbs_and_settings() {
        assertThat(Texts.keys(Language.ENGLISH)).allSatisfy(
                key -> assertThat(names(Texts.of(Language.THAI, key))).isEqualTo(names(Texts.of(Language.ENGLISH, key))));
    }

    private static TreeSet<String> names(String text) {
        return NAMES.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void codes_are_unique_and_in_order() {
        assertThat(Stream.of(ReplyCode.values()).map(ReplyCode::code)).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void a_code_is_found_by_its_number() {
        assertThat(ReplyCode.values()).allSatisfy(reply -> assertThat(ReplyCode.of(reply.code())).contains(reply));
        assertThat(Stream.of(-1, 0, 42, 199, 420, 1000).map(ReplyCode::of)).allMatch(found -> found.isEmpty());
    }

    @Test
    void class_and_group_are_the_first_and_second_digit() {
        assertThat(ReplyCode.values()).allSatisfy(reply -> {
            assertThat(reply.replyClass().digit()).isEqualTo(reply.code() / 100);
            assertThat(reply.group().digit()).isEqualTo(reply.code() / 10 % 10);
        });
    }

    @ParameterizedTest
    @CsvSource({
            "150, POSITIVE_PRELIMINARY, FILE_SYSTEM",
            "214, POSITIVE_COMPLETION, INFORMATION",
            "220, POSITIVE_COMPLETION, CONNECTIONS",
            "331, POSITIVE_INTERMEDIATE, AUTHENTICATION_AND_ACCOUNTING",
            "421, TRANSIENT_NEGATIVE_COMPLETION, CONNECTIONS",
            "503, PERMANENT_NEGATIVE_COMPLETION, SYNTAX"
    })
    void class_and_group_are_those_of_rfc_959(int code, ReplyClass replyClass, ReplyGroup group) {
        var reply = ReplyCode.of(code).orElseThrow();
        assertThat(reply.replyClass()).isEqualTo(replyClass);
        assertThat(reply.group()).isEqualTo(group);
    }

    @Test
    void only_221_and_421_close_the_connection() {
        assertThat(ReplyCode.values()).filteredOn(ReplyCode::closesConnection)
                .containsExactly(ReplyCode.SERVICE_CLOSING, ReplyCode.SERVICE_NOT_AVAILABLE);
    }

    @Test
    void the_page_in_docs_is_the_catalogue() throws IOException {
        var page = Path.of(System.getProperty("basedir", "")).resolve("../docs/replies.md").normalize();
        if (Boolean.getBoolean("write.docs")) {
            Files.writeString(page, ReplyCataloguePage.markdown());
        }
        assertThat(page).as("run again with -Dwrite.docs=true").hasContent(ReplyCataloguePage.markdown());
    }
}
