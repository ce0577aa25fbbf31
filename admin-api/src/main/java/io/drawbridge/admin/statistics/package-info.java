/** What has happened, in numbers, minute by minute: nodes add up, and this package adds up what they wrote. */
package io.drawbridge.admin.statistics;
