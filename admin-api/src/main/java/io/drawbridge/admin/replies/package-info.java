/** What FTP reply codes mean, for people; in English or Thai, as the client likes best. */
package io.drawbridge.admin.replies;
