package io.drawbridge.admin.limits;

import java.util.List;

import io.drawbridge.database.LimitRuleRow;

/**
 * All limit rules, by name.
 *
 * @param total the number of items
 */
public record LimitRulesView(List<LimitRuleView> items, int total) {

    static LimitRulesView of(List<LimitRuleRow> rows) {
        return new LimitRulesView(rows.stream().map(LimitRuleView::of).toList(), rows.size());
    }
}
