/** How a Drawbridge program starts and ends: what all of them do alike around Quarkus. */
package io.drawbridge.program;
