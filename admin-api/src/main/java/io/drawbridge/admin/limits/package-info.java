/**
 * How many may be inside, and how many may come: over the whole cluster ({@code LimitsResource}), and by rules for parts of it
 * ({@code LimitRulesResource}).
 */
package io.drawbridge.admin.limits;
