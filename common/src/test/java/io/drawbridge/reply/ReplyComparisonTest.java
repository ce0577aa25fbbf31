package io.drawbridge.reply;

import static io.drawbridge.reply.ReplyCode.SERVICE_NOT_AVAILABLE;
import static io.drawbridge.reply.ReplyCode.SERVICE_READY;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.drawbridge.reply.ReplyComparison.Difference;

class ReplyComparisonTest {

    @Test
    void in_english_220_opens_the_door_and_421_closes_it_for_now() {
        var comparison = ReplyComparison.of(SERVICE_READY, SERVICE_NOT_AVAILABLE, Language.ENGLISH);

        assertThat(comparison.differences()).containsExactly(
                new Difference("Outcome",
                        "Positive completion: it worked, and a new request may follow",
                        "Transient negative: it did not work this time, and may work later"),
                new Difference("What it is about", "Connections", "Connections"),
                new Difference("Does the connection stay open?", "Yes.",
                        "No: the server closes it right after this reply."),
                new Difference("Should the client try again?", "No need: go on with the next command.",
                        "Yes, later and on a new connection: nothing about the request needs to change."),
                new Difference("What to do", SERVICE_READY.text(Language.ENGLISH).whatToDo(),
                        SERVICE_NOT_AVAILABLE.text(Language.ENGLISH).whatToDo()));
        assertThat(comparison.firstWhenToUse()).contains("may log in now");
        assertThat(comparison.secondWhenToUse()).contains("then close");
    }

    @Test
    void in_thai_too() {
        var comparison = ReplyComparison.of(SERVICE_READY, SERVICE_NOT_AVAILABLE, Language.THAI);

        assertThat(comparison.differences()).containsExactly(
                new Difference("ผลลัพธ์",
                        "สำเร็จสมบูรณ์: ทำสำเร็จแล้ว ส่งคำสั่งถัดไปได้",
                        "ปฏิเสธชั่วคราว: ครั้งนี้ไม่สำเร็จ แต่ภายหลังอาจสำเร็จได้"),
                new Difference("เกี่ยวกับเรื่องใด", "การเชื่อมต่อ", "การเชื่อมต่อ"),
                new Difference("การเชื่อมต่อยังเปิดอยู่หรือไม่", "ยังเปิดอยู่",
                        "ไม่ เซิร์ฟเวอร์จะปิดการเชื่อมต่อทันทีหลังส่งคำตอบนี้"),
                new Difference("ไคลเอนต์ควรลองใหม่หรือไม่", "ไม่จำเป็น ส่งคำสั่งถัดไปได้เลย",
                        "ควร แต่ให้เว้นระยะก่อนแล้วเชื่อมต่อใหม่ โดยไม่ต้องแก้ไขคำขอ"),
                new Difference("วิธีแก้ไข", SERVICE_READY.text(Language.THAI).whatToDo(),
                        SERVICE_NOT_AVAILABLE.text(Language.THAI).whatToDo()));
        assertThat(comparison.firstWhenToUse()).contains("เข้าสู่ระบบได้ทันที");
        assertThat(comparison.secondWhenToUse()).contains("ปิดการเชื่อมต่อ");
    }

    @Test
    void every_reason_we_refuse_for_is_named() {
        assertThat(SERVICE_NOT_AVAILABLE.text(Language.ENGLISH).whenSeen())
                .contains("maintenance", "cluster is full", "your address", "your account", "shutting down", "database");
        assertThat(SERVICE_NOT_AVAILABLE.text(Language.THAI).whenSeen())
                .contains("ปิดปรับปรุง", "คลัสเตอร์เต็ม", "ที่อยู่ของคุณ", "บัญชีของคุณ", "กำลังปิดตัว", "ฐานข้อมูล");
    }

    @ParameterizedTest
    @EnumSource
    void any_two_codes_can_be_compared(Language language) {
        for (var first : ReplyCode.values()) {
            for (var second : ReplyCode.values()) {
                assertThat(ReplyComparison.of(first, second, language).differences())
                        .hasSize(5).anyMatch(it -> it.differs() != (first == second));
            }
        }
    }

    @Test
    void two_codes_that_agree_in_an_aspect_do_not_differ_there() {
        assertThat(ReplyComparison.of(SERVICE_READY, SERVICE_NOT_AVAILABLE, Language.ENGLISH).differences())
                .filteredOn(it -> !it.differs()).extracting(Difference::aspect).containsExactly("What it is about");
    }
}
