package io.drawbridge.admin.administrators;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.drawbridge.account.AccountRules;
import io.drawbridge.account.Passwords;
import io.drawbridge.admin.problem.Faults;

/**
 * The password that you have, and the one that you want.
 *
 * @param current not null
 * @param wanted as {@link AccountRules} says, not null
 */
public record NewPassword(
        @Schema(required = true, maxLength = Passwords.MAX_LENGTH, description = "The one of now.", examples = "the-one-of-now") String current,
        @Schema(required = true, minLength = 1, maxLength = Passwords.MAX_LENGTH, description = AccountRules.PASSWORD_RULE, examples = "choose-one") @JsonProperty("new") String wanted) {

    public NewPassword {
        new Faults().unless(current != null && current.length() <= Passwords.MAX_LENGTH, "current", "must be your password")
                .unless(wanted != null && AccountRules.isPassword(wanted), "new", "must be " + AccountRules.PASSWORD_RULE)
                .raise();
    }

    @Override
    public String toString() {
        return "NewPassword[]";
    }
}
