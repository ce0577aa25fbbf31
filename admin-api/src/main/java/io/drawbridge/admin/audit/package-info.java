/**
 * Who has changed what, from where and why. The database writes it down, in the transaction of the change
 * (V6__Write_down_changes.sql); {@link io.drawbridge.admin.audit.Author} tells it who and why.
 */
package io.drawbridge.admin.audit;
